import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

import { makeBureau, setBusinessTime, makeThreshold } from '../support/drafts.js';
import { haveDrawn } from '../support/experts.js';
import { Race } from '../support/races.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { scaleRounds } from '../support/rounds.js';

const ROUNDS = scaleRounds(50);

describe('score sheets of one panel that are written at the same moment', () => {
  let app: TestApp;
  let review: Reviewing;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    await makeThreshold(app);
    reviewers = await makeReviewers(app, 6);
    review = await Reviewing.begin(app, await makeBureau(app), reviewers);
    await review.checked();
    await review.begin();
    // A sheet that is stored while its review no longer is scoring fails at its commit, and is answered with 500.
    await app.dataSource.query(`
      CREATE FUNCTION refuse_late_score() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT FROM review_member m JOIN review v ON v.id = m.review_id
                       WHERE m.id = NEW.member_id AND v.state = 'scoring') THEN
          RAISE EXCEPTION 'a sheet was stored after the closing';
        END IF;
        RETURN NULL;
      END $$`);
    await app.dataSource.query(`
      CREATE CONSTRAINT TRIGGER late_score AFTER INSERT ON review_score DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION refuse_late_score()`);
  });
  afterAll(() => app.close());

  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  const versionOf = async (by: TestAccount): Promise<number> => {
    const { body } = await app.http.get(`/api/v1/tenders/${review.id}/review/score-sheets`).set(by.auth).expect(200);
    return (body as { version: number }).version;
  };
  const save = (by: TestAccount, version: number) =>
    app.http
      .post(`/api/v1/tenders/${review.id}/review/score-sheets`)
      .set(by.auth)
      .set('If-Match', `"${version}"`)
      .send({ lot: 1, ...review.sheet((bid) => [String(40 - bid), '20']) });
  const scoresOf = async (by: TestAccount): Promise<number> => {
    const [row] = await app.dataSource.query<[{ n: number }]>(
      `SELECT count(*)::int AS n FROM review_score s JOIN review_member m ON m.id = s.member_id WHERE m.user_id = $1`,
      [by.id],
    );
    return row.n;
  };

  it(`of two members are both stored, ${ROUNDS} rounds, and leave the version of the tender as it was`, async () => {
    const { version } = await review.draft.read();
    for (let round = 1; round <= ROUNDS; round++) {
      const versions = await Promise.all([0, 1].map((i) => versionOf(person(i))));
      const saved = await Promise.all([0, 1].map((i) => save(person(i), versions[i] as number)));
      expect([round, ...saved.map(({ status, headers }) => [status, headers.etag])]).toEqual([
        round,
        ...versions.map((before) => [200, `"${before + 1}"`]),
      ]);
    }
    expect((await review.draft.read()).version).toBe(version);
  });

  it(`by the same member with one version is stored once, ${ROUNDS} rounds`, async () => {
    for (let round = 1; round <= ROUNDS; round++) {
      const version = await versionOf(person(0));
      const saved = await Promise.all([1, 2].map(() => save(person(0), version)));
      expect([round, ...saved.map(({ status }) => status).sort()]).toEqual([round, 200, 412]);
    }
  });

  it(`as scoring closes are stored before it or not at all, ${ROUNDS} rounds`, async () => {
    const race = new Race('score sheet against the closing');
    const writers = [person(0), person(1)];
    for (let round = 1; round <= ROUNDS; round++) {
      await app.dataSource.query(`UPDATE review SET state = 'scoring' WHERE tender_id = $1`, [review.id]);
      await app.dataSource.query(
        `DELETE FROM review_score s USING review_member m WHERE m.id = s.member_id AND m.user_id = ANY ($1::uuid[])`,
        [writers.map(({ id }) => id)],
      );
      const { members } = await review.read();
      // The fourth and the sixth reviewer take each other's place: with a member gone the panel does not score.
      const [comes, goes] = round % 2 === 1 ? [person(5), person(3)] : [person(3), person(5)];
      const seat = members.find(({ user }) => user === goes.id)?.id ?? '';
      await haveDrawn(app, review.id, review.officer, [comes.id]);
      const { version } = await review.draft.read();
      const versions = await Promise.all(writers.map(versionOf));
      const replace = app.http
        .post(`/api/v1/tenders/${review.id}/review/members/${seat}/actions/replace`)
        .set(review.officer.auth)
        .set('If-Match', `"${version}"`)
        .send({ lot: 1, ground: 'health', reason: '生病', user: comes.id });
      const [closed, ...saved] = await Promise.all([
        replace,
        ...writers.map((by, i) => save(by, versions[i] as number)),
      ]);
      expect([round, closed.status]).toEqual([round, 200]);
      for (const [i, answer] of saved.entries()) {
        const stored = answer.status === 200;
        race.saw(stored ? 'stored, then closed' : 'closed, not stored');
        expect([round, answer.status, await scoresOf(writers[i] as TestAccount)]).toEqual(
          stored ? [round, 200, review.bids.length * 2] : [round, 409, 0],
        );
      }
    }
    const { 'stored, then closed': before = 0, 'closed, not stored': after = 0 } = race.told();
    expect(before + after).toBe(ROUNDS * 2);
  });
});
