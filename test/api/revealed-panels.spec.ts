import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import type { Bureau } from '../support/drafts.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startBureau } from '../support/started.js';

const HEALTH = { ground: 'health', reason: '住院' };
const alike = (_: number, bid: number): [string, string] => [String(45 - bid * 5), '24'];

describe('a panel whose sheets are locked', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    reviewers = await makeReviewers(app, 8);
  });
  afterAll(() => app.close());

  it('loses nobody and gains nobody beside a replacement, which goes on to the report', async () => {
    const review = await Reviewing.begin(app, bureau, reviewers);
    const seat = async (user: TestAccount): Promise<string> =>
      (await review.read()).members.find((member) => member.user === user.id)?.id ?? '';
    const remove = async (user: TestAccount) =>
      review.code(`members/${await seat(user)}/actions/remove`, HEALTH, review.officer);
    const appoint = (user: TestAccount, kind = 'expert') =>
      review.code('members', { user: user.id, kind }, review.officer);
    const panel = async () => (await review.read()).members.length;
    await review.checked();
    // Before any sheet is locked the same panel changes freely.
    expect(await remove(person(4))).toEqual([200, '']);
    expect(await appoint(person(4), 'buyer_representative')).toEqual([200, '']);
    await review.declare(person(4));
    await review.scored(alike);
    expect((await review.read()).state).toBe('revealed');
    const replacing = { user: person(5).id, ground: 'recusal', reason: '与投标人有利害关系' };
    const replaced = await review.must(`members/${await seat(person(0))}/actions/replace`, replacing, review.officer);
    expect(replaced.state).toBe('appointed');
    expect(await remove(person(1))).toEqual([422, 'sheets_locked']);
    expect(await appoint(person(6))).toEqual([422, 'sheets_locked']);
    await review.declare(person(5));
    expect((await review.read()).state).toBe('declared');
    expect(await remove(person(5))).toEqual([422, 'sheets_locked']);
    expect(await appoint(person(7))).toEqual([422, 'sheets_locked']);
    expect(await panel()).toBe(5);
    await review.must('actions/begin-scoring', {}, person(1));
    const sheet = review.sheet((bid) => alike(5, bid));
    expect((await review.save(person(5), sheet, true)).status).toBe(200);
    for (const i of [1, 2, 3, 4, 5]) await review.must('signatures', {}, person(i));
    expect((await review.must('actions/report', {}, person(1))).state).toBe('reported');
  });

  it('is made whole again where a member was taken out before', async () => {
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.checked();
    await review.scored(alike);
    // Test data: what an earlier version allowed.
    await app.dataSource.query(
      `WITH v AS (UPDATE review SET state = 'appointed' WHERE tender_id = $1 RETURNING id)
       UPDATE review_member SET ended_at = business_now(), end_ground = 'health', end_reason = '住院'
       WHERE review_id = (SELECT id FROM v) AND user_id = $2`,
      [review.id, person(0).id],
    );
    const appoint = (user: TestAccount, more: object = {}) =>
      review.code('members', { user: user.id, kind: 'expert', ...more }, review.officer);
    // How many the panel needs is settled by now.
    expect(await appoint(person(5), { demanding: true })).toEqual([422, 'sheets_locked']);
    expect(await appoint(person(5), { demanding: false })).toEqual([200, '']);
    expect(await appoint(person(6))).toEqual([422, 'sheets_locked']);
  });

  it('loses those who were added before, and nobody else', async () => {
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.checked();
    await review.scored(alike);
    const remove = async (user: TestAccount) => {
      const seat = (await review.read()).members.find((member) => member.user === user.id)?.id ?? '';
      return review.code(`members/${seat}/actions/remove`, HEALTH, review.officer);
    };
    // Test data: what an earlier version allowed.
    await app.dataSource.query(`UPDATE review SET state = 'appointed' WHERE tender_id = $1`, [review.id]);
    expect(await remove(person(4))).toEqual([422, 'sheets_locked']);
    await app.dataSource.query(
      `INSERT INTO review_member (review_id, user_id, kind, appointed_at)
       SELECT id, $2, 'expert', business_now() + interval '1 minute' FROM review WHERE tender_id = $1`,
      [review.id, person(5).id],
    );
    expect(await remove(person(5))).toEqual([200, '']);
    expect(await remove(person(4))).toEqual([422, 'sheets_locked']);
    expect((await review.read()).members).toHaveLength(5);
  });
});
