import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Consulting } from '../support/consultation.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { placed } from '../support/feed.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';
import { everybody } from '../support/non-interference.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';

interface Entry {
  action: string;
  aggregate?: string;
  data: Record<string, unknown>;
}
const STEPS = ['ask_explanation', 'explain', 'settle_explanation'];

/** The final price of a consultation is secret until its result: so is that it was asked about. */
describe('what is said of a low price', () => {
  let app: TestApp;
  let bureau: Bureau;
  let people: ReadonlyMap<string, TestAccount | null>;
  beforeAll(async () => {
    // The feed is placed by the worker.
    app = await startTestApp({ worker: true });
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    await allowFixedInstant(app);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    people = await everybody(app, bureau.id);
  });
  afterAll(() => app.close());

  const reviewOf = async (tender: string): Promise<string> => {
    const [row] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM review WHERE tender_id = $1`, [tender]);
    return row?.id ?? '';
  };
  const read = async <T>(path: string, by: TestAccount | null): Promise<T[]> => {
    const answer = await app.http.get(`/api/v1/${path}`).set(by?.auth ?? {});
    return answer.status === 200 ? (answer.body as { items: T[] }).items : [];
  };
  /** Which of the steps somebody reads of a review, in the feed, the history and the audit. */
  async function told(review: string, by: TestAccount | null): Promise<string[][]> {
    await placed(app);
    const paths = [
      'changes?limit=200',
      `history?limit=200&subject=review:${review}`,
      `audit/entries?limit=200&subject=review:${review}`,
    ];
    const found: string[][] = [];
    for (const path of paths) {
      const items = await read<Entry>(path, by);
      found.push(items.map(({ action }) => action).filter((action) => STEPS.includes(action)));
    }
    return found;
  }

  it('of a consultation is told to its bidder alone, and with the result by the review itself', async () => {
    const agency = await makeBody(app, { kind: 'agent' });
    const agent = await makeUser(app, 'procurement_agent', agency);
    const panel = await makeReviewers(app, 3);
    const [chair, second] = panel as [TestAccount, TestAccount];
    const lot = await Consulting.sealed(app, bureau, panel, ['180000.00', '190000.00', '199000.00'], { agent: agency });
    expect((await lot.request()).status).toBe(200);
    for (const [i, price] of ['60000.00', '180000.00', '190000.00'].entries()) await lot.mustOffer(i, price);
    await lot.close('2026-02-02T01:00:00Z');
    const bid = (await lot.lot()).bids.find(({ triggers }) => triggers.length > 0)?.id ?? '';
    const review = await reviewOf(lot.review.id);
    const bidder = lot.suppliers[0]?.user as TestAccount;
    const others = [...people, ['agent', agent] as const, ['rival', lot.suppliers[1]?.user as TestAccount] as const];
    const say = async (path: string, body: object, by: TestAccount) =>
      expect((await lot.review.post(`explanations${path}`, body, by)).status).toBe(200);
    const secret = async (): Promise<void> => {
      for (const [role, by] of others) expect([role, ...(await told(review, by))]).toEqual([role, [], [], []]);
      for (const by of [bureau.officer, bureau.approver, agent, people.get('supervisor') as TestAccount]) {
        const { members } = await lot.review.read(by);
        expect(members.map(({ found }) => found)).toEqual([[], [], []]);
      }
    };
    await say('', { bid, dueAt: '2026-02-02T02:00:00Z', reason: '报价明显偏低' }, chair);
    await secret();
    await say(`/${bid}/actions/explain`, { text: '志愿者参与' }, bidder);
    await say(`/${bid}/actions/settle`, { accepted: true, reason: '成本说明合理' }, chair);
    await secret();
    const { members } = await lot.lot();
    expect(members.map(({ found }) => found)).toContainEqual(['price']);
    await say(`/${bid}/actions/settle`, { accepted: true, reason: '成本说明合理' }, second);
    await secret();
    const [feed] = await told(review, bidder);
    expect(feed).toEqual(STEPS);

    await lot.reported();
    await lot.published(agent);
    for (const by of [bureau.officer, agent, people.get('supervisor') as TestAccount]) {
      const items = await read<{ bid: string }>(`tenders/${lot.review.id}/review/explanations`, by);
      expect(items).toMatchObject([{ bid, accepted: true, text: '志愿者参与' }]);
    }
    await secret();
  });

  it('nor is it told of a consultation, before its result, that an offer lies above the ceiling or cannot be read', async () => {
    await setInstant(app, null);
    const agency = await makeBody(app, { kind: 'agent' });
    const agent = await makeUser(app, 'procurement_agent', agency);
    const panel = await makeReviewers(app, 3);
    const lot = await Consulting.sealed(app, bureau, panel, ['180000.00', '190000.00', '195000.00', '199000.00'], {
      agent: agency,
    });
    await lot.propose();
    await lot.confirm();
    for (const i of [0, 1, 2]) expect((await lot.respond(i)).status).toBe(200);
    // The fourth did not answer: that tells nothing of a price, and everybody concerned sees it.
    await setInstant(app, '2025-11-14T07:30:01Z');
    expect((await lot.request('2025-11-14T08:00:01Z')).status).toBe(200);
    for (const [i, price] of ['200000.01', '180000.00', '190000.00'].entries()) await lot.mustOffer(i, price);
    await lot.close('2026-02-02T01:00:00Z');
    const root = lot.suppliers[0]?.bid ?? '';
    const [row] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM bid WHERE envelope_id = $1`, [root]);
    const { bids } = await lot.lot();
    expect(bids.find(({ id }) => id === row?.id)?.checks.at(-1)).toMatchObject({ ground: 'above_ceiling' });
    const insiders = [bureau.officer, bureau.approver, agent, people.get('supervisor') as TestAccount];
    const seenBy = async (by: TestAccount) => (await lot.review.read(by)).bids.find(({ id }) => id === row?.id);
    for (const by of insiders) {
      const seen = await lot.review.read(by);
      expect(seen.bids.filter(({ status }) => status === 'rejected').map(({ checks }) => checks.at(-1))).toEqual(
        expect.arrayContaining([
          { stage: 'consultation', passed: false, ground: null, detail: null, rule: null },
          expect.objectContaining({ ground: 'no_response' }),
        ]),
      );
    }
    await placed(app);
    const others = [...people, ['agent', agent] as const, ['rival', lot.suppliers[1]?.user as TestAccount] as const];
    for (const [role, by] of others)
      for (const path of [
        `tenders/${lot.review.id}`,
        `tenders/${lot.review.id}/review`,
        `tenders/${lot.review.id}/review/consultation`,
        `tenders/${lot.review.id}/opening`,
        `bids/${root}`,
        `history?limit=200&subject=bid:${root}`,
        `audit/entries?limit=200&subject=bid:${root}`,
        'changes?limit=200',
        'me/tasks',
      ]) {
        const { text } = await app.http.get(`/api/v1/${path}`).set(by?.auth ?? {});
        expect([role, path, /above_ceiling|超过最高限价/.test(text)]).toEqual([role, path, false]);
      }
    await lot.reported();
    await lot.published(agent);
    for (const by of insiders) expect((await seenBy(by))?.checks.at(-1)).toMatchObject({ ground: 'above_ceiling' });
  });

  it('of a tender is told to its bidder, the buyer and who watches over them: its price is public', async () => {
    await setInstant(app, null);
    const panel = await makeReviewers(app, 5);
    const review = await Reviewing.begin(app, bureau, panel, ['80000.00', '180000.00', '190000.00', '200000.00']);
    await review.checked();
    const asked = { bid: review.bids[0], dueAt: '2099-01-01T00:00:00Z', reason: '报价明显偏低' };
    await review.must('explanations', asked, panel[0] as TestAccount);
    const id = await reviewOf(review.id);
    const bidder = await makeUser(app, 'agency_manager', review.offers[0]?.bidder);
    const rival = await makeUser(app, 'agency_manager', review.offers[1]?.bidder);
    const seen = async (by: TestAccount) => (await told(id, by))[0];
    expect(await seen(bidder)).toEqual(['ask_explanation']);
    expect(await seen(bureau.officer)).toContain('ask_explanation');
    expect(await seen(rival)).toEqual([]);
    expect(await seen(people.get('supervisor') as TestAccount)).toContain('ask_explanation');
    // Who asked is the panel's secret, for the bidder as for everybody.
    const { text } = await app.http.get('/api/v1/changes?limit=200').set(bidder.auth);
    for (const { id: member } of panel) expect(text).not.toContain(member);
  });
});
