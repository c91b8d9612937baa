import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { upload } from '../support/acceptances.js';
import { bearer, makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode, makeParties, said, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { actOnRemedy } from '../support/lots.js';

interface Remedy {
  id: string;
  receivedAt: string;
  deadlines: { event: string; date: string | null; state: string }[];
  allowedActions: { action: string }[];
}
type Kind = 'challenges' | 'complaints';
const WORDS = { grounds: '评审未按采购文件进行', requests: '重新评审' };
const UPHELD = { result: 'upheld', affectsResult: true, reason: '评审错误' };
const RECENT = { decidedOn: '2025-12-17', publishedOn: '2025-12-18' };

describe('what came on paper', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let second: TestAccount;
  let finance: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    // Monday, 22 December 2025.
    parties = await makeParties(app);
    ({ officer, finance } = parties.bureau);
    second = await makeUser(app, 'bureau_officer', parties.bureau.id);
  });
  afterAll(() => app.close());

  /** A supplier on record in which nobody has a seat. */
  const supplier = (more: object = {}) => makeBody(app, { kind: 'agency', creditCode: creditCode(), ...more });
  const awarded = async () => (await Contracting.awarded(app, parties, {}, RECENT)).tender;
  const send = (kind: Kind, body: object, by: TestAccount) =>
    app.http
      .post(`/api/v1/${kind}`)
      .set(by.auth)
      .send({ ...WORDS, ...(kind === 'challenges' && { stage: 'result' }), ...body });
  const record = async (kind: Kind, by: TestAccount, receivedOn: string, body: object) =>
    send(kind, { paper: { receivedOn, documents: [await upload(app, by)] }, ...body }, by);
  const recorded = async (kind: Kind, by: TestAccount, receivedOn: string, body: object): Promise<Remedy> => {
    const answer = await record(kind, by, receivedOn, body);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body as Remedy;
  };
  const offered = async (kind: Kind, id: string, by: TestAccount) =>
    ((await app.http.get(`/api/v1/${kind}/${id}`).set(by.auth).expect(200)).body as Remedy).allowedActions.map(
      ({ action }) => action,
    );
  /** Whether one of the challenge or complaint is to be answered or decided by this person. */
  const hasTask = async (by: TestAccount, id: string) => {
    const { body } = await app.http.get('/api/v1/me/tasks?limit=100').set(by.auth).expect(200);
    const tasks = (body as { items: { kind: string; id: string }[] }).items;
    return tasks.some((one) => ['challenge', 'complaint', 'complaint_examination'].includes(one.kind) && one.id === id);
  };
  const date = (remedy: Remedy, event: string) => remedy.deadlines.find((one) => one.event === event)?.date;

  it('is a challenge of its body, blocks signing, and has the clocks of the day of its receipt', async () => {
    const { tender, award } = await Contracting.awarded(app, parties, {}, RECENT);
    const made = await app.http
      .post('/api/v1/contracts')
      .set(officer.auth)
      .send({ award, ...CONTENT });
    const contract = new Contracting(app, parties, (made.body as { id: string }).id);
    const organisation = await supplier();
    const document = await upload(app, officer);
    const paper = { receivedOn: '2025-12-19', documents: [document] };
    const answer = await send('challenges', { tender, lot: 1, organisation, postedOn: '2025-12-18', paper }, officer);
    expect([answer.status, answer.body]).toMatchObject([
      201,
      {
        ...{ challenger: organisation, recordedBy: 'buyer', documents: [document], postedOn: '2025-12-18' },
        ...{ scope: 'in_scope', blocks: true, receivedAt: '2025-12-18T16:00:00.000Z' },
      },
    ]);
    const { id } = answer.body as Remedy;
    expect(date(answer.body as Remedy, 'challenge_answered')).toBe('2025-12-30');
    expect(said(await contract.sign(parties.manager))[1]).toBe('challenge_open');
    // Once somebody has a seat there it is the body's own: read with its paper, and taken back.
    const manager = await makeUser(app, 'agency_manager', organisation);
    const own = await app.http.get(`/api/v1/challenges/${id}`).set(manager.auth).expect(200);
    expect((own.body as Remedy).allowedActions.map(({ action }) => action)).toEqual(['withdraw']);
    expect((await app.http.get(`/api/v1/documents/${document}/content`).set(manager.auth)).status).toBe(200);
    // The winner learns neither of it nor of its paper.
    expect((await app.http.get(`/api/v1/challenges/${id}`).set(parties.manager.auth)).status).toBe(404);
    expect((await app.http.get(`/api/v1/documents/${document}/content`).set(parties.manager.auth)).status).toBe(404);
    expect((await actOnRemedy(app, 'challenges', id, 'withdraw', {}, manager)).status).toBe(200);
    expect((await contract.sign(parties.manager)).status).toBe(200);
    const [entry] = await app.dataSource.query<{ actor: string; said: string }[]>(
      `SELECT actor_id AS actor, convert_from(canonical, 'UTF8') AS said FROM audit_entry
       WHERE aggregate_type = 'challenge' AND aggregate_id = $1 AND action = 'received'`,
      [id],
    );
    expect(entry?.actor).toBe(officer.id);
    expect(entry?.said).toContain('"recordedBy":"buyer"');
    expect(entry?.said).toContain('"receivedOn":"2025-12-19"');
  });

  it('is recorded by the agent of the purchase, the buyer or the authority alone, and by them with the paper alone', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const agentBody = await makeBody(app, { kind: 'agent' });
    const agent = await makeUser(app, 'procurement_agent', agentBody);
    const about = { tender, organisation };
    const rival = await makeUser(app, 'agency_manager');
    const elsewhere = await makeUser(app, 'bureau_officer');
    for (const by of [agent, elsewhere, rival, finance])
      expect(said(await record('challenges', by, '2025-12-19', about)).slice(0, 2)).toEqual([403, 'not_permitted']);
    for (const by of [officer, rival])
      expect(said(await record('complaints', by, '2025-12-19', about)).slice(0, 2)).toEqual([403, 'not_permitted']);
    expect(said(await send('challenges', about, officer))[0]).not.toBe(201);
    expect(said(await send('challenges', { tender }, officer)).slice(0, 2)).toEqual([403, 'not_permitted']);
    await app.dataSource.query(`UPDATE tender SET agent_id = $2 WHERE id = $1`, [tender, agentBody]);
    expect(await recorded('challenges', agent, '2025-12-19', about)).toMatchObject({ recordedBy: 'agent' });
    expect(await recorded('complaints', finance, '2025-12-19', { ...about, stage: 'result' })).toMatchObject({
      ...{ recordedBy: 'authority', complainant: organisation },
    });
  });

  it('is of a body on record that could bid, whose documents the recorder may read, and in which it has no seat', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const on = (body: object, by = officer) => record('challenges', by, '2025-12-19', { tender, ...body });
    expect(said(await on({}))).toEqual([400, 'validation_failed', null, ['/organisation']]);
    expect(said(await on({ organisation: randomUUID() })).slice(0, 2)).toEqual([422, 'dataset_mismatch']);
    for (const body of [parties.bureau.id, await makeBody(app, { kind: 'supervisor' })])
      expect(said(await on({ organisation: body }))).toEqual([422, 'body_no_supplier', null, ['/organisation']]);
    const foreign = await upload(app, parties.manager);
    const paper = { receivedOn: '2025-12-19', documents: [foreign] };
    expect(said(await on({ organisation, paper }))[1]).toBe('not_found');
    expect(said(await on({ organisation, paper: { ...paper, documents: [] } })).slice(0, 2)).toEqual([
      400,
      'validation_failed',
    ]);
    expect((await on({ organisation })).status).toBe(201);
  });

  it('is recorded by nobody who has a seat in its body, nor by a key of such a person', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const authority = await makeBody(app, financeOf());
    const programs = { role: 'integrator', organisation } as const;
    const tied = await makeAccount(app, { role: 'bureau_officer', organisation: parties.bureau.id }, programs);
    const judge = await makeAccount(app, { role: 'finance_authority', organisation: authority }, programs);
    const about = { tender, organisation, stage: 'result' };
    const key = await app.http
      .post('/api/v1/api-keys')
      .set(tied.auth)
      .send({ name: '收文登记', scopes: ['challenge.answer'], organisation: parties.bureau.id })
      .expect(201);
    const paper = { receivedOn: '2025-12-19', documents: [await upload(app, officer)] };
    const program = { ...tied, auth: bearer((key.body as { key: string }).key) };
    const on = async (kind: Kind, by: TestAccount) => said(await send(kind, { ...about, paper }, by)).slice(0, 3);
    // Regulation article 9 of who buys, the Civil Servants Law of the authority.
    for (const by of [tied, program])
      expect(await on('challenges', by)).toEqual([422, 'acts_with_interest', 'RECUSE-3Y']);
    expect(await on('complaints', judge)).toEqual([422, 'acts_with_interest', 'CIVIL-SERVANT-RECUSE']);
    await recorded('challenges', officer, '2025-12-19', about);
    await recorded('complaints', finance, '2025-12-19', about);
  });

  it('came on a day that was, not before what it is about, and not before it was posted or known', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const on = async (day: string, more: object = {}) =>
      said(await record('challenges', officer, day, { tender, organisation, ...more }));
    expect(await on('2025-12-23')).toEqual([422, 'dated_in_future', null, ['/paper/receivedOn']]);
    expect(await on('2025-12-17')).toEqual([422, 'received_before_event', null, ['/paper/receivedOn']]);
    expect(await on('2025-12-19', { postedOn: '2025-12-17' })).toEqual([
      ...[422, 'received_before_event', null, ['/postedOn']],
    ]);
    expect(await on('2025-12-19', { postedOn: '2025-12-20' })).toEqual([400, 'validation_failed', null, ['/postedOn']]);
    expect(await on('2025-12-19', { knownOn: '2025-12-20' })).toEqual([400, 'validation_failed', null, ['/knownOn']]);
    expect((await on('2025-12-18'))[0]).toBe(201);
    const challenge = await recorded('challenges', officer, '2025-12-20', { tender, organisation });
    const about = { tender, organisation, challenge: challenge.id };
    const complain = async (day: string) => said(await record('complaints', finance, day, about));
    expect(await complain('2025-12-19')).toEqual([422, 'received_before_event', null, ['/paper/receivedOn']]);
    expect((await complain('2025-12-20'))[0]).toBe(201);
  });

  it('out of time is received all the same, unless it was posted in time', async () => {
    // Seven working days from 2 December, the end of the notice: 12 December.
    const old = { decidedOn: '2025-12-01', publishedOn: '2025-12-02' };
    const { tender } = await Contracting.awarded(app, parties, {}, old);
    const organisation = await supplier();
    const about = { tender, organisation };
    const late = await recorded('challenges', officer, '2025-12-15', about);
    expect(late).toMatchObject({ scope: 'late', blocks: false, lastDay: '2025-12-12' });
    const other = { ...about, organisation: await supplier() };
    const posted = await recorded('challenges', officer, '2025-12-15', { ...other, postedOn: '2025-12-12' });
    expect(posted).toMatchObject({ scope: 'in_scope', blocks: true });
    expect(posted.deadlines[0]).toMatchObject({ event: 'challenge_closed', date: '2025-12-12', state: 'met' });
    // The day of the entry makes nothing late that came in time.
    expect(await recorded('challenges', officer, '2025-12-12', about)).toMatchObject({ scope: 'in_scope' });
  });

  it('whose day nothing tells is not set aside as late where it was posted in time', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    await app.dataSource.query(`UPDATE award SET published_on = NULL WHERE tender_id = $1`, [tender]);
    const about = { tender, organisation };
    const aside = (id: string, by = second) =>
      actOnRemedy(app, 'challenges', id, 'set-aside', { reason: '逾期', knownOn: '2025-12-02' }, by);
    const posted = await recorded('challenges', officer, '2025-12-15', { ...about, postedOn: '2025-12-11' });
    expect(posted).toMatchObject({ scope: 'undetermined' });
    expect((await aside(posted.id)).body).toMatchObject({ code: 'challenge_in_scope' });
    const other = { ...about, organisation: await supplier() };
    const late = await recorded('challenges', officer, '2025-12-15', other);
    expect((await aside(late.id, officer)).body).toMatchObject({ code: 'recorder_decides' });
    expect((await aside(late.id)).body).toMatchObject({ state: 'out_of_scope', scope: 'late' });
  });

  it('is decided by another person than the one who recorded it', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const { id } = await recorded('challenges', officer, '2025-12-19', { tender, organisation });
    const on = async (action: string, given: object, by: TestAccount) =>
      said(await actOnRemedy(app, 'challenges', id, action, given, by)).slice(0, 2);
    const refused = [422, 'recorder_decides'];
    // Nor is it offered what is refused; of its body another is.
    expect([await offered('challenges', id, officer), await offered('challenges', id, second)]).toEqual([
      [],
      ['answer', 'set_aside', 'state_no_effect', 'record_withdrawal', 'void'],
    ]);
    expect([await hasTask(officer, id), await hasTask(second, id)]).toEqual([false, true]);
    expect(await on('answer', UPHELD, officer)).toEqual(refused);
    expect(await on('state-no-effect', { reason: '只涉及文字' }, officer)).toEqual(refused);
    expect(await on('state-no-effect', { reason: '只涉及文字' }, second)).toEqual([200, undefined]);
    expect(await on('answer', { ...UPHELD, result: 'not_upheld' }, second)).toEqual([200, undefined]);

    const other = await makeUser(app, 'finance_authority', await makeBody(app, financeOf()));
    const about = { tender, organisation, challenge: id };
    const complaint = await recorded('complaints', finance, '2025-12-22', about);
    const step = async (action: string, given: object, by: TestAccount, of = complaint) =>
      said(await actOnRemedy(app, 'complaints', of.id, action, given, by)).slice(0, 2);
    const late = { reason: '逾期', ground: 'late' };
    const earlier = await recorded('complaints', finance, '2025-12-20', about);
    expect(await step('refuse', late, finance, earlier)).toEqual(refused);
    expect(await step('refuse', late, other, earlier)).toEqual([200, undefined]);
    expect(await hasTask(finance, complaint.id)).toBe(true);
    expect(await step('accept', {}, finance)).toEqual([200, undefined]);
    expect([await hasTask(finance, complaint.id), await hasTask(other, complaint.id)]).toEqual([false, true]);
    const [own, others] = [
      await offered('complaints', complaint.id, finance),
      await offered('complaints', complaint.id, other),
    ];
    expect([own.includes('send_copies'), own.includes('decide'), others.includes('decide')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(await step('send-copies', {}, finance)).toEqual([200, undefined]);
    const decision = { result: 'rejected', effect: 'none', reference: '财决〔2025〕9号', reason: '缺乏事实依据' };
    expect(await step('decide', decision, finance)).toEqual(refused);
    expect(await step('decide', decision, other)).toEqual([200, undefined]);
  });

  it('is recorded once, by whomever, and another one of the same day as another', async () => {
    const tender = await awarded();
    const organisation = await supplier();
    const about = { tender, organisation };
    const document = await upload(app, officer);
    const paper = { receivedOn: '2025-12-19', documents: [document] };
    const sent = async (more: object, by = officer) => send('challenges', { ...about, ...more }, by);
    const first = ((await sent({ paper })).body as Remedy).id;
    const refused = async (more: object, by = officer) => {
      const { status, body } = await sent(more, by);
      const { code, facts, errors } = body as { code: string; facts: object; errors: { pointer: string }[] };
      expect([status, code, facts, errors.map(({ pointer }) => pointer)]).toEqual([
        ...[422, 'paper_recorded_already', { challenge: first }, ['/paper']],
      ]);
    };
    // Another person scanned it anew; and what was handed in is known, whatever is said of its day.
    await refused({ paper: { ...paper, documents: [await upload(app, second)] } }, second);
    await refused({ paper: { ...paper, receivedOn: '2025-12-18', another: true } });
    const other = { ...paper, documents: [document, await upload(app, officer)] };
    expect((await sent({ paper: { ...other, another: true } })).status).toBe(201);
    // One paper may hold several challenges: to a step, and to the whole of a purchase.
    const steps = { stage: 'process', paper };
    for (const more of [{ step: 'opening' }, { step: 'evaluation' }, { lot: 1 }])
      expect((await sent({ ...steps, ...more })).status).toBe(201);

    const complain = (more: object) =>
      record('complaints', finance, '2025-12-22', { ...about, stage: 'result', ...more });
    const { id } = (await complain({})).body as Remedy;
    const again = await complain({});
    expect([again.status, again.body]).toMatchObject([
      422,
      { code: 'paper_recorded_already', facts: { complaint: id } },
    ]);
    expect((await complain({ challenge: first })).status).toBe(201);
    // Nobody is kept from filing here what came on paper before.
    const manager = await makeUser(app, 'agency_manager', organisation);
    expect((await send('challenges', about, manager)).status).toBe(201);
  });

  /** Somebody of another authority of the same level, and two who have seats in this body as well. */
  const others = async (organisation: string) => {
    const programs = { role: 'integrator', organisation } as const;
    const authority = await makeBody(app, financeOf());
    return {
      judge: await makeUser(app, 'finance_authority', await makeBody(app, financeOf())),
      tied: await makeAccount(app, { role: 'bureau_officer', organisation: parties.bureau.id }, programs),
      tiedJudge: await makeAccount(app, { role: 'finance_authority', organisation: authority }, programs),
    };
  };
  const paperOf = async (by: TestAccount, receivedOn: string) => ({ receivedOn, documents: [await upload(app, by)] });
  const act = (kind: Kind, id: string, action: string, given: object, by: TestAccount) =>
    actOnRemedy(app, kind, id, action, given, by);
  /** Refused on this object with these codes, in their order. */
  const refusedAs = async (
    [kind, id, action]: readonly [Kind, string, string],
    asked: readonly (readonly [code: string, given: object, by: TestAccount])[],
  ) => {
    for (const [code, given, by] of asked)
      expect([code, said(await act(kind, id, action, given, by))[1]]).toEqual([code, code]);
  };
  const auditOf = async (id: string, action: string) => {
    const [entry] = await app.dataSource.query<{ actor: string; said: string }[]>(
      `SELECT actor_id AS actor, convert_from(canonical, 'UTF8') AS said FROM audit_entry WHERE aggregate_id = $1 AND action = $2`,
      [id, action],
    );
    return entry;
  };

  describe('afterwards', () => {
    afterEach(() => setBusinessTime(app, '2025-12-22T09:00:00+08:00'));
    const CORRECTED = { reason: '收到补交的授权委托书' };

    it('is corrected on paper: its day of receipt counts, each paper once, and its body goes on with it', async () => {
      const tender = await awarded();
      const organisation = await supplier();
      const { tiedJudge } = await others(organisation);
      const county = await makeBody(app, { ...financeOf(), region: '990203', budgetLevel: 'county' });
      const lower = await makeUser(app, 'finance_authority', county);
      const filed = await upload(app, finance);
      const paper = { receivedOn: '2025-12-22', documents: [filed] };
      const made = await send('complaints', { tender, organisation, stage: 'result', paper }, finance);
      const { id } = made.body as Remedy;
      expect((await act('complaints', id, 'ask-correction', { reason: '请补交授权委托书' }, finance)).status).toBe(200);
      await setBusinessTime(app, '2025-12-29T09:00:00+08:00');
      const record = ['complaints', id, 'record-correction'] as const;
      const came = await paperOf(finance, '2025-12-25');
      await refusedAs(record, [
        ['validation_failed', CORRECTED, finance],
        ['acts_with_interest', { ...CORRECTED, paper: came }, tiedJudge],
        ['authority_not_competent', { ...CORRECTED, paper: came }, lower],
        ['not_permitted', { ...CORRECTED, paper: came }, officer],
        ['dated_in_future', { ...CORRECTED, paper: { ...came, receivedOn: '2025-12-30' } }, finance],
        ['received_before_event', { ...CORRECTED, paper: { ...came, receivedOn: '2025-12-21' } }, finance],
        ['paper_recorded_already', { ...CORRECTED, paper: { ...came, documents: [filed] } }, finance],
        ['not_found', { ...CORRECTED, paper: { ...came, documents: [randomUUID()] } }, finance],
      ]);
      const corrected = await act(...record, { ...CORRECTED, grounds: '附授权委托书', paper: came }, finance);
      expect([corrected.status, corrected.body]).toMatchObject([
        200,
        {
          ...{ state: 'to_correct', correctionAskedOn: '2025-12-22', correctedOn: '2025-12-25' },
          grounds: `${WORDS.grounds}\n\n2025-12-25\n附授权委托书`,
          documents: [filed, ...came.documents],
          papers: [{ kind: 'correction', recordedBy: 'authority', ...came }],
        },
      ]);
      // Eight working days from 25 December, without 1 to 3 January; three of the thirty were those of the correction.
      const due = (event: string) => date(corrected.body, event);
      expect([due('complaint_copies_sent'), due('complaint_decided')]).toEqual(['2026-01-07', '2026-02-06']);
      const entry = await auditOf(id, 'record_correction');
      expect(entry?.actor).toBe(finance.id);
      expect(entry?.said).toContain('"receivedOn":"2025-12-25"');
      expect(entry?.said).toContain('"recordedBy":"authority"');

      const scanned = await paperOf(finance, '2025-12-25');
      await refusedAs(record, [['paper_recorded_already', { ...CORRECTED, paper: scanned }, finance]]);
      const another = await act(...record, { ...CORRECTED, paper: { ...scanned, another: true } }, finance);
      expect(another.body).toMatchObject({ correctedOn: '2025-12-25' });
      // What came earlier and was recorded later had come by then.
      const earlier = await act(...record, { ...CORRECTED, paper: await paperOf(finance, '2025-12-24') }, finance);
      expect(earlier.body).toMatchObject({ correctedOn: '2025-12-24' });

      const manager = await makeUser(app, 'agency_manager', organisation);
      const own = await app.http.get(`/api/v1/complaints/${id}`).set(manager.auth).expect(200);
      expect((own.body as Remedy).allowedActions.map(({ action }) => action)).toEqual(['correct', 'withdraw']);
      const content = await app.http.get(`/api/v1/documents/${came.documents[0]}/content`).set(manager.auth);
      expect(content.status).toBe(200);
      const further = { reason: '补充说明', requests: '并书面答复' };
      expect(said(await act('complaints', id, 'correct', further, manager))[0]).toBe(200);
      expect((await act('complaints', id, 'withdraw', {}, manager)).body).toMatchObject({ state: 'withdrawn' });
    });

    it('is not ended by who recorded its correction, also where it was filed here', async () => {
      const tender = await awarded();
      const organisation = await supplier();
      const { judge } = await others(organisation);
      const manager = await makeUser(app, 'agency_manager', organisation);
      const filed = await send('complaints', { tender, stage: 'result' }, manager);
      const { id } = filed.body as Remedy;
      await act('complaints', id, 'ask-correction', { reason: '请补交授权委托书' }, finance);
      const given = { ...CORRECTED, paper: await paperOf(finance, '2025-12-22') };
      expect(said(await act('complaints', id, 'record-correction', given, finance))[0]).toBe(200);
      const refuse = { reason: '仍不符合规定', ground: 'not_corrected' };
      await refusedAs(['complaints', id, 'refuse'], [['recorder_decides', refuse, finance]]);
      expect(said(await act('complaints', id, 'refuse', refuse, judge))[0]).toBe(200);
    });

    it('is taken back on paper, recorded by another person, and stands in the way of nothing', async () => {
      const { tender, award } = await Contracting.awarded(app, parties, {}, RECENT);
      const organisation = await supplier();
      const { judge, tied, tiedJudge } = await others(organisation);
      const county = await makeBody(app, { ...financeOf(), region: '990203', budgetLevel: 'county' });
      const lower = await makeUser(app, 'finance_authority', county);
      const draft = await app.http
        .post('/api/v1/contracts')
        .set(officer.auth)
        .send({ award, ...CONTENT });
      const contract = new Contracting(app, parties, (draft.body as { id: string }).id);
      const about = { tender, organisation, stage: 'result' };
      const challenge = await recorded('challenges', officer, '2025-12-19', about);
      const complaint = await recorded('complaints', finance, '2025-12-19', about);
      expect(said(await contract.sign(parties.manager))[1]).toBe('challenge_open');
      for (const [kind, { id }, recorder, tie, other, by] of [
        ['challenges', challenge, officer, tied, second, 'buyer'],
        ['complaints', complaint, finance, tiedJudge, judge, 'authority'],
      ] as const) {
        const paper = await paperOf(other, '2025-12-20');
        const own = await paperOf(recorder, '2025-12-20');
        if (kind === 'complaints')
          await refusedAs([kind, id, 'record-withdrawal'], [['authority_not_competent', { paper }, lower]]);
        await refusedAs(
          [kind, id, 'record-withdrawal'],
          [
            ['validation_failed', {}, other],
            ['acts_with_interest', { paper }, tie],
            ['recorder_decides', { paper: own }, recorder],
            ['dated_in_future', { paper: { ...paper, receivedOn: '2025-12-23' } }, other],
            ['received_before_event', { paper: { ...paper, receivedOn: '2025-12-18' } }, other],
          ],
        );
        const taken = await act(kind, id, 'record-withdrawal', { paper }, other);
        expect([taken.status, taken.body]).toMatchObject([
          200,
          { state: 'withdrawn', papers: [{ kind: 'withdrawal', recordedBy: by, ...paper }] },
        ]);
        const entry = await auditOf(id, 'record_withdrawal');
        expect(entry?.actor).toBe(other.id);
        expect(entry?.said).toContain('"receivedOn":"2025-12-20"');
        // The same paper again finds it withdrawn.
        const again = await act(kind, id, 'record-withdrawal', { paper }, other);
        expect(said(again).slice(0, 2)).toEqual([409, 'wrong_state']);
      }
      expect((await contract.sign(parties.manager)).status).toBe(200);
    });

    it('is not how what its body filed here is taken back', async () => {
      const tender = await awarded();
      const organisation = await supplier();
      const { judge } = await others(organisation);
      const manager = await makeUser(app, 'agency_manager', organisation);
      for (const [kind, by] of [
        ['challenges', second],
        ['complaints', judge],
      ] as const) {
        const { id } = (await send(kind, { tender, stage: 'result' }, manager)).body as Remedy;
        const shown = await app.http.get(`/api/v1/${kind}/${id}`).set(by.auth).expect(200);
        const offered = (shown.body as Remedy).allowedActions.map(({ action }) => action);
        expect(offered).not.toContain('record_withdrawal');
        const paper = await paperOf(by, '2025-12-22');
        await refusedAs([kind, id, 'record-withdrawal'], [['remedy_filed_here', { paper }, by]]);
        expect((await act(kind, id, 'withdraw', {}, manager)).body).toMatchObject({ state: 'withdrawn' });
      }
    });
  });

  const financeOf = () => ({ kind: 'finance_authority', region: '9902', budgetLevel: 'municipal' });
});
