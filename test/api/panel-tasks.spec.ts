import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveSeat, makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Consulting, FINAL, TALKS } from '../support/consultation.js';
import type { Bureau } from '../support/drafts.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { acceptedComplaint, actOnLot, SUSPENSION_NOTICE } from '../support/lots.js';
import { ownSteps, ownTasks } from '../support/own-tasks.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startBureau } from '../support/started.js';
import { userDesk } from '../support/users.js';

const TIE = { tie: 'kin', detail: '配偶任理事' };
const ABSENT = { ground: 'absence', reason: '不再参加评审' };

describe('a panel that cannot go on as it is', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    await allowFixedInstant(app);
    reviewers = await makeReviewers(app, 6);
  });
  afterAll(() => app.close());

  const person = (no: number) => reviewers[no] as TestAccount;
  const KINDS = ['panel_appointment', 'panel_declaration', 'panel_step', 'panel_scores', 'panel_opinion'];
  /** Steps in the review that tasks ask of somebody. */
  const steps = async ({ id }: Reviewing, by: TestAccount = bureau.officer) =>
    (await Promise.all(KINDS.map((kind) => ownSteps(app, by, kind, id))))
      .flat()
      .map((step) => step?.replace(`tenders/${id}/review/`, '') ?? null);
  const seat = async (review: Reviewing, who: TestAccount) =>
    (await review.read()).members.find(({ user }) => user === who.id)?.id ?? '';
  const replaced = async (review: Reviewing, who: TestAccount) => `members/${await seat(review, who)}/actions/replace`;

  it('waits for its buyer to replace a member who is tied, and for nobody of the panel until then', async () => {
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.appointAll();
    await review.qualify();
    for (const no of [0, 1, 2, 3]) await review.declare(person(no));
    expect(await steps(review)).toEqual([]);
    await review.declare(person(4), TIE);
    expect(await review.code('actions/check-conformity', review.results(), person(0))).toEqual([422, 'member_tied']);
    expect(await steps(review)).toEqual([await replaced(review, person(4))]);
    const [task] = await ownTasks(app, bureau.officer, 'panel_appointment', review.id);
    expect(task?.title).toMatch(/^Panel to be appointed: a member to be replaced/);
    for (const who of [0, 4]) expect(await steps(review, person(who))).toEqual([]);
    const body = { user: person(5).id, kind: 'buyer_representative', ground: 'recusal', reason: '存在利害关系' };
    await review.must(await replaced(review, person(4)), body, bureau.officer);
    expect([await steps(review), await steps(review, person(5))]).toEqual([[], ['declarations']]);
    await review.declare(person(5));
    for (const who of [0, 5]) expect(await steps(review, person(who))).toEqual(['actions/check-conformity']);
  });

  it('waits for its buyer to replace a member whose account is closed, while the others go on', async () => {
    const review = await Reviewing.begin(app, bureau, reviewers);
    const leaver = await makeUser(app, 'panel_member');
    for (const [no, who] of [person(0), person(1), person(2), leaver].entries())
      await review.appoint(who, no === 3 ? 'buyer_representative' : 'expert');
    expect(await steps(review)).toEqual(['members']);
    await review.appoint(person(3));
    await review.qualify();
    for (const no of [0, 1, 2, 3]) await review.declare(person(no));
    await review.declare(leaver);
    expect(await steps(review)).toEqual([]);
    const users = userDesk(app, await makeAccount(app, { role: 'admin', organisation: null }), bureau.id);
    await users.act(await users.read(leaver.id), 'disable').expect(200);
    expect(await steps(review)).toEqual([await replaced(review, leaver)]);
    expect(await steps(review, person(0))).toEqual(['actions/check-conformity']);
    expect(await review.code('actions/check-conformity', review.results(), person(0))).toEqual([200, '']);
  });

  it('waits for another member where too few are left, and for no step of them', async () => {
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.appointAll();
    await review.qualify();
    await review.declareAll();
    expect(await steps(review, person(0))).toEqual(['actions/check-conformity']);
    await review.must(`members/${await seat(review, person(4))}/actions/remove`, ABSENT, bureau.officer);
    expect(await review.code('actions/check-conformity', review.results(), person(0))).toEqual([422, 'panel_unlawful']);
    expect([await steps(review), await steps(review, person(0))]).toEqual([['members'], []]);
  });

  it('waits for its buyer where a member has come to sit in a bidder while the panel scores', async () => {
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.checked();
    await review.begin();
    expect([await steps(review), await steps(review, person(0))]).toEqual([[], ['score-sheets']]);
    const bidder = review.offers[0]?.bidder;
    await app.dataSource.query(`INSERT INTO seat (user_id, organisation_id, role) VALUES ($1, $2, 'agency_worker')`, [
      person(2).id,
      bidder,
    ]);
    expect(
      (
        await review.save(
          person(0),
          review.sheet(() => ['40', '24']),
          true,
        )
      ).body.code,
    ).toBe('member_tied');
    expect(await steps(review)).toEqual([await replaced(review, person(2))]);
    expect(await steps(review, person(0))).toEqual([]);
  });

  it('waits for nobody while its lot is suspended, for a sheet, a signature or the report', async () => {
    await setInstant(app, null);
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.checked();
    await review.begin();
    const { lots } = (await app.http.get(`/api/v1/tenders/${review.id}`).set(bureau.officer.auth)).body as {
      lots: { id: string }[];
    };
    const lot = lots[0]?.id ?? '';
    const rival = await makeUser(app, 'agency_manager', review.offers[2]?.bidder);
    const remedy = await acceptedComplaint(app, bureau, rival, { tender: review.id, knownOn: '2025-11-03' });
    const suspension = { reason: '处理投诉', remedy, ...SUSPENSION_NOTICE };
    const mustActOnLot = async (action: string, body: object) =>
      expect(await actOnLot(app, lot, action, body, bureau.finance)).toMatchObject({ status: 200 });
    const suspend = async (days: number, step: string) => {
      expect(await steps(review, person(0))).toEqual([step]);
      await mustActOnLot('suspend', { ...suspension, notice: `财停〔2025〕${days}号`, days });
      for (const by of [0, 4]) expect(await steps(review, person(by))).toEqual([]);
      await mustActOnLot('resume', {});
      expect(await steps(review, person(0))).toEqual([step]);
    };
    await suspend(5, 'score-sheets');
    for (const by of review.seated())
      await review.save(
        by,
        review.sheet((bid) => [String(45 - bid), '24']),
        true,
      );
    await suspend(6, 'signatures');
    for (const by of review.seated()) await review.must('signatures', {}, by);
    await suspend(7, 'actions/report');
    await review.must('actions/report', {}, person(0));
  });

  it('waits for its buyer to replace an expert who has come to sit in a joint buyer, and for nobody of the panel until then', async () => {
    const joint = await makeBody(app);
    const review = await Reviewing.begin(app, bureau, reviewers, undefined, { terms: { jointBuyers: [joint] } });
    await review.appointAll();
    await review.qualify();
    await review.declareAll();
    // The buyer's representative may sit there.
    for (const no of [4, 1]) {
      for (const by of [0, 1]) expect(await steps(review, person(by))).toEqual(['actions/check-conformity']);
      await giveSeat(app, person(no), 'bureau_officer', joint);
    }
    expect(await review.code('actions/check-conformity', review.results(), person(0))).toEqual([422, 'panel_unlawful']);
    expect(await steps(review)).toEqual([await replaced(review, person(1))]);
    for (const by of [0, 1]) expect(await steps(review, person(by))).toEqual([]);
    for (const no of [4, 1])
      await app.dataSource.query(`DELETE FROM seat WHERE user_id = $1 AND organisation_id = $2`, [
        person(no).id,
        joint,
      ]);
  });

  it.each(['OPEN_TENDER', 'COMPETITIVE_CONSULTATION'])(
    'checks in %s also bids of which none could be read',
    async (method) => {
      const review = await Reviewing.begin(app, bureau, reviewers, undefined, { method });
      await app.dataSource.query(`UPDATE bid SET state = 'unreadable', price = NULL WHERE tender_id = $1`, [review.id]);
      const [isTender, size] = method === 'OPEN_TENDER' ? [true, 5] : [false, 3];
      await review.appointAll(['expert', 'expert', ...(isTender ? ['expert', 'expert'] : []), 'buyer_representative']);
      await review.declareAll(size);
      const qualify = 'actions/qualify';
      const toQualify = () => ownSteps(app, bureau.officer, 'bid_qualification', review.id);
      expect(await toQualify()).toEqual(isTender ? [`tenders/${review.id}/review/${qualify}`] : []);
      expect(await steps(review, person(0))).toEqual(isTender ? [] : [qualify]);
      if (isTender) await review.qualify();
      else await review.found(qualify, review.results());
      expect(await toQualify()).toEqual([]);
      const check = 'actions/check-conformity';
      for (let by = 0; by <= size / 2; by++) {
        expect(await steps(review, person(by))).toEqual([check]);
        expect(await review.code(check, review.results(review.bids), person(by))).toEqual([200, '']);
        expect(await steps(review, person(by))).toEqual([]);
      }
      const { body } = await app.http.get(`/api/v1/tenders/${review.id}`).set(bureau.officer.auth);
      expect((body as { lots: { state: string }[] }).lots.map(({ state }) => state)).toEqual(['failed']);
    },
  );

  it('asks about a low price, then decides on it, each member until it has found, before it scores', async () => {
    await setInstant(app, null);
    const review = await Reviewing.begin(app, bureau, reviewers, ['80000.00', '180000.00', '190000.00', '200000.00']);
    await review.checked();
    await setInstant(app, '2026-02-02T01:00:00Z');
    expect(await review.code('actions/begin-scoring', {}, person(0))).toEqual([422, 'explanations_open']);
    expect(await steps(review, person(0))).toEqual(['explanations']);
    const [bid] = review.bids as [string];
    const asked = { bid, dueAt: '2026-02-02T02:00:00Z', reason: '报价明显偏低' };
    await review.must('explanations', asked, person(0));
    expect(await steps(review, person(0))).toEqual([]);
    await setInstant(app, '2026-02-02T02:00:00.000001Z');
    const settle = `explanations/${bid}/actions/settle`;
    for (const by of [0, 1, 2]) {
      expect(await steps(review, person(by))).toEqual([settle]);
      expect(await review.code(settle, { accepted: true, reason: '见成本明细' }, person(by))).toEqual([200, '']);
      if (by < 2) expect(await steps(review, person(by))).toEqual([]);
    }
    for (const by of [0, 4]) expect(await steps(review, person(by))).toEqual(['actions/begin-scoring']);
    expect(await review.code('actions/begin-scoring', {}, person(4))).toEqual([200, '']);
    await setInstant(app, null);
  });

  it('asks about another low price while it waits for what is said of one', async () => {
    await setInstant(app, null);
    const review = await Reviewing.begin(app, bureau, reviewers, ['80000.00', '85000.00', '190000.00', '200000.00']);
    await review.checked();
    await setInstant(app, '2026-02-02T01:00:00Z');
    const [first, second] = review.bids as [string, string];
    const asked = { dueAt: '2026-02-02T02:00:00Z', reason: '报价明显偏低' };
    await review.must('explanations', { ...asked, bid: first }, person(0));
    for (const by of [0, 1]) expect(await steps(review, person(by))).toEqual(['explanations']);
    const [task] = await ownTasks(app, person(1), 'panel_step', review.id);
    expect(task?.title).toContain('explanation of a low price to be asked for');
    await review.must('explanations', { ...asked, bid: second, dueAt: '2026-02-02T03:00:00Z' }, person(1));
    for (const by of [0, 1]) expect(await steps(review, person(by))).toEqual([]);
    await setInstant(app, '2026-02-02T02:00:00.000001Z');
    expect(await steps(review, person(0))).toEqual([`explanations/${first}/actions/settle`]);
    await setInstant(app, null);
  });

  it('is told to call for final offers anew where its members named several moments, or theirs is over', async () => {
    const lot = await Consulting.begin(app, bureau, reviewers);
    await lot.talk();
    await setInstant(app, TALKS);
    const review = lot.review as Reviewing;
    const call = 'actions/request-final-offers';
    const waits = () => Promise.all([0, 1, 2].map((by) => steps(review, person(by))));
    const calls = (by: number, deadlineAt: string) => lot.must('request-final-offers', { deadlineAt }, person(by));
    await calls(0, FINAL);
    expect(await waits()).toEqual([[], [call], [call]]);
    await calls(1, '2025-11-14T08:05:00Z');
    await calls(2, '2025-11-14T08:10:00Z');
    expect(await waits()).toEqual([[call], [call], [call]]);
    // A moment that is over holds nobody to it.
    await setInstant(app, '2025-11-14T08:30:00Z');
    await calls(0, '2025-11-14T09:00:00Z');
    expect(await waits()).toEqual([[], [call], [call]]);
    expect((await calls(1, '2025-11-14T09:00:00Z')).lotState).toBe('final_offers_requested');
    expect(await waits()).toEqual([[], [], []]);
    await setInstant(app, null);
  });
});
