import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveSeat, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode } from '../support/contracts.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, decided, SUSPENSION_NOTICE } from '../support/lots.js';
import { Resulting } from '../support/results.js';

describe('an award', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
    await makeThreshold(app);
  });
  afterAll(() => app.close());
  const begin = (more: Parameters<typeof Resulting.begin>[2] = {}) => Resulting.begin(app, bureau, more);
  const published = async (more: Parameters<typeof Resulting.begin>[2] = {}) => {
    const result = await begin(more);
    return { result, award: await result.published() };
  };
  const drafted = async (result: Resulting, award: string): Promise<Contracting> => {
    const agency = result.lots[0]?.offers[0]?.bidder ?? '';
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [agency, creditCode()]);
    const made = await app.http
      .post('/api/v1/contracts')
      .set(bureau.officer.auth)
      .send({ award, ...CONTENT });
    if (made.status !== 201) throw new Error(made.text);
    const parties = { bureau, agency, manager: await result.bidder(0) };
    return new Contracting(app, parties, (made.body as { id: string }).id);
  };
  const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];
  const refused = async (more: Parameters<typeof Resulting.begin>[2] = {}) => {
    const { result, award } = await published(more);
    await result.onAward(award.id, 'refuse', { reason: '无法按期提供服务' }, await result.bidder(0)).then((answer) => {
      if (answer.status !== 200) throw new Error(answer.text);
    });
    return { result, award };
  };

  it('is refused by its winner, with a reason that the parties read', async () => {
    const { result, award } = await published();
    const winner = await result.bidder(0);
    const loser = await result.bidder(1);
    const body = { reason: '无法按期提供服务' };
    expect(codeOf(await result.onAward(award.id, 'refuse', body, loser))).toEqual([403, 'not_permitted']);
    expect(codeOf(await result.onAward(award.id, 'refuse', body, bureau.officer))).toEqual([403, 'not_permitted']);
    expect(codeOf(await result.onAward(award.id, 'refuse', {}, winner))).toEqual([400, 'validation_failed']);
    expect(codeOf(await result.onAward(award.id, 'refuse', body, winner, 9))).toEqual([412, 'stale_version']);
    expect(codeOf(await result.onAward(award.id, 'contract', body, winner))).toEqual([403, 'not_permitted']);
    const { body: own } = await app.http.get(`/api/v1/awards/${award.id}`).set(winner.auth).expect(200);
    expect(own).toMatchObject({ state: 'active', allowedActions: [{ action: 'refuse' }, { action: 'be_heard' }] });
    const answer = await result.onAward(award.id, 'refuse', body, winner);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { state: 'refused', endReason: body.reason, allowedActions: [] },
    ]);
    expect(codeOf(await result.onAward(award.id, 'refuse', body, winner))).toEqual([409, 'wrong_state']);
    const { body: seen } = await app.http.get(`/api/v1/awards/${award.id}`).expect(200);
    expect(seen).toMatchObject({ state: 'refused', endReason: null, endedOn: '2025-11-03' });
    const bids = await app.dataSource.query<{ state: string }[]>(
      `SELECT state FROM bid WHERE tender_id = $1 ORDER BY price`,
      [result.id],
    );
    expect(bids.map(({ state }) => state)).toEqual(['lost', 'lost', 'lost']);
    const drafted = await app.http.post('/api/v1/contracts').set(bureau.officer.auth).send({ award: award.id });
    expect(codeOf(drafted)).toEqual([422, 'award_not_active']);
  });

  it('whose winner keeps silent is refused for it when the thirty days are over', async () => {
    const { result, award } = await published();
    const body = { reason: '经两次书面催告仍不签订合同' };
    const record = () => result.onAward(award.id, 'record-refusal', body, bureau.officer);
    await setBusinessTime(app, '2025-12-03T23:00:00+08:00');
    const early = await record();
    expect([...codeOf(early), early.body.rule, early.body.facts]).toEqual([
      422,
      'signing_period_running',
      'CONTRACT-30D',
      { last: '2025-12-03', challenges: [] },
    ]);
    await setBusinessTime(app, '2025-12-04T00:00:01+08:00');
    expect(codeOf(await result.onAward(award.id, 'record-refusal', body, await result.bidder(0)))).toEqual([
      403,
      'not_permitted',
    ]);
    // Nobody is silent who was never asked, or who has answered.
    expect(codeOf(await record())).toEqual([422, 'draft_absent']);
    const contract = await drafted(result, award.id);
    await contract.sign(contract.parties.manager);
    const answered = await record();
    expect([...codeOf(answered), answered.body.facts]).toEqual([422, 'winner_signed', { contract: contract.id }]);
    await contract.must('withdraw-signature', { reason: '尚有疑问' }, contract.parties.manager);
    expect((await record()).body).toMatchObject({ state: 'refused', endReason: body.reason });
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  });

  it('is not recorded as refused while the purchase is suspended or a remedy is owed', async () => {
    const { result, award } = await published();
    await setBusinessTime(app, '2025-12-04T09:00:00+08:00');
    await drafted(result, award.id);
    const record = () => result.onAward(award.id, 'record-refusal', { reason: '逾期未签' }, bureau.officer);
    const about = { tender: result.id, stage: 'process', knownOn: '2025-12-04' };
    const remedy = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    const act = (action: string, body: object) => actOnLot(app, result.lots[0]?.id ?? '', action, body, bureau.finance);
    await act('suspend', { reason: '处理投诉期间', remedy, ...SUSPENSION_NOTICE });
    const suspended = await record();
    expect([...codeOf(suspended), suspended.body.rule]).toEqual([422, 'purchase_suspended', 'SUSPEND-30D']);
    await act('resume', {});
    await decided(app, bureau.finance, remedy, 'next_rank');
    const owed = await record();
    expect([...codeOf(owed), owed.body.facts]).toEqual([422, 'remedy_unapplied', { remedies: [remedy] }]);
    await app.dataSource.query(`UPDATE complaint SET remedied_at = business_now() WHERE id = $1`, [remedy]);
    expect((await record()).body).toMatchObject({ state: 'refused' });
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  });

  it('that came to nothing is followed by the next rank, which another person approves', async () => {
    const { result, award } = await published();
    const why = { reason: '第一中标候选人放弃' };
    expect(await result.code('propose-replacement', why, bureau.officer)).toEqual([422, 'award_stands']);
    await result.onAward(award.id, 'refuse', { reason: '放弃' }, await result.bidder(0));
    expect(await result.code('replace-award')).toEqual([422, 'replacement_not_proposed']);
    const both = await makeUser(app, 'bureau_officer', bureau.id);
    await giveSeat(app, both, 'bureau_approver', bureau.id);
    await result.must('propose-replacement', why, both);
    expect(await result.code('replace-award', {}, both)).toEqual([422, 'proposer_approves']);
    const [{ id }] = await app.dataSource.query<[{ id: string }]>(
      `INSERT INTO challenge (dataset, tender_id, received_at, grounds, requests, challenger_id, stage, scope, state, result, affects_result)
       VALUES ('live', $1, business_now(), '评分有误', '重新评审', $2, 'result', 'in_scope', 'answered', 'upheld', true) RETURNING id`,
      [result.id, result.lots[0]?.offers[1]?.bidder],
    );
    expect(await result.code('replace-award')).toEqual([422, 'remedy_unapplied']);
    await app.dataSource.query(`UPDATE challenge SET remedied_at = business_now() WHERE id = $1`, [id]);
    const waits = await app.http.get('/api/v1/me/tasks?kind=award_replacement').set(bureau.approver.auth).expect(200);
    expect((waits.body as { items: { subject: { id: string } }[] }).items.map(({ subject }) => subject.id)).toEqual([
      result.id,
    ]);
    const replaced = await result.must('replace-award');
    expect(replaced).toMatchObject({ lotState: 'confirmed', replacement: null, deemsAt: null });
    expect(replaced.awards.map(({ state, rank, amount }) => [state, rank, amount]).toSorted()).toEqual([
      ['pending', 2, '160000.00'],
      ['refused', 1, '150000.00'],
    ]);
    const next = await result.publish();
    expect(next).toMatchObject({ state: 'active', rank: 2, amount: '160000.00' });
    const bids = await app.dataSource.query<{ state: string }[]>(
      `SELECT state FROM bid WHERE tender_id = $1 ORDER BY price`,
      [result.id],
    );
    expect(bids.map(({ state }) => state)).toEqual(['lost', 'won', 'lost']);
    // The second notice stands in the place of the first.
    const { body } = await app.http.get(`/api/v1/tenders/${result.id}`).expect(200);
    const { facts, lots } = body as {
      facts: { kind: string; data: { amount: string } }[];
      lots: { award: { id: string } }[];
    };
    expect(lots[0]?.award.id).toBe(next.id);
    expect(facts.filter(({ kind }) => kind === 'award').map(({ data }) => data.amount)).toContain('160000.00');
    const { text } = await app.http
      .get(`/api/v1/tenders/${result.id}/notices/result/text`)
      .set(bureau.officer.auth)
      .expect(200);
    expect(text).toContain('160000.00');
    expect(text).not.toContain('150000.00');
  });

  it('has a next rank that is tied, which is settled first', async () => {
    const { result } = await refused({ ranks: [1, 2, 2] });
    await result.must('propose-replacement', { reason: '放弃' }, bureau.officer);
    expect(await result.code('replace-award')).toEqual([422, 'tie_open']);
    const { ties } = await result.must('settle-tie');
    const { awards } = await result.must('replace-award');
    const award = awards.find(({ state }) => state === 'pending');
    expect([award?.rank, award?.supplier?.id]).toEqual([
      2,
      result.lots[0]?.offers.find(({ bid }) => bid === ties[0]?.order[0])?.bidder,
    ]);
  });

  it('after which nobody is left ends its lot', async () => {
    const { result } = await refused();
    for (const i of [1, 2]) {
      await result.must('propose-replacement', { reason: '放弃' }, bureau.officer);
      await result.must('replace-award');
      const award = await result.publish();
      expect((await result.onAward(award.id, 'refuse', { reason: '放弃' }, await result.bidder(i))).status).toBe(200);
    }
    await result.must('propose-replacement', { reason: '放弃' }, bureau.officer);
    expect(await result.must('replace-award')).toMatchObject({ lotState: 'failed', replacement: null });
    const { body } = await app.http.get(`/api/v1/tenders/${result.id}`).expect(200);
    const { state, facts } = body as { state: string; facts: { kind: string }[] };
    expect([state, facts.some(({ kind }) => kind === 'failure')]).toEqual(['failed', true]);
  });
});
