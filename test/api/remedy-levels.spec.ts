import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { upload } from '../support/acceptances.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { issueTender, makeBidder, type Bidder } from '../support/bidding.js';
import { Drafting, makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { Resulting } from '../support/results.js';
import { acceptedComplaint, actOnLot, actOnRemedy, SUSPENSION_NOTICE } from '../support/lots.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const WORDS = { grounds: '采购文件有倾向性', requests: '修改采购文件' };
const WHY = { reason: '处理投诉期间', ...SUSPENSION_NOTICE };

interface Answer {
  status: number;
  body: { code?: string; rule?: string; state?: string; competent?: string | null; facts?: Record<string, unknown> };
}

describe('the authority of a complaint', () => {
  let app: TestApp;
  let bureau: Bureau;
  let rival: Bidder;
  const authority = async (region: string, budgetLevel?: string) => {
    const id = await makeBody(app, { kind: 'finance_authority', region, ...(budgetLevel && { budgetLevel }) });
    return { id, user: await makeUser(app, 'finance_authority', id) };
  };
  let province: { id: string; user: TestAccount };
  let county: { id: string; user: TestAccount };
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, ISSUE);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    rival = await makeBidder(app);
    province = await authority('990000');
    county = await authority('990203');
  });
  beforeEach(() => setBusinessTime(app, ISSUE));
  afterAll(() => app.close());

  /** A complaint that nobody has looked at yet, after a challenge that was answered. */
  const received = async (tender: string, more: object = {}): Promise<string> => {
    const by = rival.user;
    const challenge = await app.http
      .post('/api/v1/challenges')
      .set(by.auth)
      .send({ tender, stage: 'documents', ...WORDS });
    const { id } = challenge.body as { id: string };
    const answer = { result: 'not_upheld', reason: '不成立' };
    await actOnRemedy(app, 'challenges', id, 'answer', answer, bureau.officer);
    const filed = await app.http
      .post('/api/v1/complaints')
      .set(by.auth)
      .send({ tender, challenge: id, ...WORDS, ...more });
    if (filed.status !== 201) throw new Error(filed.text);
    return (filed.body as { id: string }).id;
  };
  const hasTask = async (id: string, by: TestAccount, kind = 'complaint_examination'): Promise<boolean> => {
    const answer = await app.http.get(`/api/v1/me/tasks?kind=${kind}&limit=200`).set(by.auth).expect(200);
    return (answer.body as { items: { id: string }[] }).items.some((task) => task.id === id);
  };
  const read = async (path: string, by: TestAccount) => app.http.get(`/api/v1/${path}`).set(by.auth);
  /** Which steps a purchase or complaint offers to a caller. */
  const listOffered = async (path: string, by: TestAccount): Promise<string[]> =>
    ((await read(path, by)).body as { allowedActions: { action: string }[] }).allowedActions.map((each) => each.action);
  const act = async (id: string, action: string, by: TestAccount, body: object = {}): Promise<Answer> =>
    actOnRemedy(app, 'complaints', id, action, body, by);
  const codeOf = ({ status, body }: { status: number; body: { code?: string } }): unknown[] => [status, body.code];
  const REFUSED = [403, 'authority_not_competent'];
  const cityOf = ({ finance }: Bureau) =>
    app.dataSource.query<{ id: string }[]>(`SELECT organisation_id AS id FROM seat WHERE user_id = $1`, [finance.id]);

  it('is that of the buyer’s level: another refuses what is not its own, and does nothing else', async () => {
    const { tender } = await issueTender(app, bureau);
    const city = bureau.finance;
    const id = await received(tender);
    const refused = await act(id, 'accept', province.user);
    const [{ id: cityId = '' } = {}] = await cityOf(bureau);
    expect([...codeOf(refused), refused.body.rule, refused.body.facts]).toEqual([
      ...REFUSED,
      'COMPLAINT-LEVEL',
      { competent: [{ level: 'municipal', region: '990200', organisations: [cityId] }] },
    ]);
    expect((await act(id, 'accept', county.user)).body.code).toBe('authority_not_competent');
    const steps = [
      ['record-examination', {}, 'received'],
      ['ask-correction', { reason: '请补充证据' }, 'to_correct'],
      ['correct', { reason: '已补充', grounds: '证据一' }, 'to_correct'],
      ['accept', {}, 'accepted'],
      ['send-copies', {}, 'accepted'],
      ['begin-appraisal', { reason: '专家评审' }, 'accepted'],
      ['end-appraisal', {}, 'accepted'],
      ['decide', { result: 'rejected', effect: 'none', reference: '财决〔2025〕1号', reason: '不成立' }, 'decided'],
    ] as const;
    for (const [action, body, state] of steps) {
      if (action !== 'correct')
        expect([action, ...codeOf(await act(id, action, province.user, body))]).toEqual([action, ...REFUSED]);
      const by = action === 'correct' ? rival.user : city;
      expect([action, (await act(id, action, by, body)).body.state]).toEqual([action, state]);
    }
  });

  it('is asked about a result only where there is one', async () => {
    const { tender } = await issueTender(app, bureau);
    const file = (more: object) =>
      app.http
        .post('/api/v1/complaints')
        .set(rival.user.auth)
        .send({ tender, ...WORDS, ...more });
    const refused = await file({ stage: 'result' });
    expect([...codeOf(refused), (refused.body as { errors: { pointer: string }[] }).errors[0]?.pointer]).toEqual([
      ...[400, 'validation_failed', '/stage'],
    ]);
    expect((await file({ stage: 'documents' })).status).toBe(201);
    expect((await file({})).body).toMatchObject({ stage: 'documents' });
  });

  it('is asked about no result that is confirmed and not yet published: nobody learns of it before', async () => {
    const result = await Resulting.begin(app, bureau);
    const by = await result.bidder(1);
    const file = async () =>
      (
        await app.http
          .post('/api/v1/complaints')
          .set(by.auth)
          .send({ tender: result.id, lot: 1, stage: 'result', ...WORDS })
      ).status;
    expect(await file()).toBe(400);
    await result.confirmed();
    expect(await file()).toBe(400);
    await result.publish();
    expect(await file()).toBe(201);
  });

  it('is about a failure once that was announced, and tells nobody of it before', async () => {
    const made = await app.http
      .post('/api/v1/tenders')
      .set(bureau.officer.auth)
      .send({
        ...{ buyer: bureau.id, title: '社区居家养老服务项目', category: 'ELDERLY_HOME_CARE', region: '990203' },
        ...{ method: 'COMPETITIVE_CONSULTATION', lots: [{ no: 1, ceiling: '200000.00', pricing: 'competitive' }] },
      })
      .expect(201);
    const { id: tender } = made.body as { id: string };
    const tell = (kind: string, data: object, source: object) =>
      app.http
        .post(`/api/v1/tenders/${tender}/facts`)
        .set({ ...bureau.officer.auth, 'Idempotency-Key': randomUUID() })
        .send({ facts: [{ kind, data, source: { reference: randomUUID(), ...source } }] })
        .expect(200);
    const findStage = async () => {
      const { body } = await app.http
        .post('/api/v1/complaints')
        .set(rival.user.auth)
        .send({ tender, ...WORDS });
      return (body as { stage?: string }).stage;
    };
    const notice = { kind: 'notice', publishedOn: '2025-10-09' };
    await tell('notice', { publishedOn: '2025-10-09', deadline: '2025-10-20T09:30:00+08:00' }, notice);
    const failure = { on: '2025-10-21', reason: '供应商不足三家' };
    await tell('failure', failure, { kind: 'statement' });
    expect(await findStage()).toBe('process');
    await tell('failure', { ...failure, publishedOn: '2025-10-22' }, { kind: 'notice', publishedOn: '2025-10-22' });
    expect(await findStage()).toBe('failure');
  });

  it('is named by whoever refuses a complaint as another’s', async () => {
    const { tender } = await issueTender(app, bureau);
    const id = await received(tender);
    const refuse = (body: object) => act(id, 'refuse', province.user, { reason: '不属于本级管辖', ...body });
    expect(codeOf(await refuse({ ground: 'late' }))).toEqual(REFUSED);
    expect(codeOf(await refuse({ ground: 'other_authority' }))).toEqual([422, 'refusal_ground_missing']);
    const answer = await refuse({ ground: 'other_authority', competent: 'B市财政局' });
    expect(answer.body).toMatchObject({ state: 'refused', competent: 'B市财政局' });
    const again = await received(tender);
    expect((await act(again, 'accept', bureau.finance)).body.state).toBe('accepted');
  });

  it('alone suspends, and lets go on, a purchase and a lot of it', async () => {
    const { draft, tender, lots } = await issueTender(app, bureau);
    const remedy = await acceptedComplaint(app, bureau, rival.user, { tender, stage: 'documents' });
    const whole = async (action: string, by: TestAccount, body: object) => draft.act(action, by, body);
    expect(codeOf(await whole('suspend', province.user, { ...WHY, remedy }))).toEqual(REFUSED);
    expect((await whole('suspend', bureau.finance, { ...WHY, remedy })).body.state).toBe('suspended');
    expect(codeOf(await whole('resume', province.user, {}))).toEqual(REFUSED);
    expect((await whole('resume', bureau.finance, {})).body.state).toBe('open');
    await app.dataSource.query(`UPDATE lot SET state = 'reviewed' WHERE id = $1`, [lots[0]]);
    await app.dataSource.query(`UPDATE tender SET state = 'reviewed' WHERE id = $1`, [tender]);
    const lot = (action: string, by: TestAccount, body: object) => actOnLot(app, lots[0] ?? '', action, body, by);
    expect(codeOf(await lot('suspend', province.user, { ...WHY, remedy }))).toEqual(REFUSED);
    expect((await lot('suspend', bureau.finance, { ...WHY, remedy })).body.state).toBe('suspended');
    expect(codeOf(await lot('resume', province.user, {}))).toEqual(REFUSED);
    expect((await lot('resume', bureau.finance, {})).body.state).toBe('reviewed');
  });

  it('follows from the region of a buyer that states no level, and has the complaint among its tasks', async () => {
    await app.dataSource.query(`UPDATE organisation SET budget_level = NULL WHERE id = $1`, [bureau.id]);
    const { body } = await app.http.get(`/api/v1/organisations/${bureau.id}`).set(bureau.officer.auth).expect(200);
    expect(body).toMatchObject({ budgetLevel: null, fiscalLevel: 'county' });
    const { tender } = await issueTender(app, bureau);
    const id = await received(tender);
    expect((await act(id, 'accept', bureau.finance)).body).toMatchObject({
      code: 'authority_not_competent',
      facts: { competent: [{ level: 'county', region: '990203', organisations: [county.id] }] },
    });
    const tasks = [county.user, bureau.finance, province.user].map((by) => hasTask(id, by));
    expect(await Promise.all(tasks)).toEqual([true, false, false]);
    expect((await act(id, 'accept', county.user)).body.state).toBe('accepted');
    await app.dataSource.query(`UPDATE organisation SET budget_level = 'municipal' WHERE id = $1`, [bureau.id]);
  });

  it('is not known to be another where a level is not known: nobody is refused by what nobody states', async () => {
    const { tender } = await issueTender(app, bureau);
    const country = await authority('000000');
    const id = await received(tender);
    expect((await act(id, 'accept', country.user)).body.state).toBe('accepted');
    const central = await authority('000000', 'central');
    const another = await received(tender);
    expect(codeOf(await act(another, 'accept', central.user))).toEqual(REFUSED);
  });

  it('deals with it wherever the purchase says that it is', async () => {
    const admin = await makeUser(app, 'admin');
    const threshold = { region: '990303', level: 'below_provincial', object: 'services', amount: '2000000.00' };
    await app.http
      .post('/api/v1/thresholds')
      .set(admin.auth)
      .send({ ...threshold, effectiveFrom: '2020-01-01', source: '示例目录', confidence: 'B' })
      .expect(201);
    const place = await authority('990300');
    const draft = await Drafting.begin(app, bureau, { region: '990303' });
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    const id = await received(draft.id);
    const bystander = await authority('990400');
    const seen = [place, bystander].map(async ({ user }) => [
      (await read(`complaints/${id}`, user)).status,
      await hasTask(id, user),
      ...codeOf(await act(id, 'accept', user)),
    ]);
    expect(await Promise.all(seen)).toEqual([
      [200, false, ...REFUSED],
      [404, false, 404, 'not_found'],
    ]);
    const own = bureau.finance;
    expect([(await read(`complaints/${id}`, own)).body, await hasTask(id, own)]).toMatchObject([{ ...WORDS }, true]);
    const { challenge } = (await read(`complaints/${id}`, own)).body as { challenge: string };
    expect((await read(`challenges/${challenge}`, own)).status).toBe(200);
    expect(await listOffered(`complaints/${id}`, own)).toContain('accept');
    const [{ id: ownId = '' } = {}] = await cityOf(bureau);
    const [told] = await app.dataSource.query<{ tenants: string[] }[]>(
      `SELECT tenants FROM outbox WHERE aggregate_id = $1 AND action = 'received'`,
      [id],
    );
    expect(told?.tenants).toContain(ownId);
    expect((await act(id, 'accept', own)).body.state).toBe('accepted');
    expect((await act(id, 'send-copies', own)).status).toBe(200);
    const suspend = (by: TestAccount) => draft.act('suspend', by, { ...WHY, remedy: id });
    expect(codeOf(await suspend(place.user))).toEqual(REFUSED);
    expect(codeOf(await suspend(bystander.user))).toEqual([403, 'not_permitted']);
    expect((await suspend(own)).body.state).toBe('suspended');
    expect(await hasTask(draft.id, own, 'suspension')).toBe(true);
    expect(await listOffered(`tenders/${draft.id}`, own)).toContain('resume');
    expect((await draft.act('resume', own, {})).body.state).toBe('open');
  });

  describe('of joint buyers', () => {
    const joint = async (buyers: readonly string[], more: object = {}): Promise<string> => {
      const draft = await Drafting.begin(app, bureau);
      await draft.must('patch', 'terms', { jointBuyers: buyers, ...more });
      await draft.plan();
      await draft.must('post', 'actions/issue', { reason: '急需' });
      return draft.id;
    };

    it('is that of the highest level among them', async () => {
      const highest = await makeBody(app, { region: '990000' });
      // An id is the same in capitals.
      const tender = await joint([highest.toUpperCase(), await makeBody(app)]);
      const id = await received(tender);
      expect(codeOf(await act(id, 'accept', bureau.finance))).toEqual(REFUSED);
      expect((await act(id, 'accept', province.user)).body.state).toBe('accepted');
    });

    it('of one level is the one that their documents name', async () => {
      const other = await authority('990000', 'municipal');
      await app.dataSource.query(`UPDATE organisation SET region = '990300' WHERE id = $1`, [other.id]);
      const partner = await makeBody(app, { region: '990300' });
      const tender = await joint([partner], { complaintAuthority: other.id });
      const id = await received(tender);
      expect((await act(id, 'accept', bureau.finance)).body).toMatchObject({ code: 'authority_not_competent' });
      expect([await hasTask(id, bureau.finance), await hasTask(id, other.user)]).toEqual([false, true]);
      expect((await read(`complaints/${id}`, other.user)).body).toMatchObject({ state: 'received', ...WORDS });
      expect((await act(id, 'accept', other.user)).body.state).toBe('accepted');
      const recorded = await app.http
        .post('/api/v1/complaints')
        .set(other.user.auth)
        .send({
          ...{ tender, stage: 'documents', ...WORDS, organisation: (await makeBidder(app)).body },
          paper: { receivedOn: ISSUE.slice(0, 10), documents: [await upload(app, other.user)] },
        });
      expect(recorded.status).toBe(201);
    });

    it('is that of one of them though they name another, so that somebody deals with the complaint', async () => {
      const tender = await joint([await makeBody(app, { region: '990300' })], { complaintAuthority: county.id });
      const id = await received(tender);
      expect(codeOf(await act(id, 'accept', county.user))).toEqual(REFUSED);
      expect((await act(id, 'accept', bureau.finance)).body.state).toBe('accepted');
    });

    it('that name none is the one that received the first complaint', async () => {
      const other = await authority('990300');
      const tender = await joint([await makeBody(app, { region: '990300' })]);
      const first = await received(tender, { authority: other.id });
      const [{ id: cityId = '' } = {}] = await cityOf(bureau);
      const second = await received(tender, { authority: cityId });
      for (const id of [first, second])
        expect((await act(id, 'accept', bureau.finance)).body).toMatchObject({
          code: 'authority_not_competent',
          facts: {
            competent: [
              { level: 'municipal', region: '990200', organisations: [] },
              { level: 'municipal', region: '990300', organisations: [other.id] },
            ],
          },
        });
    });

    it('that received the first complaint by mistake is none, unless it has begun on another one', async () => {
      const [{ id: cityId = '' } = {}] = await cityOf(bureau);
      const judge = await makeUser(app, 'finance_authority', cityId);
      const other = await authority('990300');
      for (const done of ['nothing', 'refuse', 'record-examination']) {
        const isBegun = done === 'record-examination';
        const tender = await joint([await makeBody(app, { region: '990300' })]);
        const recorded = await app.http
          .post('/api/v1/complaints')
          .set(bureau.finance.auth)
          .send({
            ...{ tender, stage: 'documents', ...WORDS, authority: cityId, organisation: (await makeBidder(app)).body },
            paper: { receivedOn: ISSUE.slice(0, 10), documents: [await upload(app, bureau.finance)] },
          });
        const { id: first } = recorded.body as { id: string };
        const second = await received(tender, { authority: other.id });
        // that another authority is competent is said of it, not begun
        const sent =
          done === 'refuse' ? { ground: 'other_authority', competent: 'B市财政局', reason: '不属本机关管辖' } : {};
        if (done !== 'nothing') expect((await act(second, done, bureau.finance, sent)).status).toBe(200);
        const voided = await act(first, 'void', judge, { reason: '误录' });
        expect([voided.status, voided.body]).toMatchObject([
          200,
          { state: 'voided', authority: isBegun ? cityId : null },
        ]);
        const [entry] = await app.dataSource.query<{ data: object }[]>(
          `SELECT convert_from(canonical, 'UTF8')::jsonb -> 'data' AS data FROM audit_entry WHERE aggregate_id = $1 AND action = 'void'`,
          [first],
        );
        expect(entry?.data).toEqual({ tender, ...(!isBegun && { authority: { from: cityId, to: null } }) });
        if (done === 'refuse') continue;
        const accepted = await act(second, 'accept', bureau.finance);
        expect(codeOf(accepted)).toEqual(isBegun ? [200, undefined] : REFUSED);
        if (!isBegun)
          expect(accepted.body.facts).toMatchObject({
            competent: [{ organisations: [] }, { organisations: [other.id] }],
          });
      }
    });

    it('are bodies on record, stand from the issue on, and name a finance authority', async () => {
      const draft = await Drafting.begin(app, bureau);
      const set = async (terms: object) => {
        const { status, body } = await draft.send('patch', 'terms', terms);
        return [status, (body as { code?: string }).code];
      };
      expect(await set({ jointBuyers: [rival.user.id] })).toEqual([422, 'dataset_mismatch']);
      expect(await set({ complaintAuthority: bureau.id })).toEqual([422, 'dataset_mismatch']);
      const { draft: issued } = await issueTender(app, bureau);
      const moved = await issued.act('correct', bureau.officer, {
        reason: '更正',
        correction: { terms: { complaintAuthority: province.id } },
      });
      expect(moved.status).toBe(400);
    });
  });

  it('is looked for among finance authorities alone', async () => {
    const { tender } = await issueTender(app, bureau);
    const filed = await app.http
      .post('/api/v1/complaints')
      .set(rival.user.auth)
      .send({ tender, authority: bureau.id, ...WORDS });
    expect([filed.status, (filed.body as { code?: string }).code]).toEqual([404, 'not_found']);
  });
});

describe('challenges that the documents want at once', () => {
  let app: TestApp;
  let bureau: Bureau;
  let rival: Bidder;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, ISSUE);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    rival = await makeBidder(app);
  });
  afterAll(() => app.close());
  const issued = async (terms: object): Promise<Drafting> => {
    const draft = await Drafting.begin(app, bureau, {
      lots: [
        { no: 1, name: '第一包', ceiling: '100000.00', pricing: 'competitive' },
        { no: 2, name: '第二包', ceiling: '100000.00', pricing: 'competitive' },
      ],
    });
    await draft.must('patch', 'terms', terms);
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    return draft;
  };
  const file = async (tender: string, more: object, by: TestAccount = rival.user) => {
    const answer = await app.http
      .post('/api/v1/challenges')
      .set(by.auth)
      .send({ tender, stage: 'documents', ...WORDS, ...more });
    const { id, code, rule, facts } = answer.body as Record<string, string>;
    return { status: answer.status, id, code, rule, facts };
  };
  const count = async (): Promise<unknown> =>
    (await app.dataSource.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM challenge`))[0]?.n;

  it('refuse a second to the same stage, and store nothing of it', async () => {
    const { id: tender } = await issued({ challengesAtOnce: true });
    const first = await file(tender, { lot: 1 });
    const before = await count();
    expect(await file(tender, { lot: 1 })).toMatchObject({
      status: 422,
      code: 'challenged_already',
      rule: 'CHALLENGE-ONCE',
      facts: { challenge: first.id },
    });
    expect((await file(tender, {})).code).toBe('challenged_already');
    expect(await count()).toBe(before);
    expect((await file(tender, { lot: 2 })).status).toBe(201);
    const step = (name: string) => file(tender, { stage: 'process', knownOn: '2025-11-03', step: name });
    expect((await step('opening')).status).toBe(201);
    expect((await step('opening')).code).toBe('challenged_already');
    expect((await step('evaluation')).status).toBe(201);
    expect((await file(tender, { lot: 1, step: 'opening' })).status).toBe(400);
    const other = await makeBidder(app);
    expect((await file(tender, { lot: 1 }, other.user)).status).toBe(201);
    await actOnRemedy(app, 'challenges', first.id ?? '', 'withdraw', {}, rival.user);
    expect((await file(tender, { lot: 1 })).status).toBe(201);
    const notice = await app.http.get(`/api/v1/tenders/${tender}/notices/tender/text`).set(bureau.officer.auth);
    expect(notice.text).toContain('一次性提出针对同一采购程序环节的质疑');
  });

  it('take every one where they say nothing of it', async () => {
    const { id: tender } = await issued({});
    expect((await file(tender, { lot: 1 })).status).toBe(201);
    expect((await file(tender, { lot: 1 })).status).toBe(201);
  });
});
