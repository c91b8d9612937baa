import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { FinalOffersWork } from '../../src/purchase/reviews/consultation/final-offers/final-offers-opening.js';
import type { TestApp } from '../support/app.js';
import { moveFinalDeadline } from '../support/bidding.js';
import { codeOf, Consulting, type Receipt } from '../support/consultation.js';
import { makeReviewers } from '../support/reviews.js';
import { nextLead, Race } from '../support/races.js';
import { scaleRounds } from '../support/rounds.js';
import { startBureau } from '../support/started.js';

const ROUNDS = scaleRounds(50);
const HOUR = 3_600_000;

describe('final offers that come at once', () => {
  let app: TestApp;
  let lot: Consulting;
  let id: string;
  beforeAll(async () => {
    const { app: started, bureau } = await startBureau();
    app = started;
    lot = await Consulting.begin(app, bureau, await makeReviewers(app, 3));
    await lot.talk();
    expect((await lot.request()).status).toBe(200);
    id = await lot.lotId();
  });
  afterAll(() => app.close());

  /** The lot as it was when the final offers were asked for. */
  async function again(ms: number): Promise<string> {
    const sql = (text: string) => app.dataSource.query(text);
    await sql(`DELETE FROM sealed_envelope`);
    await sql(`DELETE FROM final_offer`);
    await sql(`DELETE FROM bid_check WHERE stage = 'consultation'`);
    await sql(`UPDATE bid SET state = 'valid', price = NULL`);
    await sql(`UPDATE review SET state = 'declared'`);
    await sql(`UPDATE tender SET state = 'final_offers_requested'`);
    await sql(`UPDATE lot SET state = 'final_offers_requested'`);
    return (await moveFinalDeadline(app, id, ms)).replace('Z', '000Z');
  }
  const envelopes = async (): Promise<number> =>
    (await app.dataSource.query<[{ n: number }]>(`SELECT count(*)::int AS n FROM sealed_envelope`))[0].n;

  it('around the deadline, while the worker closes: in is who has a receipt of a time not after it, and nobody else', async () => {
    const work = app.running.app.get(FinalOffersWork);
    const race = new Race('final offers around their deadline, while the worker closes');
    // A machine may be so slow, or so quick, that all of them come on one side: then there is more time, or less.
    let lead = 40;
    for (const round of race.rounds(50, 2)) {
      const deadline = await again(lead);
      let closed = false;
      const closing = (async () => {
        for (; !closed; await pause(3)) {
          await work.perform(id);
          const [row] = await app.dataSource.query<{ state: string }[]>(`SELECT state FROM lot WHERE id = $1`, [id]);
          closed = row?.state !== 'final_offers_requested';
        }
      })();
      const answers = await Promise.all(
        [0, 1, 2].map(async (i) => {
          await pause((((round * 7 + i * 11) % 60) * lead) / 40 + i);
          return lot.offer(i, `1${i}0000.00`);
        }),
      );
      await closing;
      const accepted = answers.flatMap((a, i) => (a.status === 200 ? [i] : []));
      for (const i of accepted) {
        const { receivedAt } = (answers[i]?.body as Receipt).receipt;
        expect([round, receivedAt <= deadline]).toEqual([round, true]);
      }
      for (const answer of answers)
        if (answer.status !== 200) expect(['deadline_passed', 'wrong_state']).toContain(codeOf(answer)[1]);
      expect([round, await envelopes()]).toEqual([round, accepted.length]);
      const bids = await app.dataSource.query<{ id: string; price: string | null; state: string }[]>(
        `SELECT id, price::text, state FROM bid`,
      );
      const state = (i: number) => bids.find((b) => b.id === lot.suppliers[i]?.bid);
      for (const i of [0, 1, 2]) {
        const offered = accepted.includes(i);
        // Of a round that failed nobody learns who offered: it rejects nobody.
        const told = offered || accepted.length < 2 ? 'valid' : 'rejected';
        expect([round, i, state(i)?.state]).toEqual([round, i, told]);
        expect(state(i)?.price).toBe(offered && accepted.length >= 2 ? `1${i}000000` : null);
      }
      race.saw(`with ${accepted.length} in`);
      lead = nextLead(lead, accepted.length, 3);
    }
    expect(Object.keys(race.told()).length).toBeGreaterThan(1);
  });

  it('two of one supplier: one is in, the other learns of it; the same twice is one', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await again(HOUR);
      const [a, b] = await Promise.all([lot.offer(0, '140000.00'), lot.offer(0, '150000.00')]);
      expect([round, ...[codeOf(a), codeOf(b)].sort()]).toEqual([round, [200, ''], [422, 'final_offer_made']]);
      const [c, d] = await Promise.all([lot.offer(1, '160000.00'), lot.offer(1, '160000.00')]);
      expect([round, c.status, d.status, c.body]).toEqual([round, 200, 200, d.body]);
      expect([round, await envelopes()]).toEqual([round, 2]);
    }
  });

  it('an offer and a withdrawal of one supplier: one of them, never both', async () => {
    const race = new Race('offer against withdrawal');
    for (let round = 0; round < ROUNDS; round++) {
      await again(HOUR);
      const { version } = await lot.own(0);
      const [offered, left] = await Promise.all([
        pause(round % 5).then(() => lot.offer(0, '140000.00')),
        lot.withdraw(0, version),
      ]);
      const both = [codeOf(offered), codeOf(left)];
      const [row] = await app.dataSource.query<{ state: string }[]>(`SELECT state FROM bid WHERE id = $1`, [
        lot.suppliers[0]?.bid,
      ]);
      const found = [round, both, row?.state, await envelopes()];
      expect(found).toEqual(
        offered.status === 200
          ? [
              round,
              [
                [200, ''],
                [422, 'final_offer_made'],
              ],
              'valid',
              1,
            ]
          : [
              round,
              [
                [422, 'not_in_consultation'],
                [200, ''],
              ],
              'withdrawn_in_consultation',
              0,
            ],
      );
      race.saw(row?.state === 'valid' ? 'offered' : 'withdrawn');
    }
    race.told();
  });
});
