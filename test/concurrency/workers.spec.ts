import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { registered } from '../support/acceptances.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Race } from '../support/races.js';
import { scaleRounds } from '../support/rounds.js';
import { startContracting } from '../support/started.js';
import { makeWorker } from '../support/workers.js';

interface Result {
  ok: boolean;
  problem?: { code: string };
}
const FIRST_DAY = Date.parse('2026-01-01');
const ROUNDS = scaleRounds(40);

describe('records of one worker under two contracts at the same moment', () => {
  let app: TestApp;
  let parties: Parties;
  let account: TestAccount;
  let contracts: string[];
  let recipients: string[];
  let workers: string[];
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    contracts = [(await Contracting.active(app, parties)).id, (await Contracting.active(app, parties)).id];
    account = await makeUser(app, 'agency_worker', parties.agency);
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    recipients = [];
    for (let n = 0; n < 4; n++) recipients.push(await registered(app, parties, contracts[0] ?? ''));
    workers = [];
    for (let n = 0; n < 4; n++) workers.push(await makeWorker(app, parties));
  });
  afterAll(() => app.close());

  const dayOf = (round: number): string => new Date(FIRST_DAY + round * 86_400_000).toISOString().slice(0, 10);
  const send = async (contract: string | undefined, records: object[]): Promise<Result[]> => {
    const answer = await app.http
      .post(`/api/v1/contracts/${contract}/service-records/batch`)
      .set(account.auth)
      .send({ records });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return (answer.body as { results: Result[] }).results;
  };

  it(`that together are longer than a day, ${ROUNDS} rounds: one of them is stored`, async () => {
    const race = new Race('one worker, one day, two contracts');
    for (const round of race.rounds(40, 2)) {
      const record = {
        servedOn: dayOf(round % 60),
        form: 'administrative',
        minutes: 800,
        servedBy: [await makeWorker(app, parties)],
      };
      const order = round % 2 === 0 ? contracts : contracts.toReversed();
      const answers = await Promise.all(order.map((contract) => send(contract, [record])));
      const outcomes = answers.map(([result]) => (result?.ok ? 'stored' : (result?.problem?.code ?? '?')));
      expect([round, outcomes.toSorted()]).toEqual([round, ['stored', 'worker_overfull']]);
      race.saw(`by contract ${contracts.indexOf(order[outcomes.indexOf('stored')] ?? '') + 1}`);
    }
    expect(Object.keys(race.told())).toHaveLength(2);
  }, 600_000);

  it(`whose people are named in opposite orders, ${ROUNDS} rounds: no deadlock, and all is stored`, async () => {
    const race = new Race('recipients and workers of two batches in opposite orders');
    for (let round = 0; round < ROUNDS; round++) {
      const record = (n: number, reversed: boolean) => {
        const turn = (ids: readonly string[]) => [ids[n % 4], ids[(n + 1) % 4]].sort(() => (reversed ? -1 : 1));
        return {
          servedOn: dayOf(round % 60),
          form: 'visit',
          minutes: 1,
          recipients: turn(recipients),
          servedBy: turn(workers),
        };
      };
      const list = (reversed: boolean) => {
        const records = Array.from({ length: 20 }, (_, n) => record(n, reversed));
        return reversed ? records.toReversed() : records;
      };
      const answers = await Promise.all([send(contracts[0], list(false)), send(contracts[1], list(true))]);
      expect([round, answers.flat().filter(({ ok }) => !ok)]).toEqual([round, []]);
      race.saw('both stored');
    }
    await app.dataSource.query(`SELECT pg_stat_force_next_flush()`);
    const [row] = await app.dataSource.query<{ deadlocks: number }[]>(
      `SELECT deadlocks::int AS deadlocks FROM pg_stat_database WHERE datname = current_database()`,
    );
    expect([race.told(), row?.deadlocks]).toEqual([{ 'both stored': ROUNDS }, 0]);
  }, 600_000);

  it('of somebody who leaves meanwhile: the record is stored or the day of leaving, never both', async () => {
    const race = new Race('a record and the leaving of its worker');
    for (const round of race.rounds(20)) {
      const worker = await makeWorker(app, parties);
      const record = { servedOn: '2026-02-20', form: 'administrative', minutes: 1, servedBy: [worker] };
      const [results, left] = await Promise.all([
        send(contracts[round % 2], [record]),
        app.http
          .post(`/api/v1/organisations/${parties.agency}/workers/${worker}/actions/leave`)
          .set({ ...parties.manager.auth, 'If-Match': '"1"' })
          .send({ on: '2026-02-19' }),
      ]);
      const outcome = [results[0]?.ok ? 'stored' : results[0]?.problem?.code, left.status];
      expect([
        ['stored', 422],
        ['worker_left', 200],
      ]).toContainEqual(outcome);
      race.saw(String(outcome[0]));
    }
    race.told();
  }, 600_000);
});
