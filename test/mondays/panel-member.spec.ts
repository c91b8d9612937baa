import { expect } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import { until } from '../../tour/stage.js';
import { bidAll, makeBidders, opening } from '../support/bidding.js';
import { makeBureau, setBusinessTime, makeThreshold } from '../support/drafts.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { monday, personOf, refusalOf } from './monday.js';

interface Sheets {
  items: {
    own: boolean;
    locked: boolean;
    scores: { bid: string; criterion: number; points: string; comment: string | null }[];
  }[];
}

const PRICES = ['180000.00', '190000.00', '200000.00'];

monday('Panel member', async ({ app }) => {
  const bureau = await makeBureau(app);
  await makeThreshold(app);
  const reviewers = await makeReviewers(app, 5);
  const review = await Reviewing.begin(app, bureau, reviewers, undefined, { opened: false });
  const [account, ...colleagues] = reviewers as [TestAccount, ...TestAccount[]];
  const person = personOf(app, account);
  const at = `tenders/${review.id}/review`;

  // Before the opening there is nothing to find out, and before the appointment nothing either.
  const [lot] = (await review.draft.read()).lots as unknown as [{ id: string }];
  const bidders = await makeBidders(app, 3);
  const sealed = await bidAll(app, bidders, lot.id, PRICES);
  const seen = async (): Promise<string> => {
    const answers = [at, `tenders/${review.id}/opening`, `tenders/${review.id}`, `tenders/${review.id}/awards`].map(
      (path) => person.get<object>(path).catch(() => ({})),
    );
    return JSON.stringify(await Promise.all(answers));
  };
  const secrets = [...sealed.map(({ id }) => id), ...bidders.map(({ body }) => body), ...PRICES.slice(0, 2)];
  const found = async (): Promise<string[]> => {
    const text = await seen();
    return secrets.filter((secret) => text.includes(secret));
  };
  expect(await found()).toEqual([]);
  expect(await refusalOf(person.get(`bids/${sealed[0]?.id}`))).toEqual([404, 'not_found']);
  await setBusinessTime(app, '2025-11-24T09:31:00+08:00');
  for (const [by, action] of [
    [bureau.officer, 'request_opening'],
    [bureau.approver, 'open_bids'],
  ] as const)
    expect((await opening(app, review.id, by, action)).status).toBe(200);
  const officer = personOf(app, bureau.officer);
  await until(
    () => officer.get<{ state: string }>(`tenders/${review.id}/opening`),
    ({ state }) => state === 'held',
  );
  const { bids: opened } = await review.read();
  for (const [i, { body: bidder }] of bidders.entries()) {
    const { id } = opened.find((bid) => (bid as { bidder?: { id: string } }).bidder?.id === bidder) ?? { id: '' };
    review.offers.push({ bid: id, bidder, price: PRICES[i] ?? '' });
  }
  await review.appointAll();
  const shown = await seen();
  for (const bid of review.bids) expect(shown).toContain(bid);

  // A word about every bidder, or none is heard.
  await review.qualify();
  const declare = (bids: readonly string[]) =>
    review.post('declarations', { declarations: bids.map((bid) => ({ bid })) }, account);
  expect((await declare(review.bids.slice(1))).body.code).toBe('declaration_incomplete');
  expect((await declare(review.bids)).status).toBe(200);
  for (const colleague of colleagues) await review.declare(colleague);
  await review.conform();
  await review.begin();

  // Alone: what others write is not to be seen, locked or not, until all are locked.
  const sheets = async () => (await person.get<Sheets>(`${at}/score-sheets?lot=1`)).items;
  const word = (member: number) => `成员 ${member + 1}：排班与服务时间相符`;
  const written = (member: number) => {
    const { scores } = review.sheet((bid) => [String(45 - bid * 5 - member), '24']);
    return { scores: scores.map((score, i) => (i === 0 ? { ...score, comment: word(member) } : score)) };
  };
  for (const [i, colleague] of colleagues.slice(0, 3).entries())
    expect((await review.save(colleague, written(i + 1), true)).status).toBe(200);
  expect((await review.save(account, written(0))).status).toBe(200);
  const own = {
    own: true,
    locked: false,
    scores: expect.arrayContaining([expect.objectContaining({ points: '45.00', comment: word(0) })]),
  };
  expect(await sheets()).toMatchObject([own]);
  expect((await refusalOf(person.get(`${at}/report?lot=1`)))[0]).toBeGreaterThanOrEqual(403);
  expect((await review.save(account, written(0), true)).status).toBe(200);
  expect(await sheets()).toMatchObject([{ ...own, locked: true }]);
  expect((await review.save(account, written(2))).body.code).not.toBeUndefined();

  // The last lock shows all of them, and the report is signed by each.
  expect((await review.save(colleagues[3] as TestAccount, written(4), true)).status).toBe(200);
  const all = await sheets();
  expect([all.length, all.filter(({ own: mine }) => mine).length]).toEqual([5, 1]);
  for (const { scores } of all) expect(scores).toHaveLength(6);
  const said = all.flatMap(({ scores }) => scores.flatMap(({ comment }) => comment ?? []));
  expect(said.toSorted()).toEqual(reviewers.map((_, member) => word(member)));
  for (const reviewer of reviewers) await review.must('signatures', {}, reviewer);
  expect((await review.must('actions/report', {}, account)).state).toBe('reported');
  const report = await person.get<{ offers: { rank: number; bid: string }[] }>(`${at}/report?lot=1`);
  expect(report.offers.find(({ rank }) => rank === 1)?.bid).toBe(review.bids[0]);
});
