import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { issueTender, makeBidder, type Bidder } from '../support/bidding.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import {
  acceptedComplaint,
  actOnLot,
  actOnRemedy,
  decided,
  repeated,
  scoredExtremely,
  type LotAnswer,
} from '../support/lots.js';
import { makeReviewers, Reviewing, type LotReview } from '../support/reviews.js';
import { startBureau } from '../support/started.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const alike = (_: number, bid: number): [string, string] => [`${45 - bid * 5}`, '24'];
type Repeated = LotReview & { earlierReports: { sha256: string; ground: string; reason: string }[] };

describe('a lot that is reviewed again, or moved by a remedy', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  let rival: Bidder;
  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    reviewers = await makeReviewers(app, 10);
    rival = await makeBidder(app);
  });
  afterAll(() => app.close());

  const begin = async (method = 'OPEN_TENDER', prices?: string[]) => {
    await setBusinessTime(app, ISSUE);
    return Reviewing.begin(app, bureau, reviewers.slice(0, 5), prices, { method });
  };
  const sign = async (review: Reviewing): Promise<void> => {
    for (const reviewer of review.seated()) await review.must('signatures', {}, reviewer);
    await review.must('actions/report', {}, review.reviewers[0] as TestAccount);
  };
  const reported = async (prices?: string[]) => {
    const review = await begin('OPEN_TENDER', prices);
    await review.checked();
    await review.scored(alike);
    await sign(review);
    return review;
  };
  /** One member stands alone with what it gave the best offer. */
  const differs = (review: Reviewing) =>
    app.dataSource.query(
      `UPDATE review_score s SET points = 2000 FROM review_member m WHERE m.id = s.member_id AND m.user_id = $2
         AND s.bid_id = $1 AND s.criterion = 3`,
      [review.bids[0], person(0).id],
    );
  const lotOf = async (review: Reviewing): Promise<string> =>
    ((await review.draft.read()).lots as unknown as { id: string }[])[0]?.id ?? '';
  const act = async (review: Reviewing, action: string, body: object, by = bureau.officer) =>
    actOnLot(app, await lotOf(review), action, body, by);
  const codeOf = (answer: { body: unknown }): string | undefined => (answer.body as { code?: string }).code;
  const stateOf = ({ body }: { body: LotAnswer }): string | undefined => body.lots[0]?.state;
  const report = async (review: Reviewing) =>
    (await app.http.get(`/api/v1/tenders/${review.id}/review/report?lot=1`).set(bureau.officer.auth)).body as {
      sha256?: string;
      offers: { bid: string; total: string }[];
    };
  const bidStates = (review: Reviewing) =>
    app.dataSource
      .query<{ state: string }[]>(`SELECT state FROM bid WHERE tender_id = $1 ORDER BY price`, [review.id])
      .then((rows) => rows.map((row) => row.state));

  describe('is reviewed again', () => {
    it('by its panel on the closed list, and the second report takes the place of the first, which is kept', async () => {
      const review = await reported();
      const first = await report(review);
      const refused = await act(review, 'order-rereview', { reason: '不满意', ground: 'unlawful_acts' });
      expect([refused.status, codeOf(refused)]).toEqual([422, 'rereview_ground_missing']);
      // Before the award it is no approval.
      expect(codeOf(await act(review, 'order-rereview', { reason: 'x', ground: 'extreme' }, bureau.approver))).toBe(
        'wrong_state',
      );
      expect(codeOf(await act(review, 'order-rereview', { reason: 'x', ground: 'extreme' }))).toBe(
        'end_ground_unproven',
      );
      await differs(review);
      const again = await act(review, 'order-rereview', { reason: '一名成员评分畸高', ground: 'extreme' });
      expect([again.status, stateOf(again)]).toEqual([200, 'opened']);
      expect((await review.read()).state).toBe('revealed');
      expect((await report(review)).sha256).toBeUndefined();
      expect(codeOf(await act(review, 'order-rereview', { reason: 'x', ground: 'extreme' }))).toBe('wrong_state');
      const own = { bid: review.bids[0], criterion: 3, points: '24', ground: 'objective_differs', reason: '复核' };
      expect((await review.post('corrections', own, person(0))).status).toBe(200);
      await sign(review);
      const second = await report(review);
      expect(second.sha256).not.toBe(first.sha256);
      const read = (await review.read()) as Repeated;
      expect([read.state, read.lotState, read.earlierReports]).toMatchObject([
        'reported',
        'reviewed',
        [{ sha256: first.sha256, ground: 'extreme', reason: '一名成员评分畸高' }],
      ]);
    });

    it('so that nobody is told any more what rank and score it had', async () => {
      for (const ground of ['extreme', 'panel_violation']) {
        const review = await reported();
        await differs(review);
        const step = async (name: string, by: TestAccount, body: object = {}) => {
          const { version } = await review.draft.read();
          const to = app.http.post(`/api/v1/tenders/${review.id}/awards/actions/${name}`);
          await to
            .set({ ...by.auth, 'If-Match': `"${version}"` })
            .send({ lot: 1, ...body })
            .expect(200);
        };
        await step('deliver-report', bureau.officer);
        await step('confirm', bureau.approver, { bid: review.bids[0] });
        await step('publish-result', bureau.officer);
        const told = async () =>
          (
            await app.dataSource.query<{ told: { rank: number | null } | null }[]>(
              `SELECT told FROM bid WHERE tender_id = $1 ORDER BY price`,
              [review.id],
            )
          ).map((bid) => bid.told?.rank ?? null);
        expect(await told()).toEqual([1, 2, 3]);
        const given = { reason: '违法', ground, reference: '财监〔2025〕7号' };
        expect(stateOf(await repeated(app, bureau, await lotOf(review), given))).toBe('opened');
        expect(await told()).toEqual([null, null, null]);
      }
    });

    it('by another panel where the result of the first is void, without those who broke the rules', async () => {
      const review = await reported();
      const first = await report(review);
      const { members } = await review.read();
      const void_ = {
        reason: '两名成员收受财物',
        ground: 'panel_violation',
        reference: '财监〔2025〕7号',
        barred: members.slice(0, 2).map((m) => m.id),
      };
      const again = await repeated(app, bureau, await lotOf(review), void_);
      expect([again.status, stateOf(again)]).toEqual([200, 'opened']);
      expect(await bidStates(review)).toEqual(['opened', 'opened', 'opened']);
      const appointing = (i: number, kind = 'expert') => ({ user: person(i).id, kind });
      expect(await review.code('members', appointing(0), review.officer)).toEqual([422, 'member_barred']);
      const second = reviewers.slice(5, 10);
      review.reviewers.splice(0, 5, ...second);
      await review.appointAll();
      const [gone] = (await review.read()).members;
      const replacing = (i: number) => ({ ground: 'health', reason: '住院', user: person(i).id });
      expect(await review.code(`members/${gone?.id}/actions/replace`, replacing(1), review.officer)).toEqual([
        422,
        'member_barred',
      ]);
      // Who broke no rule may sit in it again.
      await review.must(`members/${gone?.id}/actions/replace`, replacing(2), review.officer);
      review.reviewers.splice(0, 1);
      review.reviewers.push(person(2));
      await review.declareAll();
      await review.conform();
      await review.scored((_, bid) => [`${30 + bid * 5}`, '24']);
      await sign(review);
      const other = await report(review);
      expect(other.offers[0]?.bid).not.toBe(first.offers[0]?.bid);
      const read = (await review.read()) as Repeated;
      expect(read.earlierReports.map((r) => r.sha256)).toEqual([first.sha256]);
      const [kept] = await app.dataSource.query<{ n: number }[]>(
        `SELECT jsonb_array_length(checks)::int AS n FROM review_superseded s JOIN lot l ON l.id = s.lot_id WHERE l.tender_id = $1`,
        [review.id],
      );
      expect(kept?.n).toBe(6);
    });

    it('by no other panel in a consultation', async () => {
      const review = await begin('COMPETITIVE_CONSULTATION');
      await app.dataSource.query(`UPDATE lot SET state = 'reviewed' WHERE tender_id = $1`, [review.id]);
      const given = { reason: '组成不合法', ground: 'panel_composition', reference: '财监〔2025〕7号' };
      expect(codeOf(await repeated(app, bureau, await lotOf(review), given))).toBe('not_an_open_tender');
      await app.dataSource.query(`UPDATE bid SET state = 'valid' WHERE tender_id = $1`, [review.id]);
      await app.dataSource.query(
        `INSERT INTO review (tender_id, lot_id, state, created_at, reported_at, report, report_hash)
         VALUES ($1, $2, 'reported', business_now(), business_now(), '{"offers": [], "bids": []}', sha256('{}'))`,
        [review.id, await lotOf(review)],
      );
      await scoredExtremely(app, await lotOf(review));
      const again = await act(review, 'order-rereview', { reason: '评分畸低', ground: 'extreme' });
      expect(stateOf(again)).toBe('final_offers_in');
    });
  });

  const complaint = (review: Reviewing) =>
    acceptedComplaint(app, bureau, rival.user, { tender: review.id, stage: 'process', knownOn: '2025-11-03' });

  describe('begins anew', () => {
    it('by a decision, of which nothing is left to do', async () => {
      const review = await reported();
      const remedy = await complaint(review);
      const apply = () => act(review, 'apply-remedy', { reason: '责令重新开展采购活动', remedy });
      const refused = await apply();
      expect([refused.status, codeOf(refused)]).toEqual([422, 'remedy_not_decided']);
      await decided(app, bureau.finance, remedy, 'redo');
      expect(codeOf(await act(review, 'apply-remedy', { reason: 'x', remedy }, bureau.approver))).toBe('not_permitted');
      expect(stateOf(await apply())).toBe('failed');
      const read = await app.http.get(`/api/v1/complaints/${remedy}`).set(bureau.officer.auth);
      expect((read.body as { remediedAt: string | null }).remediedAt).not.toBeNull();
      expect(codeOf(await apply())).toBe('wrong_state');
    });

    it('after a challenge that was upheld; before the result nobody else is chosen', async () => {
      const review = await reported();
      const filed = await app.http.post('/api/v1/challenges').set(rival.user.auth).send({
        tender: review.id,
        stage: 'process',
        knownOn: '2025-11-03',
        grounds: '评分错误',
        requests: '重新评审',
      });
      const remedy = (filed.body as { id: string }).id;
      const answer = { result: 'upheld', affectsResult: true, reason: '评分错误' };
      await actOnRemedy(app, 'challenges', remedy, 'answer', answer, bureau.officer);
      const apply = (effect?: string) =>
        act(review, 'apply-remedy', { reason: '重新采购', remedy, ...(effect && { effect }) });
      expect((await apply()).status).toBe(400);
      expect((await apply('next_rank')).body).toMatchObject({ code: 'effect_not_lawful' });
      expect(stateOf(await apply('new_round'))).toBe('failed');
    });
  });

  describe('had failed unlawfully', () => {
    const failed = async (review: Reviewing) =>
      act(review, 'fail', { reason: '违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' });
    const annulled = async (review: Reviewing) => {
      const remedy = await complaint(review);
      const annul = () => act(review, 'annul-failure', { reason: '废标行为无效', remedy });
      expect(codeOf(await annul())).toBe('remedy_not_decided');
      await decided(app, bureau.finance, remedy, 'annul_failure');
      return annul();
    };

    it('and goes on with its report', async () => {
      const review = await reported();
      await failed(review);
      expect(stateOf(await annulled(review))).toBe('reviewed');
      expect((await review.read()).state).toBe('reported');
    });

    it('and goes on from its opening, with everything found anew', async () => {
      const review = await begin();
      await review.appointAll();
      await review.qualify(review.bids.slice(0, 1));
      expect((await review.draft.read()).state).toBe('failed');
      expect(stateOf(await annulled(review))).toBe('opened');
      expect(await bidStates(review)).toEqual(['opened', 'opened', 'opened']);
      await review.checked();
    });

    it('and goes on with its final offers, which another panel scores', async () => {
      const review = await begin('COMPETITIVE_CONSULTATION');
      await app.dataSource.query(`UPDATE lot SET state = 'final_offers_in' WHERE tender_id = $1`, [review.id]);
      // One was rejected for its price by the panel, one made no final offer, one goes on.
      const [low, silent, valid] = review.bids;
      await app.dataSource.query(
        `INSERT INTO bid_explanation (bid_id, triggers, reason, asked_at, due_at, accepted, decision_reason, settled_at)
         SELECT b, '{}', '过低', business_now(), business_now() + interval '1 hour', b = $2::uuid, '理由', business_now()
         FROM unnest(ARRAY[$1, $2]::uuid[]) b`,
        [low, valid],
      );
      await app.dataSource.query(
        `INSERT INTO bid_check (bid_id, stage, passed, ground, detail, checked_at)
         VALUES ($1, 'consultation', false, 'no_final_offer', '未报价', business_now())`,
        [silent],
      );
      await app.dataSource.query(
        `UPDATE bid SET state = CASE WHEN id = $2 THEN 'valid' ELSE 'rejected' END WHERE tender_id = $1`,
        [review.id, valid],
      );
      await failed(review);
      expect(stateOf(await annulled(review))).toBe('final_offers_in');
      expect(await bidStates(review)).toEqual(['valid', 'rejected', 'valid']);
      const rows = await app.dataSource.query<{ settled: string; kept: number }[]>(
        `SELECT e.bid_id AS settled, (SELECT jsonb_array_length(s.explanations)::int FROM review_superseded s
           WHERE s.lot_id = d.lot_id) AS kept
         FROM bid_explanation e JOIN bid d ON d.id = e.bid_id WHERE d.tender_id = $1`,
        [review.id],
      );
      expect(rows).toEqual([{ settled: valid, kept: 2 }]);
      await review.appoint(person(0));
      expect((await review.read()).state).toBe('appointed');
    });

    it('and stays sealed where its bids were never opened', async () => {
      await setBusinessTime(app, ISSUE);
      const { tender, lots } = await issueTender(app, bureau);
      await setBusinessTime(app, '2025-11-14T09:31:00+08:00');
      await actOnLot(
        app,
        lots[0] ?? '',
        'fail',
        { reason: '违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' },
        bureau.officer,
      );
      const about = { tender, stage: 'process', knownOn: '2025-11-14' };
      const remedy = await acceptedComplaint(app, bureau, rival.user, about);
      await decided(app, bureau.finance, remedy, 'annul_failure');
      const annul = await actOnLot(
        app,
        lots[0] ?? '',
        'annul-failure',
        { reason: '废标行为无效', remedy },
        bureau.officer,
      );
      expect([annul.status, codeOf(annul)]).toEqual([422, 'bids_sealed_for_good']);
      // Nothing is left to be done but to say so.
      const words = { reason: '响应文件未开启，重新采购' };
      expect((await actOnRemedy(app, 'complaints', remedy, 'record-remedy', words, bureau.officer)).status).toBe(200);
    });

    it('and a word of the buyer does not take its place', async () => {
      const review = await reported();
      await failed(review);
      const remedy = await complaint(review);
      await decided(app, bureau.finance, remedy, 'annul_failure');
      const record = () =>
        actOnRemedy(app, 'complaints', remedy, 'record-remedy', { reason: '已处理' }, bureau.officer);
      const refused = await record();
      expect([refused.status, codeOf(refused), refused.body.facts]).toEqual([
        422,
        'remedy_unapplied',
        { remedies: [remedy], lots: [1] },
      ]);
      expect(stateOf(await act(review, 'annul-failure', { reason: '废标行为无效', remedy }))).toBe('reviewed');
      expect(codeOf(await record())).toBe('remedy_not_owed');
    });
  });
});
