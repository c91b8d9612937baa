import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

type Body = Record<string, unknown> & { id: string; version: number; externalIds: { system: string; id: string }[] };

describe('records that are put under the ids of another system', () => {
  let app: TestApp;
  let bureau: string;
  let officer: TestAccount;
  let stranger: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBody(app);
    officer = await makeUser(app, 'bureau_officer', bureau);
    stranger = await makeUser(app, 'bureau_officer');
  });
  afterAll(() => app.close());

  const put = (resource: string, id: string, body: object, by = officer) =>
    app.http
      .put(`/api/v1/${resource}/by-external-id/erp/${encodeURIComponent(id)}`)
      .set(by.auth)
      .send(body);
  /** A recorded purchase with one lot. */
  const recorded = async (lots: object[] = [{ no: 1 }]): Promise<string> => {
    const made = await app.http
      .post('/api/v1/tenders')
      .set(officer.auth)
      .send({ buyer: bureau, title: '居家养老服务', lots })
      .expect(201);
    return (made.body as Body).id;
  };
  const SOURCE = { kind: 'notice', url: 'https://example.org/c', publishedOn: '2018-01-05' };
  const contractOf = (tender: string, data: object = {}) => ({
    tender,
    lot: 1,
    data: { number: '2018-001', signedOn: '2018-01-02', amount: '180000.00', supplier: { name: '百合社工' }, ...data },
    source: SOURCE,
  });
  const SAID = { kind: 'statement', reference: '座谈会' };
  // Its members stand in another order than the database keeps them.
  const CYCLE = {
    steps: [{ to: null, from: { date: '03', year: 0 }, name: { zh: '采购', en: 'Purchase' }, event: 'purchase' }],
    ...{ name: { zh: '年度', en: 'Yearly' }, code: 'yearly' },
  };
  const NEW: Record<string, () => object> = {
    organisations: () => ({ name: `机构 ${randomUUID()}`, kind: 'agency', region: '990203' }),
    'service-lines': () => ({ name: '居家养老', category: 'ELDERLY_HOME_CARE', since: '2018-01-01' }),
    tenders: () => ({
      buyer: bureau,
      title: '居家养老服务',
      window: { start: '2018-01-01', end: '2018-05-31' },
      lots: [{ no: 1, name: '第一包', ceiling: '200000.00' }],
    }),
    communities: () => ({ name: `社区 ${randomUUID()}`, region: '990203', residents60: 300 }),
    needs: () => ({
      title: '周末助餐',
      category: 'ELDERLY_HOME_CARE',
      headcount: 20,
      recordedOn: '2018-03',
      source: SAID,
    }),
    programmes: () => ({
      ...{ name: '年度计划', year: 2018, source: SAID, calendar: CYCLE },
      budgetLines: [
        { name: '养老', amount: '500000.00' },
        { name: '其他', amount: '80000.00', useBy: '2018' },
      ],
    }),
  };
  const RESOURCES = [
    ...['organisations', 'service-lines', 'tenders', 'contracts'],
    ...['communities', 'needs', 'programmes'],
  ];
  const bodyOf = async (resource: string): Promise<object> => NEW[resource]?.() ?? contractOf(await recorded());
  const rows = async (id: string) => {
    const [row] = await app.dataSource.query<{ roots: number; audit: number }[]>(
      `SELECT (SELECT count(*)::int FROM external_id WHERE value = $1) AS roots,
              (SELECT count(*)::int FROM audit_entry a JOIN external_id e ON a.aggregate_id = e.root_id::text WHERE e.value = $1) AS audit`,
      [id],
    );
    return row;
  };

  it.each(RESOURCES)(
    '%s: a version that is not the one there changes nothing, and none is there before it is',
    async (resource) => {
      const [id, body] = [randomUUID(), await bodyOf(resource)];
      const named = (version: number) => put(resource, id, body).set('If-Match', `"${version}"`);
      const early = await named(1);
      expect([early.status, early.body.code]).toEqual([412, 'stale_version']);
      const made = await put(resource, id, body);
      const { version } = made.body as Body;
      const stale = await named(version + 1);
      expect([made.status, stale.status, stale.body.code]).toEqual([200, 412, 'stale_version']);
      const [same, tag] = [await named(version), made.headers.etag];
      expect([same.status, same.body, tag]).toEqual([200, made.body, `"${version}"`]);
    },
  );

  it.each(RESOURCES)('%s: the same body twice is one record and the same answer', async (resource) => {
    const id = randomUUID();
    const body = await bodyOf(resource);
    const first = await put(resource, id, body);
    expect([first.status, (first.body as Body).externalIds]).toEqual([200, [{ system: 'erp', id }]]);
    const second = await put(resource, id, body);
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(await rows(id)).toEqual({ roots: 1, audit: 1 });
    const found = await app.http.get(`/api/v1/${resource}?externalId=erp:${id}`).set(officer.auth).expect(200);
    expect((found.body.items as Body[]).map((i) => i.id)).toEqual([(first.body as Body).id]);
  });

  it.each(RESOURCES)('%s: the ids it was made with are said again, and no others', async (resource) => {
    const id = randomUUID();
    const [own, other, further] = [
      { system: 'erp', id },
      { system: 'oa', id },
      { system: 'crm', id },
    ];
    const body = { ...(await bodyOf(resource)), externalIds: [own, other] };
    const made = await put(resource, id, body);
    expect([made.status, (made.body as Body).externalIds]).toEqual([200, [own, other]]);
    for (const externalIds of [[own, other], [other], []])
      expect((await put(resource, id, { ...body, externalIds })).body).toEqual(made.body);
    expect(await refusalOf(resource, id, { ...body, externalIds: [own, further] })).toEqual([
      ...[400, 'validation_failed', '/externalIds/1 cannot_change'],
    ]);
    const found = await app.http.get(`/api/v1/${resource}?externalId=crm:${id}`).set(officer.auth).expect(200);
    expect(found.body.items).toEqual([]);
  });

  it('a line keeps what it assumes', async () => {
    const [id, body] = [randomUUID(), NEW['service-lines']?.() ?? {}];
    const assumption = { zh: '按年购买', en: 'Bought each year' };
    const made = await put('service-lines', id, { ...body, assumption });
    expect((await put('service-lines', id, { ...body, assumption })).body).toEqual(made.body);
    expect((await put('service-lines', id, body)).body).toEqual(made.body);
    for (const said of [{ ...assumption, en: 'Bought once' }, null])
      expect(await refusalOf('service-lines', id, { ...body, assumption: said })).toEqual([
        ...[400, 'validation_failed', '/assumption cannot_change'],
      ]);
  });

  it.each(RESOURCES)('%s: twelve at once make one', async (resource) => {
    const id = `${randomUUID()} 号/甲`;
    const body = await bodyOf(resource);
    const answers = await Promise.all(Array.from({ length: 12 }, () => put(resource, id, body)));
    expect(answers.map((a) => a.status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
    expect(await rows(id)).toEqual({ roots: 1, audit: 1 });
  });

  it('another body changes what it says and leaves the rest', async () => {
    const line = randomUUID();
    await put('service-lines', line, { ...NEW['service-lines']?.(), targetGroup: 'ELDERLY' });
    const changed = await put('service-lines', line, { ...NEW['service-lines']?.(), name: '助餐' });
    expect(changed.body).toMatchObject({ name: '助餐', targetGroup: 'ELDERLY', version: 2 });
    const community = await app.http
      .post('/api/v1/communities')
      .set(officer.auth)
      .send({ name: `社区 ${line}`, region: '990203' });
    const placed = await put('service-lines', line, {
      ...NEW['service-lines']?.(),
      name: '助餐',
      communities: [(community.body as Body).id],
    });
    expect(placed.body).toMatchObject({ version: 3, communities: [{ id: (community.body as Body).id }] });

    const tender = randomUUID();
    await put('tenders', tender, NEW.tenders?.() ?? {});
    const body = { ...NEW.tenders?.(), title: '改名', lots: [{ no: 1, ceiling: '180000.00' }] };
    const renamed = await put('tenders', tender, body);
    expect(renamed.body).toMatchObject({ title: '改名', lots: [{ no: 1, name: '第一包', ceiling: '180000.00' }] });
    expect((await put('tenders', tender, body)).body).toEqual(renamed.body);
    const unknown = await put('tenders', tender, { ...body, lots: [{ no: 2 }] });
    expect([unknown.status, unknown.body.code, unknown.body.errors[0].pointer]).toEqual([
      422,
      'lot_unknown',
      '/lots/0/no',
    ]);
  });

  it('a purchase that is conducted here is put as one that is recorded: a draft changes, the same is no change ever', async () => {
    const body = {
      ...NEW.tenders?.(),
      conducted: 'here',
      region: '990203',
      lots: [{ no: 1, name: '第一包', ceiling: '200000.00', pricing: 'competitive' }, { no: 2 }],
    };
    const race = randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, () => put('tenders', race, body)));
    expect(answers.map((a) => [a.status, (a.body as { code?: string }).code])).toEqual(
      answers.map(() => [200, undefined]),
    );
    expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
    expect(await rows(race)).toEqual({ roots: 1, audit: 1 });
    // What is not given stays, of a lot too.
    const other = { ...body, title: '改名', lots: [{ no: 1, ceiling: '180000.00', pricing: 'fixed' }] };
    const changed = await put('tenders', race, other);
    expect([changed.status, changed.body]).toMatchObject([
      200,
      {
        title: '改名',
        state: 'draft',
        lots: [
          { no: 1, name: '第一包', ceiling: '180000.00', pricing: 'fixed' },
          { no: 2, ceiling: null },
        ],
      },
    ]);
    expect((await put('tenders', race, other)).body).toEqual(changed.body);
    expect((await put('tenders', race, { ...other, lots: [{ no: 3 }] })).body).toMatchObject({ code: 'lot_unknown' });
    const line = (await put('service-lines', race, NEW['service-lines']?.() ?? {})).body as Body;
    const served = await put('tenders', race, { ...other, serviceLines: [line.id] });
    expect((await put('tenders', race, { ...other, serviceLines: [line.id] })).body).toEqual(served.body);
    await app.dataSource.query(`UPDATE tender SET state = 'in_review' WHERE id = $1`, [(served.body as Body).id]);
    expect((await put('tenders', race, other)).body).toMatchObject({ state: 'in_review', version: 4 });
    expect((await put('tenders', race, body)).body).toMatchObject({ code: 'wrong_state' });
    expect((await put('tenders', race, other, stranger)).status).not.toBe(200);
  });

  const refusalOf = async (resource: string, id: string, body: object, by = officer) => {
    const { status, body: said } = await put(resource, id, body, by);
    const { code, errors = [] } = said as { code?: string; errors?: { pointer: string; code: string }[] };
    return [status, code, ...errors.map((e) => `${e.pointer} ${e.code}`)];
  };

  it.each([
    ['communities', { residents60: 310, committee: null }, { name: '改名社区' }, 'not_permitted'],
    ['needs', { headcount: 25, evidence: '名册' }, { title: '周末助餐与送餐' }, 'not_found'],
    ['programmes', { region: '990203', budgetLevel: 'provincial' }, { year: 2019 }, 'not_found'],
  ])('%s: another body changes what it says, by whose it is alone', async (resource, one, other, unseen) => {
    const [id, body] = [randomUUID(), await bodyOf(resource)];
    const made = (await put(resource, id, body)).body as Body;
    const said = { ...body, ...one };
    const changed = await put(resource, id, said);
    expect([changed.status, changed.body]).toMatchObject([200, { ...one, id: made.id, version: 2 }]);
    expect((await put(resource, id, said)).body).toEqual(changed.body);
    expect((await rows(id))?.audit).toBe(2);
    // What is not given stays.
    const required = Object.fromEntries(Object.entries({ ...body, ...other }).filter(([field]) => !(field in one)));
    const left = await put(resource, id, required);
    expect(left.body).toMatchObject({ ...one, ...other, version: 3 });
    // Of another body's people nobody changes it, neither by what it says nor by what it said.
    const strangers = unseen === 'not_permitted' ? 403 : 404;
    for (const words of [said, required])
      expect((await refusalOf(resource, id, words, stranger)).slice(0, 2)).toEqual([strangers, unseen]);
    expect((await app.http.get(`/api/v1/${resource}/${made.id}`).set(officer.auth)).body).toEqual(left.body);
    const manager = await makeUser(app, 'agency_manager');
    expect(await refusalOf(resource, randomUUID(), body, manager)).toEqual([403, 'not_permitted']);
    expect((await app.http.put(`/api/v1/${resource}/by-external-id/erp/${id}`).send(body)).status).toBe(401);
    // Who keeps it is said once; so are the ids that others took.
    const foreign = { ...required, [resource === 'programmes' ? 'buyer' : 'owner']: await makeBody(app) };
    expect((await refusalOf(resource, id, foreign))[1]).toBe('validation_failed');
    const taken = { ...(await bodyOf(resource)), externalIds: made.externalIds };
    expect(await refusalOf(resource, randomUUID(), taken)).toEqual([
      ...[409, 'external_id_taken', '/externalIds/1 external_id_taken'],
    ]);
  });

  it.each(['communities', 'needs', 'programmes'])(
    '%s: two other bodies at once follow each other',
    async (resource) => {
      const [id, body] = [randomUUID(), await bodyOf(resource)];
      const named = (words: string) => ({ ...body, [resource === 'needs' ? 'title' : 'name']: `${words} ${id}` });
      const answers = await Promise.all([put(resource, id, named('甲')), put(resource, id, named('乙'))]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(answers.map((a) => (a.body as Body).id)).toEqual([
        (answers[0]?.body as Body).id,
        (answers[0]?.body as Body).id,
      ]);
      expect(await rows(id)).toEqual({ roots: 1, audit: 2 });
    },
  );

  it('a community of a name that its region has is a conflict, under whichever id', async () => {
    const body = await bodyOf('communities');
    await put('communities', randomUUID(), body);
    expect(await refusalOf('communities', randomUUID(), body)).toEqual([409, 'conflict', '/name not_unique']);
  });

  it('a need keeps where it comes from, and what was verified of it; the same body is no change whatever became of it', async () => {
    const [id, body] = [randomUUID(), await bodyOf('needs')];
    const made = await put('needs', id, body);
    for (const [field, value] of Object.entries({
      source: { ...SAID, reference: '另一次座谈会' },
      recordedOn: '2018-04',
      documents: [randomUUID()],
      community: randomUUID(),
    }))
      expect(await refusalOf('needs', id, { ...body, [field]: value })).toEqual([
        ...[400, 'validation_failed', `/${field} cannot_change`],
      ]);
    for (const [state, code] of [
      ['verified', 'wrong_state'],
      ['rejected', 'wrong_state'],
    ]) {
      await app.dataSource.query(`UPDATE need SET state = $2 WHERE id = $1`, [(made.body as Body).id, state]);
      expect((await refusalOf('needs', id, { ...body, headcount: 99 })).slice(0, 2)).toEqual([409, code]);
      expect((await put('needs', id, body)).body).toMatchObject({ state, version: 1, headcount: 20 });
    }
  });

  it('a programme keeps its lines and its source, and what was approved is changed by nobody’s upsert', async () => {
    const id = randomUUID();
    const body = (await bodyOf('programmes')) as { budgetLines: object[] };
    const made = (await put('programmes', id, body)).body as Body;
    const lines = body.budgetLines;
    for (const budgetLines of [[], lines.slice(1), [{ ...lines[0], amount: '500000.01' }, lines[1]]])
      expect(await refusalOf('programmes', id, { ...body, budgetLines })).toEqual([
        ...[400, 'validation_failed', '/budgetLines cannot_change'],
      ]);
    expect(await refusalOf('programmes', id, { ...body, source: { kind: 'file' } })).toEqual([
      ...[400, 'validation_failed', '/source cannot_change'],
    ]);
    expect((await put('programmes', id, { ...body, budgetLines: lines.toReversed() })).body).toEqual(made);
    await app.dataSource.query(`UPDATE programme SET state = 'approved', approved_at = business_now() WHERE id = $1`, [
      made.id,
    ]);
    expect((await refusalOf('programmes', id, { ...body, name: '改名' })).slice(0, 2)).toEqual([409, 'wrong_state']);
    expect((await put('programmes', id, body)).body).toMatchObject({ state: 'approved', version: 1 });
    const changed = await app.http.get(`/api/v1/programmes/${made.id}`).set(officer.auth).expect(200);
    expect(changed.body).toMatchObject({ name: '年度计划', calendar: CYCLE });
  });

  const putContract = async (id: string, body: object, by = officer) => {
    const answer = await put('contracts', id, body, by);
    const {
      code,
      rule: _,
      errors = [],
    } = answer.body as { code?: string; rule?: string; errors?: { pointer: string }[] };
    return { answer, said: [answer.status, code, ...errors.map((e) => e.pointer)] };
  };

  it('a contract is said otherwise with a reason, keeps what is not given, and never moves', async () => {
    const id = randomUUID();
    const tender = await recorded();
    const first = await put('contracts', id, contractOf(tender));
    expect(first.body).toMatchObject({
      tender,
      lot: 1,
      number: '2018-001',
      amount: '180000.00',
      state: 'signed',
      version: 1,
    });
    const other = { ...contractOf(tender), data: { amount: '170000.00' } };
    expect((await putContract(id, other)).said).toEqual([400, 'validation_failed', '/reason']);
    const why = { ...other, reason: '录入有误' };
    const changed = await put('contracts', id, why);
    expect(changed.body).toMatchObject({
      id: (first.body as Body).id,
      number: '2018-001',
      amount: '170000.00',
      version: 2,
    });
    expect((await put('contracts', id, why)).body).toEqual(changed.body);
    expect((await put('contracts', id, { ...why, data: { number: null }, reason: '无合同号' })).body).toMatchObject({
      number: null,
      amount: '170000.00',
      version: 3,
    });
    // So does each end of a window.
    const windowOf = async (window: object, version: number) => {
      const { body } = await put('contracts', id, { ...why, data: { window }, reason: '补录期限' });
      expect([body.version, body.amount]).toEqual([version, '170000.00']);
      return body.window;
    };
    const window = { start: '2018-02-01', end: '2018-12-31' };
    expect(await windowOf(window, 4)).toEqual(window);
    expect(await windowOf({ end: '2019-06-30' }, 5)).toEqual({ start: '2018-02-01', end: '2019-06-30' });
    expect(await windowOf({ start: null }, 6)).toEqual({ start: null, end: '2019-06-30' });
    expect((await putContract(id, contractOf(await recorded()))).said).toEqual([409, 'conflict']);
    // The whole of a purchase of one lot is that lot.
    const whole = await put('contracts', id, { ...why, lot: null });
    expect([whole.status, whole.body.version]).toEqual([200, 6]);
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).set(officer.auth).expect(200);
    const facts = (body as { facts: { kind: string; replaces: string | null; reason: string | null }[] }).facts;
    expect(facts.map((f) => [f.kind, f.replaces !== null, f.reason])).toEqual([
      ['contract', false, null],
      ['contract', true, '录入有误'],
      ['contract', true, '无合同号'],
      ...Array.from({ length: 3 }, () => ['contract', true, '补录期限']),
    ]);
  });

  it('a contract of a purchase of one lot needs no number of it, and is corrected without or with it', async () => {
    const id = randomUUID();
    const tender = await recorded();
    const unnumbered = { ...contractOf(tender), lot: undefined };
    const made = await put('contracts', id, unnumbered);
    expect([made.status, made.body.lot, made.body.version]).toEqual([200, 1, 1]);
    expect((await put('contracts', id, unnumbered)).body).toEqual(made.body);
    expect((await put('contracts', id, contractOf(tender))).body).toEqual(made.body);
    for (const [n, lot] of [undefined, 1].entries()) {
      const other = { ...unnumbered, lot, data: { amount: `17000${n}.00` }, reason: '录入有误' };
      expect((await put('contracts', id, other)).body).toMatchObject({
        lot: 1,
        amount: `17000${n}.00`,
        version: 2 + n,
      });
    }
  });

  it('a contract of several lots is of the lot that it names, and without one of the whole', async () => {
    const [one, all] = [randomUUID(), randomUUID()];
    const tender = await recorded([{ no: 1 }, { no: 2 }]);
    expect((await put('contracts', one, contractOf(tender))).body).toMatchObject({ lot: 1 });
    for (const lot of [null, 2])
      expect((await putContract(one, { ...contractOf(tender), lot })).said).toEqual([409, 'conflict']);
    const whole = { ...contractOf(tender, { number: '2018-002' }), lot: null };
    expect((await put('contracts', all, whole)).body).toMatchObject({ lot: null, number: '2018-002' });
    expect((await putContract(all, { ...whole, lot: 1 })).said).toEqual([409, 'conflict']);
  });

  it('a contract that was recorded already gets the name, once', async () => {
    const tender = await recorded();
    const { tender: _, ...words } = contractOf(tender);
    await app.http
      .post(`/api/v1/tenders/${tender}/facts`)
      .set({ ...officer.auth, 'Idempotency-Key': randomUUID() })
      .send({ facts: [{ kind: 'contract', ...words }] })
      .expect(200);
    const [id, another] = [randomUUID(), randomUUID()];
    const named = await put('contracts', id, contractOf(tender));
    expect([named.status, named.body.version, named.body.externalIds]).toEqual([200, 2, [{ system: 'erp', id }]]);
    expect((await put('contracts', id, contractOf(tender))).body).toEqual(named.body);
    expect(await rows(id)).toEqual({ roots: 1, audit: 2 });
    const twice = await put('contracts', another, contractOf(tender));
    expect([twice.body.id, twice.body.externalIds.length]).toEqual([named.body.id, 2]);
  });

  it('a contract names its purchase, its lot, and days that have come', async () => {
    const tender = await recorded();
    expect((await putContract(randomUUID(), contractOf(randomUUID()))).said).toEqual([404, 'not_found']);
    expect((await putContract(randomUUID(), contractOf(tender), stranger)).said).toEqual([404, 'not_found']);
    expect((await putContract(randomUUID(), { ...contractOf(tender), lot: 7 })).said).toEqual([
      422,
      'lot_unknown',
      '/lot',
    ]);
    expect((await putContract(randomUUID(), contractOf(tender, { signedOn: '2999-01-01' }))).said).toEqual([
      422,
      'dated_in_future',
      '/data/signedOn',
    ]);
    const backwards = { window: { start: '2018-05-31', end: '2018-01-01' } };
    expect((await putContract(randomUUID(), contractOf(tender, backwards))).said).toEqual([
      422,
      'end_before_start',
      '/data/window/end',
    ]);
    const published = await put('contracts', randomUUID(), contractOf(tender));
    expect((await putContract(randomUUID(), contractOf(tender), stranger)).said).toEqual([403, 'not_permitted']);
    const taken = { ...contractOf(await recorded()), externalIds: (published.body as Body).externalIds };
    expect((await putContract(randomUUID(), taken)).said).toEqual([409, 'external_id_taken', '/externalIds/1']);
  });

  it('a body that everybody names is changed by an administrator alone', async () => {
    const id = randomUUID();
    const body = { ...NEW.organisations?.(), licensedWorkers: 3 };
    await put('organisations', id, body);
    expect((await put('organisations', id, body, stranger)).status).toBe(200);
    const changed = { ...body, licensedWorkers: 9 };
    expect((await put('organisations', id, changed, stranger)).body.code).toBe('not_permitted');
    const admin = await makeUser(app, 'admin');
    expect((await put('organisations', id, changed, admin)).body).toMatchObject({ licensedWorkers: 9, version: 2 });
  });

  it('nobody changes another’s record by guessing its id', async () => {
    const line = randomUUID();
    const tender = randomUUID();
    await put('service-lines', line, NEW['service-lines']?.() ?? {});
    await put('tenders', tender, NEW.tenders?.() ?? {});
    expect((await put('service-lines', line, { ...NEW['service-lines']?.(), name: '改' }, stranger)).status).toBe(403);
    expect((await put('tenders', tender, { ...NEW.tenders?.(), title: '改' }, stranger)).status).toBe(404);
  });

  it('what cannot be an id names nothing', async () => {
    const body = NEW.organisations?.() ?? {};
    for (const [system, id] of [
      ['ERP', 'x'],
      ['erp', '%20'],
      ['erp', 'x'.repeat(201)],
    ])
      expect(
        (await app.http.put(`/api/v1/organisations/by-external-id/${system}/${id}`).set(officer.auth).send(body))
          .status,
      ).toBe(404);
  });
});
