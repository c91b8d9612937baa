import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Accepting } from '../support/acceptances.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing } from '../support/implementing.js';

interface Recipient {
  id: string;
  version: number;
  number: string;
  displayName: string | null;
}
interface Stored {
  id: string;
  servedOn: string;
  minutes: number;
  recipients: { id: string; number: string }[];
  correctedBy: string | null;
  withdrawn: boolean;
}
interface Result {
  index: number;
  clientToken: string | null;
  ok: boolean;
  id?: string;
  repeated?: boolean;
  problem?: { code: string; errors: { pointer: string }[] };
}
interface Refused {
  code?: string;
  errors?: { pointer: string }[];
}

describe('recipients and records of service', () => {
  let app: TestApp;
  let parties: Parties;
  let contract: Contracting;
  let worker: TestAccount;
  let rival: TestAccount;
  let someone: Recipient;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    contract = await Contracting.signed(app, parties);
    worker = await makeUser(app, 'agency_worker', parties.agency);
    rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
  });
  afterAll(() => app.close());

  const recipients = (line = parties.bureau.line) => `/api/v1/service-lines/${line}/recipients`;
  const records = (id = contract.id) => `/api/v1/contracts/${id}/service-records`;
  const register = (displayName: string, more: object = {}, by: TestAccount = worker) =>
    app.http
      .post(recipients())
      .set(by.auth)
      .send({ contract: contract.id, displayName, ...more });
  const entry = (more: object = {}) => ({
    servedOn: '2026-02-02',
    form: 'visit',
    content: 'CARE_ARRANGEMENT',
    minutes: 60,
    workers: { assistant: 1 },
    recipients: [someone.id],
    ...more,
  });
  const record = (more: object = {}, by: TestAccount = worker, id = contract.id) =>
    app.http.post(records(id)).set(by.auth).send(entry(more));
  const batch = async (list: object[], by: TestAccount = worker): Promise<Result[]> => {
    const answer = await app.http.post(`${records()}/batch`).set(by.auth).send({ records: list }).expect(200);
    return (answer.body as { results: Result[] }).results;
  };
  const correct = (id: string, body: object, by: TestAccount = worker) =>
    app.http.post(`${records()}/${id}/corrections`).set(by.auth).send(body);
  const listed = async (query = '', by: TestAccount = worker): Promise<Stored[]> => {
    const answer = await app.http.get(`${records()}?limit=200${query}`).set(by.auth).expect(200);
    return (answer.body as { items: Stored[] }).items;
  };
  const refusal = ({ status, body }: { status: number; body: unknown }) => {
    const { code, errors } = body as Refused;
    return [status, code, errors?.[0]?.pointer ?? null];
  };
  const rows = async () => {
    const [row] = await app.dataSource.query<{ n: number; audit: number; outbox: number }[]>(
      `SELECT (SELECT count(*)::int FROM service_record) AS n,
         (SELECT count(*)::int FROM audit_entry WHERE aggregate_type IN ('service_record', 'service_record_batch')) AS audit,
         (SELECT count(*)::int FROM outbox WHERE aggregate_type IN ('service_record', 'service_record_batch')) AS outbox`,
    );
    return row as { n: number; audit: number; outbox: number };
  };

  it('wait for the contract to begin', async () => {
    const early = { contract: contract.id, displayName: '示例对象甲' };
    const answer = await app.http.post(recipients()).set(worker.auth).send(early);
    expect(refusal(answer)).toEqual([422, 'contract_not_running', null]);
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    await contract.act('start');
    const made = await register('示例对象甲');
    someone = made.body as Recipient;
    expect([made.status, someone.number]).toEqual([201, 'R000001']);
    expect(made.headers.location).toBe(`${recipients()}/${someone.id}`);
  });

  it('of a recipient: the name is read by the serving agency alone, and lies nowhere in clear', async () => {
    await register('示例对象乙');
    const asked = async (by: TestAccount, query = '') => {
      const answer = await app.http.get(`${recipients()}${query}`).set(by.auth).expect(200);
      return (answer.body as { items: Recipient[] }).items.map((r) => [r.number, r.displayName]);
    };
    expect(await asked(worker)).toEqual([
      ['R000001', '示例对象甲'],
      ['R000002', '示例对象乙'],
    ]);
    expect(await asked(worker, `?contract=${contract.id}&limit=1`)).toEqual([['R000001', '示例对象甲']]);
    expect(await asked(worker, `?contract=${randomUUID()}`)).toEqual([]);
    // A name is no part of an address.
    expect((await app.http.get(`${recipients()}?q=x`).set(worker.auth)).status).toBe(400);
    // The buyer knows how many there are, and whom by number.
    expect(await asked(parties.bureau.officer)).toEqual([
      ['R000001', null],
      ['R000002', null],
    ]);
    expect(await asked(rival)).toEqual([]);
    expect((await app.http.get(recipients())).status).toBe(401);
    const tables = await app.dataSource.query<{ name: string }[]>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables) {
      const found = await app.dataSource.query<unknown[]>(
        `SELECT FROM ${name} t WHERE t::text LIKE '%示例对象%' OR t::text LIKE '%' || $1 || '%'`,
        [Buffer.from('示例对象').toString('hex')],
      );
      expect([name, found.length]).toEqual([name, 0]);
    }
  });

  it('of a recipient: is changed by who serves them, under the version that was read', async () => {
    const change = (body: object, by: TestAccount, version = someone.version) =>
      app.http
        .patch(`${recipients()}/${someone.id}`)
        .set({ ...by.auth, 'If-Match': `"${version}"` })
        .send(body);
    expect((await change({ displayName: '示例对象丙' }, rival)).status).toBe(404);
    expect(refusal(await change({ until: '2025-01-01' }, worker))).toEqual([400, 'validation_failed', '/until']);
    expect(refusal(await change({ community: randomUUID() }, worker))).toEqual([
      400,
      'validation_failed',
      '/community',
    ]);
    const changed = await change({ displayName: '示例对象丙' }, worker);
    expect([changed.status, (changed.body as Recipient).displayName]).toEqual([200, '示例对象丙']);
    expect((await change({ displayName: '示例对象丁' }, worker)).status).toBe(412);
    const same = await change({ displayName: '示例对象丙' }, worker, 2);
    expect((same.body as Recipient).version).toBe(2);
    const history = await app.http
      .get(`/api/v1/history?subject=recipient:${someone.id}`)
      .set(parties.bureau.officer.auth);
    expect(history.text).not.toContain('示例对象');
  });

  it('of a recipient: is registered for a line of the contract, in a community of the line', async () => {
    expect(refusal(await register('示例对象', { community: randomUUID() }))).toEqual([
      400,
      'validation_failed',
      '/community',
    ]);
    expect(refusal(await register('示例对象', { since: '2026-03-03' }))).toEqual([400, 'validation_failed', '/since']);
    const answer = await app.http
      .post(recipients(randomUUID()))
      .set(worker.auth)
      .send({ contract: contract.id, displayName: '示例对象' });
    expect(answer.status).toBe(404);
    expect((await register('示例对象', {}, rival)).status).toBe(404);
  });

  it.each<[string, object, unknown[]]>([
    ['tomorrow', { servedOn: '2026-03-03' }, [422, 'record_in_future', '/servedOn']],
    ['before the contract', { servedOn: '2025-12-31' }, [422, 'record_outside_window', '/servedOn']],
    ['a content of no list', { content: 'TEACHING' }, [422, 'content_unknown', '/content']],
    ['somebody who is not served', { recipients: [randomUUID()] }, [422, 'recipient_not_served', '/recipients/0']],
    [
      'somebody who is not served, the second of two',
      { recipients: ['ffffffff-0000-4000-8000-000000000000', '00000000-0000-4000-8000-000000000000'] },
      [422, 'recipient_not_served', '/recipients/0'],
    ],
    ['25 hours', { minutes: 1500 }, [422, 'day_overfull', '/minutes']],
    ['no time', { minutes: 0 }, [400, 'validation_failed', '/minutes']],
    ['a kind of worker that is none', { workers: { robot: 1 } }, [400, 'validation_failed', '/workers/robot']],
    ['a form that is none', { form: 'party' }, [400, 'validation_failed', '/form']],
  ])('are refused for %s, and nothing is stored', async (_, more, expected) => {
    const before = await rows();
    expect(refusal(await record(more))).toEqual(expected);
    expect(await rows()).toEqual(before);
    // The same record is stored once only that is as it must be.
    expect((await record({ servedOn: '2026-02-03', minutes: 5 })).status).toBe(201);
  });

  it('name a content of the list of their category, or none', async () => {
    const known = { category: 'COMMUNITY_SOCIAL_WORK' };
    const work = await Implementing.begin(app, parties, {}, known);
    const send = (content: string | null) =>
      work.make('service-records', { ...entry({ recipients: [], participants: 1 }), content }, parties.manager);
    for (const content of ['CASE_COUNSELLING', null]) expect((await send(content)).status).toBe(201);
    for (const foreign of ['CARE_ARRANGEMENT', 'DAY_CARE'])
      expect(refusal(await send(foreign))).toEqual([422, 'content_unknown', '/content']);
  });

  it('belong to the agency that carries the contract out', async () => {
    expect((await record({}, rival)).status).toBe(404);
    expect((await record({}, parties.bureau.officer)).status).toBe(403);
    expect((await app.http.get(records()).set(rival.auth)).status).toBe(404);
    expect((await listed('', parties.bureau.officer)).length).toBeGreaterThan(0);
  });

  it('of nobody come to more than a day, in one record or in several', async () => {
    const day = { servedOn: '2026-02-10' };
    expect((await record({ ...day, minutes: 1000 })).status).toBe(201);
    expect(refusal(await record({ ...day, minutes: 441 }))).toEqual([422, 'day_overfull', '/minutes']);
    expect((await record({ ...day, minutes: 440 })).status).toBe(201);
  });

  it('come as a batch twice and are stored once, each with its own result', async () => {
    const list = [
      entry({ servedOn: '2026-02-11', clientToken: 'a-1' }),
      entry({ servedOn: '2026-02-12', clientToken: 'a-2', minutes: 'long' }),
      entry({ servedOn: '2026-04-01', clientToken: 'a-3' }),
      entry({ servedOn: '2026-02-13', clientToken: 'a-4' }),
      entry({ servedOn: '2026-02-11', clientToken: 'a-1' }),
      entry({ servedOn: '2026-02-14', clientToken: 'a-1' }),
      entry({ servedOn: '2026-02-15', clientToken: 'a-5', extra: true }),
    ];
    const before = await rows();
    const first = await batch(list);
    expect(first.map((r) => [r.index, r.clientToken, r.ok, r.repeated ?? r.problem?.code])).toEqual([
      [0, 'a-1', true, false],
      [1, 'a-2', false, 'validation_failed'],
      [2, 'a-3', false, 'record_in_future'],
      [3, 'a-4', true, false],
      [4, 'a-1', true, true],
      [5, 'a-1', false, 'token_used'],
      [6, 'a-5', false, 'validation_failed'],
    ]);
    expect(first.map((r) => r.problem?.errors[0]?.pointer ?? null)).toEqual([
      null,
      '/records/1/minutes',
      '/records/2/servedOn',
      null,
      null,
      '/records/5/clientToken',
      '/records/6/extra',
    ]);
    const after = await rows();
    // One entry, which names both with what they say.
    expect(after).toEqual({ n: before.n + 2, audit: before.audit + 1, outbox: before.outbox + 1 });
    const told = await app.dataSource.query<{ records: { id: string; hash: string }[] }[]>(
      `SELECT convert_from(canonical, 'UTF8')::jsonb #> '{data,records}' AS records FROM audit_entry
       WHERE aggregate_type = 'service_record_batch' ORDER BY id DESC LIMIT 1`,
    );
    const hashes = `SELECT id, content_hash AS hash FROM service_record WHERE id = ANY ($1) ORDER BY array_position($1, id)`;
    expect(told[0]?.records).toEqual(await app.dataSource.query(hashes, [[first[0]?.id, first[3]?.id]]));
    const second = await batch(list);
    expect(second.map((r) => [r.ok, r.repeated ?? false])).toEqual([
      [true, true],
      [false, false],
      [false, false],
      [true, true],
      [true, true],
      [false, false],
      [false, false],
    ]);
    expect(second.map((r) => r.id)).toEqual(first.map((r) => r.id));
    expect(await rows()).toEqual(after);
    expect((await record({ servedOn: '2026-02-20', clientToken: 'a-1' })).status).toBe(409);
  });

  it.each([
    ['clientToken', 5],
    ['servedOn', 5],
    ['form', {}],
    ['content', []],
    ['minutes', '60'],
    ['workers', 'x'],
    ['recipients', 'x'],
    ['participants', 1.5],
    ['withinContract', 'true'],
    ['note', 5],
  ])('of a batch say in their own result what is wrong with %s, in the language asked for', async (field, wrong) => {
    const answer = await app.http
      .post(`${records()}/batch`)
      .set({ ...worker.auth, 'Accept-Language': 'zh' })
      .send({ records: [entry({ [field]: wrong }), entry({ servedOn: '2026-02-25', minutes: 1 })] })
      .expect(200);
    const [bad, good] = (answer.body as { results: Result[] }).results;
    expect([bad?.ok, bad?.problem?.code, good?.ok]).toEqual([false, 'validation_failed', true]);
    expect(bad?.problem?.errors).toEqual([
      {
        pointer: `/records/0/${field}`,
        code: expect.stringMatching(/^[a-z_]+$/),
        text: expect.stringMatching(/[\u4e00-\u9fff]/),
      },
    ]);
  });

  it('come in two batches at once: nothing is stored twice', async () => {
    for (let round = 0; round < 10; round++) {
      const list = Array.from({ length: 20 }, (_, i) =>
        entry({ servedOn: '2026-02-16', minutes: 1, clientToken: `race-${round}-${i}` }),
      );
      const before = await rows();
      const answers = await Promise.all([batch(list), batch([...list].reverse()), batch(list)]);
      expect(answers.flat().every((r) => r.ok)).toBe(true);
      expect(answers.flat().filter((r) => !r.repeated)).toHaveLength(20);
      expect((await rows()).n).toBe(before.n + 20);
    }
  });

  it.each([
    [[], 'too_few'],
    [Array.from({ length: 201 }, () => ({})), 'too_many'],
  ])('are not more than 200 at a time, and not none', async (list, code) => {
    const answer = await app.http.post(`${records()}/batch`).set(worker.auth).send({ records: list });
    expect([answer.status, (answer.body as { errors: { code: string }[] }).errors[0]?.code]).toEqual([400, code]);
  });

  it('are corrected by another that names them; the old ones are kept', async () => {
    const stored = await record({ servedOn: '2026-02-17', minutes: 90 });
    const { id } = stored.body as Stored;
    expect(stored.headers.location).toBe(`${records()}/${id}`);
    const { recipients: _, ...same } = entry({ servedOn: '2026-02-17', minutes: 90, recipients: [] });
    const fixed = { ...same, recipients: [someone.id], minutes: 30 };
    expect(refusal(await correct(id, { reason: '误填', record: { ...fixed, minutes: 90 } }))).toEqual([
      422,
      'correction_empty',
      null,
    ]);
    // Whom it names is one set, in whatever order a device puts it.
    const three = [await register('梁'), await register('邓'), await register('武')].map(
      ({ body }) => (body as Recipient).id,
    );
    const named = (list: string[]) => entry({ servedOn: '2026-02-18', minutes: 20, recipients: list });
    const [kept, turned] = [named(three), named(three.toReversed())];
    const [first] = await batch([{ ...kept, clientToken: 'q' }]);
    expect(await batch([{ ...turned, clientToken: 'q' }])).toMatchObject([{ id: first?.id, repeated: true }]);
    for (const same of [kept, turned])
      expect(refusal(await correct(first?.id ?? '', { reason: '误填', record: same }))[1]).toBe('correction_empty');
    expect(refusal(await correct(id, { reason: '误填', record: { ...fixed, minutes: 1500 } }))).toEqual([
      422,
      'day_overfull',
      '/record/minutes',
    ]);
    expect(refusal(await correct(id, { record: fixed }))).toEqual([400, 'validation_failed', '/reason']);
    expect((await correct(randomUUID(), { reason: '误填', record: fixed })).status).toBe(404);
    const both = await Promise.all([1, 2].map(() => correct(id, { reason: '误填', record: fixed })));
    expect(both.map((a) => a.status).sort()).toEqual([201, 409]);
    const done = both.find((a) => a.status === 201)?.body as Stored & { corrects: string };
    expect([done.corrects, done.minutes]).toEqual([id, 30]);
    const day = '&from=2026-02-17&to=2026-02-17';
    expect((await listed(day)).map((r) => r.id)).toEqual([done.id]);
    const all = await listed(`${day}&superseded=1`);
    expect(all.map((r) => [r.id, r.minutes, r.correctedBy]).sort()).toEqual(
      [
        [id, 90, done.id],
        [done.id, 30, null],
      ].sort(),
    );
    expect((await correct(done.id, { reason: '重复登记', record: null })).status).toBe(201);
    expect(await listed(day)).toEqual([]);
    await expect(app.dataSource.query(`UPDATE service_record SET minutes = 1 WHERE id = $1`, [id])).rejects.toThrow(
      'never changed',
    );
  });

  it('of a contract that was ended are those of its days, told late', async () => {
    const other = await Contracting.active(app, parties);
    await setBusinessTime(app, '2026-02-10T09:00:00+08:00');
    await other.terminated('供应商停止服务');
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    const late = { recipients: [], participants: 1, servedOn: '2026-02-11' };
    expect(refusal(await record(late, worker, other.id))).toEqual([422, 'record_outside_window', '/servedOn']);
    expect((await record({ ...late, servedOn: '2026-02-10' }, worker, other.id)).status).toBe(201);
  });

  it('of one day under two contracts at once come to no more than a day', async () => {
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const other = await Contracting.active(app, parties);
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    for (let day = 1; day <= 9; day++) {
      const entry = { servedOn: `2026-01-0${day}`, minutes: 1000 };
      const both = await Promise.all([record(entry), record(entry, worker, other.id)]);
      expect([day, both.map((a) => a.status).sort()]).toEqual([day, [201, 422]]);
    }
  });

  it('of a recipient who left are told of the days before', async () => {
    const { id } = (await register('示例对象戊', { since: '2026-01-05' })).body as Recipient;
    const left = await app.http
      .patch(`${recipients()}/${id}`)
      .set({ ...worker.auth, 'If-Match': '"1"' })
      .send({ until: '2026-02-10' });
    expect(left.status).toBe(200);
    expect(refusal(await record({ recipients: [id], servedOn: '2026-02-11' }))).toEqual([
      422,
      'recipient_not_served',
      '/recipients/0',
    ]);
    expect((await record({ recipients: [id], servedOn: '2026-02-10' })).status).toBe(201);
  });

  it('of a recipient who came later are told from their first day on, which may be mended', async () => {
    const first = (await register('示例对象己')).body as Recipient & { since: string };
    expect(first.since).toBe('2026-01-01');
    const { id } = (await register('示例对象庚', { since: '2026-02-05' })).body as Recipient;
    const told = (servedOn: string) => record({ recipients: [id], servedOn });
    const early = await told('2026-02-04');
    expect(refusal(early)).toEqual([422, 'recipient_not_served', '/recipients/0']);
    expect((early.body as { facts: object }).facts).toEqual({ since: '2026-02-05', until: null });
    const stored = (await told('2026-02-05')).body as Stored;
    const moved = { ...entry({ recipients: [id], servedOn: '2026-02-04' }) };
    expect(refusal(await correct(stored.id, { reason: '日期有误', record: moved }))).toEqual([
      422,
      'recipient_not_served',
      '/record/recipients/0',
    ]);
    const change = (body: object, version: number) =>
      app.http
        .patch(`${recipients()}/${id}`)
        .set({ ...worker.auth, 'If-Match': `"${version}"` })
        .send(body);
    for (const since of ['2026-02-06', '2026-03-03'])
      expect(refusal(await change({ since }, 1))).toEqual([400, 'validation_failed', '/since']);
    expect(refusal(await change({ until: '2026-02-04' }, 1))).toEqual([400, 'validation_failed', '/until']);
    expect((await change({ since: '2026-02-04' }, 1)).body).toMatchObject({ since: '2026-02-04', version: 2 });
    expect((await told('2026-02-04')).status).toBe(201);
  });

  it('of a contract that was accepted are told as they were stored, and nothing is stored or corrected any more', async () => {
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const other = await Contracting.active(app, parties);
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    const sent = (...list: object[]) =>
      app.http
        .post(`${records(other.id)}/batch`)
        .set(worker.auth)
        .send({ records: list });
    const [kept, lost, fresh] = ['k-1', 'k-2', 'k-3'].map((clientToken) =>
      entry({ clientToken, recipients: [], participants: 1 }),
    );
    const results = async (...list: (object | undefined)[]) =>
      ((await sent(...(list as object[])).expect(200)).body as { results: Result[] }).results;
    const stored = await results(kept, lost);
    await other.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, other);
    await round.prepared();
    expect((await round.conclude({ result: 'passed' })).status).toBe(200);
    const before = await rows();
    const again = await results(kept, fresh, { ...lost, minutes: 61 }, { ...lost, minutes: 'x' }, lost);
    expect(again.map((r) => [r.id ?? null, r.repeated ?? r.problem?.code])).toEqual([
      [stored[0]?.id, true],
      [null, 'contract_not_running'],
      [null, 'token_used'],
      [null, 'validation_failed'],
      [stored[1]?.id, true],
    ]);
    const one = (more: object) => record({ recipients: [], participants: 1, ...more }, worker, other.id);
    expect((await one({ clientToken: 'k-1' })).body).toMatchObject({ id: stored[0]?.id });
    expect(refusal(await one({ clientToken: 'k-4' }))).toEqual([422, 'contract_not_running', null]);
    const corrected = await app.http
      .post(`${records(other.id)}/${stored[0]?.id ?? ''}/corrections`)
      .set(worker.auth)
      .send({ reason: '误填', record: null });
    expect(refusal(corrected)).toEqual([422, 'contract_not_running', null]);
    expect(await rows()).toEqual(before);
  });

  it('say a content by the list of their category, where it has one; without a list they say none', async () => {
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const other = await Contracting.active(app, parties);
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    const told = (content: string | null) => record({ content, recipients: [], participants: 1 }, worker, other.id);
    expect((await told('CARE_ARRANGEMENT')).status).toBe(201);
    expect((await told(null)).status).toBe(201);
    // MZ/T 064-2016 lists what is done for the elderly at home, and nothing for other services.
    await app.dataSource.query(`UPDATE contract SET category = 'COMMUNITY_SOCIAL_WORK' WHERE id = $1`, [other.id]);
    expect((await told(null)).status).toBe(201);
    expect(refusal(await told('CARE_ARRANGEMENT'))).toEqual([422, 'content_unknown', '/content']);
    await app.dataSource.query(`UPDATE contract SET category = 'ELDERLY_HOME_CARE' WHERE id = $1`, [other.id]);
    expect((await told('CARE_ARRANGEMENT')).status).toBe(201);
  });

  it('of a purchase that is only recorded are not told here', async () => {
    const { id } = await Contracting.recorded(app, parties);
    expect(refusal(await record({}, worker, id))).toEqual([422, 'conducted_elsewhere', null]);
  });
});
