import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSql } from '../../migrations/files.js';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, OPEN_TENDER, openTenderBids, type Bidding } from '../support/bidding.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, decided, repeated } from '../support/lots.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startPurchasing } from '../support/started.js';
import { readVersion } from '../support/version.js';

interface Shown {
  state: string;
  version: number;
}

/** Order 87 articles 66 and 69: how the own bid fared a bidder is told with the result. */
describe('what a bidder reads of its own bid', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    reviewers = await makeReviewers(app, 5);
  });
  afterAll(() => app.close());

  /** Bids that were sealed and opened, of which the third could not be read. */
  async function open(method: 'OPEN_TENDER' | 'COMPETITIVE_CONSULTATION', prices: string[]) {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { draft, tender, lots } = await issueTender(app, bureau, method === 'OPEN_TENDER' ? OPEN_TENDER : {});
    const bids = await bidAll(app, await makeBidders(app, prices.length), lots[0] ?? '', prices);
    await app.dataSource.query(
      `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, 40, get_byte(ciphertext, 40) # 1) WHERE id = $1`,
      [bids[2]?.id],
    );
    await setBusinessTime(app, '2025-12-02T09:00:00+08:00');
    await openTenderBids(app, bureau, tender);
    const review = Reviewing.of(app, draft, reviewers, 1);
    bids.forEach(({ id, bidder }, i) => review.offers.push({ bid: id, bidder: bidder.body, price: prices[i] ?? '' }));
    return { review, bids };
  }
  const readAs = async (id: string, by: TestAccount) =>
    (await app.http.get(`/api/v1/bids/${id}`).set(by.auth).expect(200)).body as Shown & { allowedActions: object[] };
  /** By itself, and in the list of own bids, which finds it by the state that is shown. */
  async function see({ id, bidder }: Bidding): Promise<Shown> {
    const { state, version } = await readAs(id, bidder.user);
    const list = await app.http.get(`/api/v1/bids?state=${state}`).set(bidder.user.auth).expect(200);
    const item = (list.body as { items: (Shown & { id: string })[] }).items.find((row) => row.id === id);
    expect(item).toMatchObject({ state, version });
    return { state, version };
  }
  const seeAll = async (bids: Bidding[]): Promise<Shown[]> => Promise.all(bids.map(see));
  /** The panel scores those that are left and reports. */
  async function report(review: Reviewing, ranked: string[]): Promise<void> {
    const sheet = review.sheet((bid) => [String(45 - bid * 5), '24'], ranked);
    await review.begin();
    for (const member of review.seated()) expect((await review.save(member, sheet, true)).status).toBe(200);
    for (const member of review.seated()) await review.must('signatures', {}, member);
    await review.must('actions/report', {}, reviewers[0] as TestAccount);
  }
  const states = (shown: Shown[]): string[] => shown.map(({ state }) => state);

  it('is the same before the result of a tender, whether its review finds the bid valid or rejects it', async () => {
    const prices = ['150000.00', '160000.00', '170000.00', '180000.00', '190000.00', '195000.00'];
    const { review, bids } = await open('OPEN_TENDER', prices);
    const [one, two, altered, four] = bids as [Bidding, Bidding, Bidding, Bidding];
    const asOpened = await seeAll(bids);
    expect(states(asOpened)).toEqual(['opened', 'opened', 'unreadable', 'opened', 'opened', 'opened']);
    await review.appointAll();
    await review.declareAll();
    await review.qualify([one.id]);
    expect(await seeAll(bids)).toEqual(asOpened);
    const left = bids.filter((bid) => bid !== one).map(({ id }) => id);
    await review.conform([two.id, altered.id], left);
    // Only that a copy is not to be restored any more is told at once.
    asOpened[2] = { state: 'rejected', version: (asOpened[2]?.version ?? 0) + 1 };
    expect(await seeAll(bids)).toEqual(asOpened);
    // The bodies of the purchase follow it.
    const live = await Promise.all(bids.map(({ id }) => readAs(id, bureau.officer)));
    expect(states(live)).toEqual(['rejected', 'rejected', 'rejected', 'valid', 'valid', 'valid']);
    expect((await readAs(altered.id, altered.bidder.user)).allowedActions).toEqual([]);
    for (const state of ['reviewed', 'confirmed', 'failed']) {
      await app.dataSource.query(`UPDATE lot SET state = $2 WHERE tender_id = $1`, [review.id, state]);
      expect([state, await seeAll(bids)]).toEqual([state, asOpened]);
    }
    await app.dataSource.query(`UPDATE lot SET state = 'result_published' WHERE tender_id = $1`, [review.id]);
    const told = await seeAll(bids);
    expect(states(told)).toEqual(['rejected', 'rejected', 'rejected', 'valid', 'valid', 'valid']);
    expect((await see(four)).version).toBe((asOpened[3]?.version ?? 0) + 1);
  });

  it('is the same where a process of the version before opened it, or had opened it before the upgrade', async () => {
    // Which leaves the column out.
    await app.dataSource.query(`
      CREATE FUNCTION a_version_before() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        NEW.bidder_version := (SELECT d.column_default::integer FROM information_schema.columns d
          WHERE d.table_name = 'bid' AND d.column_name = 'bidder_version');
        RETURN NEW; END $$;
      CREATE TRIGGER a_version_before BEFORE INSERT ON bid FOR EACH ROW EXECUTE FUNCTION a_version_before()`);
    const prices = ['150000.00', '160000.00', '170000.00'];
    const { review, bids } = await open('OPEN_TENDER', prices);
    await app.dataSource.query(`DROP FUNCTION a_version_before CASCADE`);
    const versions = await Promise.all(bids.map(({ id }) => readAs(id, bureau.officer)));
    const shown = versions.map(({ state, version }) => ({ state, version }));
    expect(shown[0]?.version).toBeGreaterThan(1);
    expect(await seeAll(bids)).toEqual(shown);
    await app.dataSource.query(
      `UPDATE bid SET state = 'valid', version = version + 1 WHERE tender_id = $1 AND state = 'opened'`,
      [review.id],
    );
    await app.dataSource.query(`UPDATE bid SET bidder_version = 1 WHERE tender_id = $1`, [review.id]);
    await app.dataSource.query(readSql('versions-as-opened/kept.sql'));
    expect(await seeAll(bids)).toEqual(shown);
  });

  it('stays told while the review of a published result is repeated, of who was put out or rejected', async () => {
    const prices = ['150000.00', '160000.00', '170000.00', '180000.00', '190000.00', '195000.00'];
    const { review, bids } = await open('OPEN_TENDER', prices);
    const [winner, second, altered, rejected] = bids as [Bidding, Bidding, Bidding, Bidding];
    await review.appointAll();
    await review.declareAll();
    await review.qualify([rejected.id]);
    const left = bids.filter((bid) => bid !== rejected).map(({ id }) => id);
    await review.conform([altered.id], left);
    const ranked = left.filter((id) => id !== altered.id);
    await report(review, ranked);
    const onResult = async (action: string, by: TestAccount, body: object = {}): Promise<void> => {
      const version = await readVersion(app, 'tender', review.id);
      await app.http
        .post(`/api/v1/tenders/${review.id}/awards/actions/${action}`)
        .set({ ...by.auth, 'If-Match': `"${version}"` })
        .send({ lot: 1, ...body })
        .expect(200);
    };
    await onResult('deliver-report', bureau.officer);
    await onResult('confirm', bureau.approver, { bid: winner.id });
    await onResult('publish-result', bureau.officer);
    expect(states(await seeAll(bids))).toEqual(['won', 'lost', 'rejected', 'rejected', 'lost', 'lost']);
    const about = { tender: review.id, stage: 'process', knownOn: '2025-12-02' };
    const remedy = await acceptedComplaint(app, bureau, second.bidder.user, about);
    await decided(app, bureau.finance, remedy, 'next_rank');
    const [lot = ''] = ((await review.draft.read()).lots as unknown as { id: string }[]).map(({ id }) => id);
    const given = { reason: '另行确定成交供应商', remedy };
    expect((await actOnLot(app, lot, 'apply-remedy', given, bureau.officer)).status).toBe(200);
    const before = await seeAll(bids);
    expect(states(before)).toEqual(['lost', 'lost', 'rejected', 'rejected', 'lost', 'lost']);
    await app.dataSource.query(
      `UPDATE review_score s SET points = 2000 FROM review_member m
       WHERE m.id = s.member_id AND m.user_id = $2 AND s.bid_id = $1 AND s.criterion = 3`,
      [second.id, reviewers[0]?.id],
    );
    const words = { reason: '一名成员评分畸低', ground: 'extreme' };
    expect((await actOnLot(app, lot, 'order-rereview', words, bureau.officer)).status).toBe(200);
    const after = await seeAll(bids);
    expect(states(after)).toEqual(['lost', 'opened', 'rejected', 'rejected', 'opened', 'opened']);
    // What is shown otherwise has another version, and none goes back.
    for (const [i, { state, version }] of after.entries()) {
      const [was, least] = [before[i], state === before[i]?.state ? 0 : 1];
      expect(version).toBeGreaterThanOrEqual((was?.version ?? Number.POSITIVE_INFINITY) + least);
    }
  });

  it('says nothing of another panel that reviews it before the result is published', async () => {
    const { review, bids } = await open('OPEN_TENDER', [
      ...['150000.00', '160000.00', '170000.00', '180000.00', '190000.00', '195000.00'],
    ]);
    const asOpened = await seeAll(bids);
    const altered = bids[2] as Bidding;
    await review.appointAll();
    await review.declareAll();
    await review.qualify([]);
    const ids = bids.map(({ id }) => id);
    await review.conform([altered.id], ids);
    await report(
      review,
      ids.filter((id) => id !== altered.id),
    );
    const [lot = ''] = ((await review.draft.read()).lots as unknown as { id: string }[]).map(({ id }) => id);
    const void_ = { reason: '两名成员收受财物', ground: 'panel_violation', reference: '财监〔2025〕7号' };
    expect((await repeated(app, bureau, lot, void_)).status).toBe(200);
    const live = await Promise.all(bids.map(({ id }) => readAs(id, bureau.officer)));
    expect(states(live)).toEqual(['opened', 'opened', 'unreadable', 'opened', 'opened', 'opened']);
    const { version = 0 } = live[2] ?? {};
    // That a copy can be restored again is told, as its rejection was.
    expect(await seeAll(bids)).toEqual(asOpened.map((shown, i) => (i === 2 ? { ...shown, version } : shown)));
    expect(live.filter((bid, i) => i !== 2 && bid.version === asOpened[i]?.version)).toEqual([]);
  });

  it('is whether it was rejected in a consultation, where the panel tells it and talks with the others', async () => {
    const { review, bids } = await open('COMPETITIVE_CONSULTATION', [
      '150000.00',
      '160000.00',
      '170000.00',
      '180000.00',
    ]);
    await review.appointAll(['expert', 'expert', 'buyer_representative']);
    await review.declareAll(3);
    const [one = ''] = review.bids;
    await review.qualify([one], reviewers[0]);
    expect(states(await seeAll(bids))).toEqual(['rejected', 'opened', 'unreadable', 'opened']);
    await review.conform([review.bids[2] ?? ''], review.bids.slice(1));
    expect(states(await seeAll(bids))).toEqual(['rejected', 'valid', 'rejected', 'valid']);
  });
});
