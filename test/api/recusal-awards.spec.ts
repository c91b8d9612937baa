import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Bidding, documentOf, issueTender, makeBidders, offer } from '../support/bidding.js';
import { Consulting } from '../support/consultation.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { pdf } from '../support/files.js';
import { actOnLot, actOnRemedy, scoredExtremely } from '../support/lots.js';
import { Resulting } from '../support/results.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';

const START = '2025-11-03T09:00:00+08:00';
const REASON = { reason: '说明理由' };
const WORDS = { grounds: '评审未按采购文件进行', requests: '重新评审' };
const ENDS = { ...REASON, ground: 'unforeseen_change', reference: '财监〔2025〕7号' };

type Answer = { status: number; body: unknown };
type Send = (by: TestAccount) => PromiseLike<Answer>;

/** Regulation article 9 before the contract, and the Civil Servants Law for the authority: of those whose offers were opened. */
describe('who has a seat in a body that has bid', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, START);
    await makeThreshold(app);
    bureau = await makeBureau(app);
  });
  afterAll(() => app.close());

  const outcome = ({ status, body }: Answer) => {
    const { code, rule, basis } = body as { code?: string; rule?: string; basis?: { article: string } };
    return status < 300 ? [status] : [status, code ?? null, rule ?? basis?.article ?? null];
  };
  type Role = 'officer' | 'approver' | 'finance';
  const ROLES = { officer: 'bureau_officer', approver: 'bureau_approver', finance: 'finance_authority' } as const;
  /** For the buyer or the authority, and for this body as well. */
  const tiedTo = async (body: string, role: Role): Promise<TestAccount> => {
    const [of] = await app.dataSource.query<{ id: string }[]>(
      `SELECT organisation_id AS id FROM seat WHERE user_id = $1`,
      [bureau[role].id],
    );
    return makeAccount(
      app,
      { role: ROLES[role], organisation: of?.id ?? '' },
      { role: 'integrator', organisation: body },
    );
  };
  /** Refused to who is tied to the body, and then done by who is not. */
  const recused = async (what: string, send: Send, body: string, role: Role, basis = 'RECUSE-3Y'): Promise<unknown> => {
    const refused = await send(await tiedTo(body, role));
    expect([what, ...outcome(refused)]).toEqual([what, 422, 'acts_with_interest', basis]);
    const answer = await send(bureau[role]);
    expect([what, ...outcome(answer)]).toEqual([what, 200]);
    return answer.body;
  };

  it('decides nothing of its result: no objection, no tie, no award and no replacement', async () => {
    const result = await Resulting.begin(app, bureau, { ranks: [1, 1, 3] });
    const third = result.lots[0]?.offers[2]?.bidder ?? '';
    const act = (action: string, body: object, role: Role) =>
      recused(action, (by) => result.post(action, body, by), third, role);
    await result.deliver();
    await act('record-objection', REASON, 'approver');
    await act('withdraw-objection', {}, 'approver');
    await act('settle-tie', {}, 'approver');
    const [first] = (await result.read()).candidates;
    await act('confirm', { bid: first?.bid }, 'approver');
    const award = await result.publish();
    const winner = result.lots[0]?.offers.findIndex(({ bidder }) => bidder === award.supplier?.id) ?? 0;
    expect((await result.onAward(award.id, 'refuse', REASON, await result.bidder(winner))).status).toBe(200);
    await act('propose-replacement', REASON, 'officer');
    await act('replace-award', REASON, 'approver');
  });

  it('repeats no review and ends nothing', async () => {
    const begin = async () => {
      const result = await Resulting.begin(app, bureau);
      const lot = result.lots[0]?.id ?? '';
      const bidder = result.lots[0]?.offers[1]?.bidder ?? '';
      const act = (action: string, body: object, role: Role) =>
        recused(action, (by) => actOnLot(app, lot, action, body, by), bidder, role);
      return { result, lot, act };
    };
    const again = await begin();
    await scoredExtremely(app, again.lot);
    await again.result.confirmed();
    await again.act('propose-repetition', { ...REASON, ground: 'extreme' }, 'officer');
    await again.act('order-rereview', REASON, 'approver');
    const anew = await begin();
    await anew.result.confirmed();
    await anew.act('propose-repetition', { ...ENDS, ground: 'panel_composition' }, 'officer');
    await anew.act('reconstitute-panel', REASON, 'approver');
    const over = await begin();
    await over.result.confirmed();
    await over.act('propose-ending', { ...ENDS, outcome: 'cancelled' }, 'officer');
    await over.act('cancel', REASON, 'approver');
    const failed = await begin();
    await failed.result.confirmed();
    await failed.act('propose-ending', { ...ENDS, ground: 'unlawful_acts' }, 'officer');
    await failed.act('fail', REASON, 'approver');
  });

  it('answers no challenge: neither for who challenges nor for who has bid', async () => {
    const result = await Resulting.begin(app, bureau);
    await result.published();
    const [winner, rival] = [result.lots[0]?.offers[0]?.bidder ?? '', await result.bidder(1)];
    const challenge = async () => {
      const body = { tender: result.id, stage: 'result', ...WORDS };
      const made = await app.http.post('/api/v1/challenges').set(rival.auth).send(body);
      const { id } = made.body as { id: string };
      return {
        id,
        act:
          (action: string, given: object): Send =>
          (by) =>
            actOnRemedy(app, 'challenges', id, action, given, by),
      };
    };
    const answered = await challenge();
    await recused('state-no-effect', answered.act('state-no-effect', REASON), winner, 'officer');
    const challenger = result.lots[0]?.offers[1]?.bidder ?? '';
    const given = { ...REASON, result: 'not_upheld' };
    await recused('answer', answered.act('answer', given), challenger, 'officer');
    const late = await challenge();
    await app.dataSource.query(`UPDATE challenge SET scope = 'late' WHERE id = $1`, [late.id]);
    await recused('set-aside', late.act('set-aside', REASON), challenger, 'officer');
  });

  it('nor decides a complaint for the authority', async () => {
    const result = await Resulting.begin(app, bureau);
    await result.published();
    const [winner, rival] = [result.lots[0]?.offers[0]?.bidder ?? '', await result.bidder(1)];
    const of = { tender: result.id, ...WORDS };
    const send = async (path: string, body: object) => {
      const made = await app.http.post(`/api/v1/${path}`).set(rival.auth).send(body);
      expect([path, made.status]).toEqual([path, 201]);
      return (made.body as { id: string }).id;
    };
    const challenge = await send('challenges', { ...of, stage: 'result' });
    const given = { ...REASON, result: 'not_upheld' };
    expect((await actOnRemedy(app, 'challenges', challenge, 'answer', given, bureau.officer)).status).toBe(200);
    const complaint = async () => {
      const id = await send('complaints', { ...of, challenge });
      return (action: string, body: object = REASON) =>
        recused(
          action,
          (by) => actOnRemedy(app, 'complaints', id, action, body, by),
          winner,
          'finance',
          'CIVIL-SERVANT-RECUSE',
        );
    };
    const first = await complaint();
    await first('refuse', { ...REASON, ground: 'not_challenged' });
    const second = await complaint();
    await second('record-examination', {});
    await second('accept', {});
    await second('send-copies', {});
    await second('begin-appraisal');
    await second('end-appraisal', {});
    await second('decide', { ...REASON, result: 'rejected', effect: 'none', reference: '财采决〔2025〕1号' });
    const third = await complaint();
    await third('ask-correction');
  });

  it('qualifies nobody, and says nothing of what the talks would change', async () => {
    const reviewers = await makeReviewers(app, 5);
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.appointAll();
    await review.declareAll();
    const bidder = review.offers[0]?.bidder ?? '';
    const qualify: Send = (by) => review.post('actions/qualify', review.results(), by);
    await recused('qualify', qualify, bidder, 'officer');
    const talks = await (await Consulting.begin(app, bureau, reviewers)).talk();
    const supplier = (talks.review as Reviewing).offers[1]?.bidder ?? '';
    expect((await talks.propose()).status).toBe(200);
    await recused('refuse', (by) => talks.act('refuse-requirement', REASON, by), supplier, 'officer');
    expect((await talks.propose()).status).toBe(200);
    const [soon] = await app.dataSource.query<{ at: Date }[]>(`SELECT business_now() + interval '2 hours' AS at`);
    const respondBy = soon?.at.toISOString();
    await recused('confirm', (by) => talks.act('confirm-requirement', { respondBy }, by), supplier, 'officer');
  });

  it('and is told of nothing while the bids are sealed', async () => {
    const { tender, lots } = await issueTender(app, bureau);
    const [bidder] = await makeBidders(app, 1);
    if (bidder === undefined) throw new Error('nobody bids');
    const bid = await Bidding.begin(app, bidder, lots[0] ?? '');
    const documents = [await documentOf(bid, pdf(), 'x.pdf')];
    expect((await bid.act('submit', { content: { ...offer('180000.00'), documents } })).status).toBe(200);
    const tied = await tiedTo(bidder.body, 'approver');
    const ends = { reason: '违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' };
    const refused = await actOnLot(app, lots[0] ?? '', 'fail', { ...ends, ground: 'none' }, tied);
    expect([tender.length, refused.body.code === 'acts_with_interest']).toEqual([36, false]);
    expect((await actOnLot(app, lots[0] ?? '', 'fail', ends, tied)).status).toBe(200);
  });
});
