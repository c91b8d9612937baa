import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { haveDrawn } from '../support/experts.js';
import { Race } from '../support/races.js';
import { makeReviewers, readNamedVersion, Reviewing } from '../support/reviews.js';
import { scaleRounds } from '../support/rounds.js';
import { readVersion } from '../support/version.js';

const ROUNDS = scaleRounds(50);
const CHECK = 'actions/check-conformity';

describe('members of one panel who act at the same moment', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    await makeThreshold(app);
    bureau = await makeBureau(app);
    reviewers = await makeReviewers(app, 6);
    // What is stored while its review no longer is where it may be fails at its commit, and is answered with 500.
    await app.dataSource.query(`
      CREATE FUNCTION refuse_late_word() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT FROM review v JOIN review_member m ON m.review_id = v.id
                       WHERE m.id = (to_jsonb(NEW) ->> TG_ARGV[1])::uuid AND v.state = TG_ARGV[0]) THEN
          RAISE EXCEPTION 'a member was heard after the closing';
        END IF;
        RETURN NULL;
      END $$`);
    await app.dataSource.query(`
      CREATE CONSTRAINT TRIGGER late_finding AFTER INSERT OR UPDATE ON panel_finding DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION refuse_late_word('declared', 'member_id')`);
    await app.dataSource.query(`
      CREATE CONSTRAINT TRIGGER late_signature AFTER UPDATE ON review_member DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.signed_at IS NOT NULL) EXECUTE FUNCTION refuse_late_word('revealed', 'id')`);
  });
  afterAll(() => app.close());

  const person = (i: number): TestAccount => reviewers[i] as TestAccount;
  const FIVE = [0, 1, 2, 3, 4];
  const send = (review: Reviewing, path: string, body: object, by: TestAccount, version: number) =>
    app.http
      .post(`/api/v1/tenders/${review.id}/review/${path}`)
      .set(by.auth)
      .set('If-Match', `"${version}"`)
      .send({ lot: 1, ...body });
  const tenderOf = ({ id }: Reviewing): Promise<number> => readVersion(app, 'tender', id);
  /** Each by the version of its own seat as it stood before the first of them came. */
  const sendAll = async (review: Reviewing, path: string, body: object, members: readonly number[]) => {
    const seats = await Promise.all(members.map((i) => readNamedVersion(app, review.id, path, person(i))));
    const answers = await Promise.all(members.map((i, at) => send(review, path, body, person(i), seats[at] as number)));
    return answers.map(({ status, headers, body: { code } }, at) =>
      status === 200 ? headers.etag === `"${(seats[at] as number) + 1}"` : `${status} ${String(code)}`,
    );
  };

  describe('find what they find of the bids', () => {
    let review: Reviewing;
    beforeAll(async () => {
      review = await Reviewing.begin(app, bureau, reviewers);
      await review.appointAll();
      await review.qualify();
      await review.declareAll();
    });
    /** The bids are to be checked again by everybody: what was found of them was found of another version. */
    const again = async () => {
      await app.dataSource.query(`UPDATE bid SET state = 'opened', version = version + 1 WHERE tender_id = $1`, [
        review.id,
      ]);
      await app.dataSource.query(
        `DELETE FROM bid_check c USING bid d WHERE d.id = c.bid_id AND d.tender_id = $1 AND c.stage = 'conformity'`,
        [review.id],
      );
    };
    const countFindings = async (by: TestAccount): Promise<number> => {
      const [row] = await app.dataSource.query<[{ n: number }]>(
        `SELECT count(*)::int AS n FROM panel_finding f JOIN review_member m ON m.id = f.member_id
         JOIN bid d ON d.id = f.bid_id AND d.version = f.bid_version WHERE m.user_id = $1`,
        [by.id],
      );
      return row.n;
    };

    it(`two of five are both heard, ${ROUNDS} rounds, and leave the version of the tender as it was`, async () => {
      const before = await tenderOf(review);
      for (let round = 1; round <= ROUNDS; round++) {
        await again();
        expect([round, ...(await sendAll(review, CHECK, review.results(), [0, 1]))]).toEqual([round, true, true]);
      }
      expect(await tenderOf(review)).toBe(before);
    });

    it(`of five the third decides, ${ROUNDS} rounds; who comes later is told so, and nobody is stale`, async () => {
      for (let round = 1; round <= ROUNDS; round++) {
        await again();
        const before = await tenderOf(review);
        const answers = await sendAll(review, CHECK, review.results(), FIVE);
        const late = '422 conformity_done';
        expect([round, answers.toSorted()]).toEqual([round, [late, late, true, true, true].toSorted()]);
        const { bids } = await review.read();
        expect([round, ...bids.map(({ status }) => status)]).toEqual([round, 'valid', 'valid', 'valid']);
        expect([round, await tenderOf(review)]).toEqual([round, before + 1]);
      }
    });

    it(`the same member with one version is heard once, ${ROUNDS} rounds`, async () => {
      for (let round = 1; round <= ROUNDS; round++) {
        await again();
        expect([round, ...(await sendAll(review, CHECK, review.results(), [0, 0])).toSorted()]).toEqual([
          round,
          '412 stale_version',
          true,
        ]);
      }
    });

    it(`as a member is replaced they are heard before it or not at all, ${ROUNDS} rounds`, async () => {
      const race = new Race('findings against the replacement of a member');
      for (let round = 1; round <= ROUNDS; round++) {
        await again();
        await app.dataSource.query(
          `INSERT INTO review_declaration (member_id, bid_id, declared_at)
           SELECT m.id, d.id, business_now() FROM review v JOIN review_member m ON m.review_id = v.id AND m.ended_at IS NULL
           JOIN bid d ON d.lot_id = v.lot_id WHERE v.tender_id = $1 ON CONFLICT DO NOTHING`,
          [review.id],
        );
        await app.dataSource.query(`UPDATE review SET state = 'declared' WHERE tender_id = $1`, [review.id]);
        // The fourth and the sixth reviewer take each other's place: who comes has declared nothing yet.
        const [comes, goes] = round % 2 === 1 ? [person(5), person(3)] : [person(3), person(5)];
        const seat = (await review.read()).members.find(({ user }) => user === goes.id)?.id ?? '';
        const replacement = { ground: 'health', reason: '生病', user: comes.id };
        await haveDrawn(app, review.id, review.officer, [comes.id]);
        const version = await tenderOf(review);
        const [closed, answers] = await Promise.all([
          send(review, `members/${seat}/actions/replace`, replacement, review.officer, version),
          sendAll(review, CHECK, review.results(), [0, 1]),
        ]);
        expect([round, closed.status]).toEqual([round, 200]);
        for (const [i, answer] of answers.entries()) {
          race.saw(answer === true ? 'heard, then replaced' : 'replaced, not heard');
          expect([round, answer, await countFindings(person(i))]).toEqual(
            answer === true ? [round, true, review.bids.length] : [round, '422 declarations_open', 0],
          );
        }
      }
      const { 'heard, then replaced': before = 0, 'replaced, not heard': after = 0 } = race.told();
      expect(before + after).toBe(ROUNDS * 2);
    });
  });

  describe('sign the report or dissent from it', () => {
    let review: Reviewing;
    beforeAll(async () => {
      review = await Reviewing.begin(app, bureau, reviewers);
      await review.checked();
      await review.scored((_, bid) => [String(45 - bid * 5), '24']);
    });
    const dissent = { reason: '对最低报价的合理性持保留意见' };

    it(`all five are heard, ${ROUNDS} rounds, and leave the version of the tender as it was`, async () => {
      const before = await tenderOf(review);
      for (let round = 1; round <= ROUNDS; round++) {
        await app.dataSource.query(`UPDATE review_member SET signed_at = NULL, dissent = NULL`);
        const [signed, dissented] = await Promise.all([
          sendAll(review, 'signatures', {}, [0, 1, 2, 3]),
          sendAll(review, 'dissents', dissent, [4]),
        ]);
        expect([round, ...signed, ...dissented]).toEqual([round, true, true, true, true, true]);
      }
      expect(await tenderOf(review)).toBe(before);
    });

    it(`the same member signs or dissents, ${ROUNDS} rounds: one of them`, async () => {
      for (let round = 1; round <= ROUNDS; round++) {
        await app.dataSource.query(`UPDATE review_member SET signed_at = NULL, dissent = NULL`);
        const version = await readNamedVersion(app, review.id, 'signatures', person(0));
        const both = await Promise.all([
          send(review, 'signatures', {}, person(0), version),
          send(review, 'dissents', dissent, person(0), version),
        ]);
        expect([round, ...both.map(({ status }) => status).toSorted()]).toEqual([round, 200, 412]);
      }
    });

    it(`as the review is reported they are heard before it or not at all, ${ROUNDS} rounds`, async () => {
      const race = new Race('signature against the report');
      const signedBy = async (by: TestAccount): Promise<boolean> => {
        const [row] = await app.dataSource.query<[{ signed: boolean }]>(
          `SELECT m.signed_at IS NOT NULL AS signed FROM review_member m JOIN review v ON v.id = m.review_id
           WHERE v.tender_id = $1 AND m.user_id = $2`,
          [review.id, by.id],
        );
        return row.signed;
      };
      for (let round = 1; round <= ROUNDS; round++) {
        await app.dataSource.query(
          `UPDATE review SET state = 'revealed', report = NULL, report_hash = NULL, reported_at = NULL WHERE tender_id = $1`,
          [review.id],
        );
        await app.dataSource.query(`UPDATE lot SET state = 'opened' WHERE tender_id = $1`, [review.id]);
        await app.dataSource.query(`UPDATE tender SET state = 'opened' WHERE id = $1`, [review.id]);
        // It is noted of the last two that they do not sign, so that the report may be made without them.
        await app.dataSource.query(
          `UPDATE review_member m SET dissent = NULL, signed_at = CASE WHEN user_id = ANY ($2::uuid[]) THEN NULL ELSE business_now() END,
             unsigned_reason = CASE WHEN user_id = ANY ($2::uuid[]) THEN '拒绝签字且不说明理由' END
           FROM review v WHERE v.id = m.review_id AND v.tender_id = $1`,
          [review.id, [person(3).id, person(4).id]],
        );
        const version = await tenderOf(review);
        const [reported, signed, dissented] = await Promise.all([
          send(review, 'actions/report', {}, person(0), version),
          sendAll(review, 'signatures', {}, [3]),
          sendAll(review, 'dissents', dissent, [4]),
        ]);
        expect([round, reported.status]).toEqual([round, 200]);
        for (const [i, answer] of [...signed, ...dissented].entries()) {
          race.saw(answer === true ? 'signed, then reported' : 'reported, not signed');
          expect([round, answer, await signedBy(person(3 + i))]).toEqual(
            answer === true ? [round, true, true] : [round, '409 wrong_state', false],
          );
        }
      }
      const { 'signed, then reported': before = 0, 'reported, not signed': after = 0 } = race.told();
      expect(before + after).toBe(ROUNDS * 2);
    });
  });
});
