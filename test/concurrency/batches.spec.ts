import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { registered } from '../support/acceptances.js';
import type { TestApp } from '../support/app.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Race } from '../support/races.js';
import { scaleRounds } from '../support/rounds.js';
import { startContracting } from '../support/started.js';

interface Result {
  clientToken: string;
  ok: boolean;
  id?: string;
  repeated?: boolean;
}
const ROUNDS = scaleRounds(50);
const SIZE = 200;
const FIRST_DAY = Date.parse('2026-01-01');

describe('two devices send what they kept at the same moment', () => {
  let app: TestApp;
  let parties: Parties;
  let worker: TestAccount;
  let contract: string;
  let recipients: string[];
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    ({ id: contract } = await Contracting.active(app, parties));
    worker = await makeUser(app, 'agency_worker', parties.agency);
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    recipients = [await registered(app, parties, contract), await registered(app, parties, contract)];
  });
  afterAll(() => app.close());

  /** The same in each round but for its day; every other record names the same two people the other way round. */
  const record = (name: string, round: number, n: number) => ({
    clientToken: `${name}-${round}-${n}`,
    servedOn: new Date(FIRST_DAY + round * 86_400_000).toISOString().slice(0, 10),
    form: 'visit',
    minutes: 1,
    workers: { assistant: 1 },
    recipients: n % 2 === 0 ? recipients : recipients.toReversed(),
  });
  const send = async (records: object[]): Promise<Result[]> => {
    const answer = await app.http
      .post(`/api/v1/contracts/${contract}/service-records/batch`)
      .set(worker.auth)
      .send({ records });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return (answer.body as { results: Result[] }).results;
  };
  const stored = async (name: string, round: number) => {
    const [row] = await app.dataSource.query<{ records: number; tokens: number; named: number; told: number }[]>(
      `WITH s AS (SELECT id, client_token FROM service_record WHERE contract_id = $1 AND client_token LIKE $2)
       SELECT count(*)::int AS records, count(DISTINCT client_token)::int AS tokens,
         (SELECT count(*)::int FROM service_record_recipient p WHERE p.record_id IN (SELECT id FROM s)) AS named,
         (SELECT count(*)::int FROM audit_entry a CROSS JOIN LATERAL (
            SELECT a.aggregate_id WHERE a.aggregate_type = 'service_record' UNION ALL
            SELECT r ->> 'id' FROM jsonb_array_elements(convert_from(a.canonical, 'UTF8')::jsonb #> '{data,records}') r
            WHERE a.aggregate_type = 'service_record_batch'
          ) named (id) WHERE named.id IN (SELECT id::text FROM s)) AS told FROM s`,
      [contract, `${name}-${round}-%`],
    );
    return row;
  };
  const fresh = (results: readonly Result[]): number => results.filter((result) => result.repeated === false).length;
  const once = (records: number) => ({ records, tokens: records, named: records * 2, told: records });
  /** Each answer is whole, and both name the same record where they speak of one token. */
  const agree = (one: readonly Result[], other: readonly Result[]): void => {
    expect([...one, ...other].every(({ ok, id }) => ok && id !== undefined)).toBe(true);
    const ids = new Map(one.map(({ clientToken, id }) => [clientToken, id]));
    for (const { clientToken, id } of other) expect(ids.get(clientToken) ?? id).toBe(id);
  };

  it(`the same ${SIZE} records, ${ROUNDS} rounds: each is stored once, and both are told the same`, async () => {
    const race = new Race('one batch of service records from two devices');
    for (let round = 0; round < ROUNDS; round++) {
      const list = Array.from({ length: SIZE }, (_, n) => record('same', round, n));
      const [one, other] = await Promise.all([send(list), send(round % 2 === 0 ? list : list.toReversed())]);
      agree(one, other);
      expect([round, fresh(one) + fresh(other)]).toEqual([round, SIZE]);
      expect([round, await stored('same', round)]).toEqual([round, once(SIZE)]);
      race.saw(
        fresh(one) === SIZE ? 'the first stored all' : fresh(other) === SIZE ? 'the second stored all' : 'shared',
      );
    }
    expect(Object.values(race.told()).reduce((sum, n) => sum + n, 0)).toBe(ROUNDS);
  }, 600_000);

  it(`halves that overlap, ${ROUNDS} rounds: what both have is stored once, what one has by that one`, async () => {
    const race = new Race('overlapping batches of service records');
    const half = SIZE / 2;
    for (let round = 0; round < ROUNDS; round++) {
      const all = Array.from({ length: SIZE + half }, (_, n) => record('half', round, n));
      const [one, other] = await Promise.all([send(all.slice(0, SIZE)), send(all.slice(half))]);
      agree(one, other);
      expect([round, fresh(one.slice(0, half)), fresh(other.slice(half))]).toEqual([round, half, half]);
      expect([round, fresh(one.slice(half)) + fresh(other.slice(0, half))]).toEqual([round, half]);
      expect([round, await stored('half', round)]).toEqual([round, once(SIZE + half)]);
      race.saw(fresh(one) === SIZE ? 'what both have: by the first' : 'what both have: by the second');
    }
    expect(Object.values(race.told()).reduce((sum, n) => sum + n, 0)).toBe(ROUNDS);
  }, 600_000);

  it(`batches that each fit a day and not together, ${ROUNDS} rounds: one of them fills it`, async () => {
    const race = new Race('batches that together overfill a day');
    for (const round of race.rounds(50, 2)) {
      const { servedOn } = record('full', round, 0);
      const list = (device: string) =>
        [0, 1, 2].map((n) => ({
          clientToken: `full-${round}-${device}-${n}`,
          servedOn,
          form: 'administrative',
          minutes: 400,
          workers: { assistant: 1 },
        }));
      const order = round % 2 === 0 ? ['a', 'b'] : ['b', 'a'];
      const answers = await Promise.all(order.map((device) => send(list(device))));
      const stored = answers.map((results) => results.filter(({ ok }) => ok).length);
      expect([round, stored.toSorted()]).toEqual([round, [0, 3]]);
      const [sum] = await app.dataSource.query<{ minutes: number }[]>(
        `SELECT sum(minutes)::int AS minutes FROM service_record WHERE contract_id = $1 AND served_on = $2 AND form = 'administrative'`,
        [contract, servedOn],
      );
      expect([round, sum?.minutes]).toEqual([round, 1200]);
      race.saw(`the day is that of device ${order[stored.indexOf(3)]}`);
    }
    expect(Object.keys(race.told())).toHaveLength(2);
  }, 600_000);
});
