import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { WordsKeeper } from '../../src/purchase/bids/comparison/words-keeper.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { issueTender } from '../support/bidding.js';
import { makeBureau, makeThreshold, startBusinessAt, type Bureau } from '../support/drafts.js';
import { placed } from '../support/feed.js';

interface Item {
  event: string;
  id: string;
  kind: string;
}

describe('the feed tells what a change does to what was told before', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  /** The events about an object as the buyer reads them, with the kind of each. */
  const listKinds = async (id: string): Promise<string[][]> => {
    await placed(app);
    const items: Item[] = [];
    for (let path: string | null = '/api/v1/changes?limit=200'; path !== null;) {
      const { body } = await app.http.get(path).set(bureau.officer.auth).expect(200);
      const page = body as { items: Item[]; next: string | null };
      items.push(...page.items);
      path = page.next;
    }
    return items.filter((item) => item.id === id).map(({ event, kind }) => [event, kind]);
  };

  it('of a purchase: documents corrected, words of bids deleted, the purchase cancelled', async () => {
    const { draft, tender, lots } = await issueTender(app, bureau);
    await draft.must('post', 'actions/correct', {
      reason: '更正错误',
      correction: { terms: { requirement: '每周两次上门服务' } },
    });
    // How words come to be compared is told elsewhere; here they were, and are past their time.
    await app.dataSource.query(
      `INSERT INTO lot_comparison (lot_id, compared_at, result) VALUES ($1, business_now() - interval '731 days', '{}')`,
      [lots[0]],
    );
    await app.running.app.get(WordsKeeper).deleteOverdueWords();
    await draft.must(
      'post',
      'actions/cancel',
      { reason: '任务取消', ground: 'unforeseen_change', reference: '财监〔2025〕7号' },
      bureau.approver,
    );
    const kinds = await listKinds(tender);
    expect(kinds).toContainEqual(['tender.issue', 'change']);
    expect(kinds.filter(([, kind]) => kind !== 'change')).toEqual([
      ['tender.correct', 'correction'],
      ['tender.bid_words_deleted', 'deletion'],
      ['tender.cancel', 'withdrawal'],
    ]);
  });

  it.each([
    ['acceptance', 'correct_items', 'correction'],
    ['review', 'correct_score', 'correction'],
    ['complaint', 'correct', 'correction'],
    ['payment', 'reverse', 'correction'],
    ['payment', 'dropped', 'withdrawal'],
    ['payment', 'pay', 'change'],
    ['award', 'invalidate', 'withdrawal'],
    ['organisation', 'parted', 'correction'],
    ['organisation_merge', 'undo', 'withdrawal'],
    ['organisation_bar', 'revoke', 'withdrawal'],
    // Another object has an action of the same name.
    ['api_key', 'revoke', 'change'],
    ['registration', 'document_removed', 'deletion'],
    ['user', 'second_factor_removed', 'deletion'],
    ['worker', 'erase', 'deletion'],
    ['contract', 'amend', 'change'],
  ])('of a %s: %s is told as a %s', async (aggregate, action, kind) => {
    const id = randomUUID();
    await app.running.app
      .get(Transactions)
      .run(SYSTEM, (tx) => tx.record({ aggregate, id, action, tenants: [bureau.id] }));
    expect(await listKinds(id)).toEqual([[`${aggregate}.${action}`, kind]]);
  });
});
