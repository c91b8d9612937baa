import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode, type Parties } from '../support/contracts.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { Resulting } from '../support/results.js';

import { ResultClock } from '../../src/purchase/awards/results/result-clock.js';
import { Race } from '../support/races.js';
import { scaleRounds } from '../support/rounds.js';

const ROUNDS = scaleRounds(50);
const rounds = Array.from({ length: ROUNDS }, (_, i) => i + 1);

let app: TestApp;
let bureau: Bureau;
beforeAll(async () => {
  app = await startTestApp();
  await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  bureau = await makeBureau(app);
  await makeThreshold(app);
  await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
});
afterAll(() => app.close());

const rows = async (lot: string, action: string): Promise<number> => {
  const [row] = await app.dataSource.query<{ n: number }[]>(
    `SELECT count(*)::int AS n FROM audit_entry e JOIN outbox o ON o.audit_id = e.id WHERE e.aggregate_id = $1 AND e.action = $2`,
    [lot, action],
  );
  return row?.n ?? 0;
};
const awards = async (lot: string): Promise<string[]> =>
  (
    await app.dataSource.query<{ state: string }[]>(`SELECT state FROM award WHERE lot_id = $1 ORDER BY state`, [lot])
  ).map(({ state }) => state);

describe('at the same moment', () => {
  it(`two confirmations, then two publications, ${ROUNDS} rounds each: one award on each lot`, async () => {
    const result = await Resulting.begin(app, bureau, { lots: ROUNDS });
    const race = new Race('two confirmations, then two publications');
    const lotOf = (round: number): string => result.lots[round - 1]?.id ?? '';
    for (const lot of rounds) {
      await result.deliver(lot);
      const at = await result.version();
      const body = { lot, bid: result.bid(0, lot) };
      const confirmed = await Promise.all([1, 2].map(() => result.post('confirm', body, bureau.approver, at)));
      expect([lot, confirmed.map(({ status }) => status).sort()]).toEqual([lot, [200, 412]]);
      expect([await awards(lotOf(lot)), await rows(lotOf(lot), 'confirm')]).toEqual([['pending'], 1]);
      const next = await result.version();
      expect(next).toBe(at + 1);
      const published = await Promise.all(
        [1, 2].map(() => result.post('publish-result', { lot }, bureau.officer, next)),
      );
      expect([lot, published.map(({ status }) => status).sort()]).toEqual([lot, [200, 412]]);
      expect([await awards(lotOf(lot)), await rows(lotOf(lot), 'publish_result')]).toEqual([['active'], 1]);
      race.saw('one award, once pending, once active');
    }
    const [{ facts }] = await app.dataSource.query<[{ facts: number }]>(
      `SELECT count(*)::int AS facts FROM fact WHERE subject_id = $1 AND kind = 'award'`,
      [result.id],
    );
    expect(facts).toBe(ROUNDS);
    race.told();
  });

  it(`the clock and an approver, ${ROUNDS} rounds: one of them`, async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const result = await Resulting.begin(app, bureau, { lots: ROUNDS });
    const clock = app.running.app.get(ResultClock);
    const race = new Race('the clock against an approver');
    for (const lot of rounds) await result.deliver(lot);
    for (const lot of rounds) {
      const id = result.lots[lot - 1]?.id ?? '';
      await app.dataSource.query(
        `UPDATE lot_result SET deems_at = business_now() + interval '3 milliseconds' WHERE lot_id = $1`,
        [id],
      );
      const at = await result.version();
      const [answer] = await Promise.all([
        result.post('confirm', { lot, bid: result.bid(0, lot) }, bureau.approver, at),
        clock.sweep(),
      ]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await clock.sweep();
      const told = [await rows(id, 'confirm'), await rows(id, 'deem_confirmed')];
      expect([lot, answer.status, told]).toEqual([
        lot,
        answer.status === 200 ? 200 : 409,
        answer.status === 200 ? [1, 0] : [0, 1],
      ]);
      expect(await awards(id)).toEqual(['pending']);
      race.saw(answer.status === 200 ? 'confirmed by the approver' : 'deemed confirmed');
    }
    race.told();
  });

  it(`the last signature and a refusal, then a replacement, ${ROUNDS} rounds: signed or refused, never both`, async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const window = { start: '2026-01-01', end: '2026-12-31' };
    const result = await Resulting.begin(app, bureau, { lots: ROUNDS, window });
    const agency = result.lots[0]?.offers[0]?.bidder ?? '';
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [agency, creditCode()]);
    const parties: Parties = { bureau, agency, manager: await result.bidder(0) };
    const race = new Race('the last signature against a refusal');
    for (const lot of rounds) {
      const award = await result.published(lot);
      const made = await app.http
        .post('/api/v1/contracts')
        .set(bureau.officer.auth)
        .send({ award: award.id, ...CONTENT });
      if (made.status !== 201) throw new Error(made.text);
      const contract = new Contracting(app, parties, (made.body as { id: string }).id);
      const { here } = await contract.read();
      await contract.must('sign', { hash: here.contentHash }, parties.manager);
      const { version } = await contract.read();
      const [signed, refused] = await Promise.all([
        contract.post('actions/sign', { hash: here.contentHash }, bureau.approver, version),
        result.onAward(award.id, 'refuse', { reason: '放弃' }, parties.manager, award.version),
      ]);
      const won = signed.status === 200 ? 'signed' : 'refused';
      race.saw(won);
      expect([lot, signed.status, refused.status]).toEqual(
        won === 'signed' ? [lot, 200, refused.body.code === 'stale_version' ? 412 : 409] : [lot, 422, 200],
      );
      expect(await awards(result.lots[lot - 1]?.id ?? '')).toEqual([won === 'signed' ? 'contracted' : 'refused']);
      if (won === 'signed') continue;
      // The next rank comes while somebody still tries to sign what was refused.
      await result.must('propose-replacement', { lot, reason: '放弃' }, bureau.officer);
      const at = (await contract.read()).version;
      const [replaced, again] = await Promise.all([
        result.post('replace-award', { lot }),
        contract.post('actions/sign', { hash: here.contentHash }, bureau.approver, at),
      ]);
      expect([lot, replaced.status, again.status]).toEqual([lot, 200, 422]);
      expect(await awards(result.lots[lot - 1]?.id ?? '')).toEqual(['pending', 'refused']);
    }
    race.told();
  }, 400_000);
});
