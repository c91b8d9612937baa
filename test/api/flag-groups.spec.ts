import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findIndicator } from '../../src/watch/rules/registry.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Flag } from '../support/flag-desk.js';
import { CEILING, plantLot, plantMarket, type PlantedMarket } from '../support/markets.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const SEED = '5c'.repeat(32);
const DATASET = 'import:heard';
const ANSWER = { reason: '各自编制报价，另附测算说明' };
const REASONED = { reason: '落标报价均等于最高限价，答复未说明各自的测算依据', restsOn: ['bids'] };

describe('the hearing of a flag about a group', () => {
  let app: TestApp;
  let world: RiskWorld;
  let buyer: string;
  let market: PlantedMarket;
  let supervisor: TestAccount;
  let members: TestAccount[];
  let id: string;

  const get = async (by = supervisor): Promise<Flag> =>
    (await app.http.get(`/api/v1/risk/flags/${id}`).set(by.auth).expect(200)).body as Flag;
  const act = async (action: string, body: object, by = supervisor): Promise<Flag> => {
    const { version } = await get(by);
    const sent = app.http.post(`/api/v1/risk/flags/${id}/actions/${action}`).set(by.auth);
    return (await sent.set('If-Match', `"${version}"`).send(body).expect(200)).body as Flag;
  };
  const work = async (): Promise<void> => world.touchAll(await world.dirty());
  const correct = async (tender: string, fact: string, bidder: string, price: string): Promise<string> => {
    const data = { bidder: { organisation: bidder }, price, status: 'valid' };
    const [made = ''] = await world.facts(tender, [{ kind: 'bid', lot: 1, data, replaces: fact }]);
    return made;
  };
  const bids = (bidders: readonly string[], ...prices: string[]) =>
    bidders.map((bidder, i) => ({ bidder, price: prices[i] ?? '', won: i === 0 }));
  /** The flag as it is, without the instants of assessments. */
  const same = ({ state, version, asked, explanation, history }: Flag) => ({
    ...{ state, version, asked, explanation, history },
  });

  /** The flag while a version of its rule is in force that reads more, and how the stored finding differs from the one that is held. */
  const readUnderNewVersion = async (): Promise<[Flag, object[]]> => {
    const rule = findIndicator('N12') as NonNullable<ReturnType<typeof findIndicator>>;
    const { version, uses } = rule;
    Object.assign(rule, { version: version + 1, uses: [...uses, 'subject'] });
    try {
      await world.reassess();
      const stored = await app.dataSource.query<object[]>(
        `SELECT s.held_finding ->> 'version' <> s.finding ->> 'version' AS "isOtherVersion",
           s.held ->> 'inputsHash' <> s.inputs_hash AS "isOtherHash" FROM flag_subject s WHERE s.flag_id = $1`,
        [id],
      );
      return [await get(), stored];
    } finally {
      Object.assign(rule, { version, uses });
      await world.reassess();
    }
  };

  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-03-01');
    world = new RiskWorld(app, DATASET);
    buyer = await makeBody(app, { region: '990203', dataset: DATASET });
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    market = await plantMarket(world, buyer, SEED);
    members = await Promise.all(market.ring.map((body) => makeUser(app, 'agency_manager', body)));
    // Long ago a price of theirs was mistyped and put right.
    const [lot] = market.ringLots;
    const [bidder = ''] = market.ring;
    const fact = lot?.facts[bidder] ?? '';
    const [{ price }] = await app.dataSource.query<[{ price: string }]>(
      `SELECT data ->> 'price' AS price FROM fact WHERE id = $1`,
      [fact],
    );
    const wrong = price === CEILING ? '195000.00' : CEILING;
    const mistyped = await correct(lot?.tender ?? '', fact, bidder, wrong);
    await correct(lot?.tender ?? '', mistyped, bidder, price);
    await work();
    await world.screen();
    const flags = await world.flags('N12');
    expect(flags).toHaveLength(1);
    id = flags[0]?.id ?? '';
    await act('assign', { askOrganisations: [...market.ring] });
    for (const member of members) await act('respond', ANSWER, member);
  });
  afterAll(() => app.close());

  it('tells of no changed facts where only a new version of its rule reads more of them', async () => {
    const heard = await get();
    const [later, stored] = await readUnderNewVersion();
    expect(stored).toEqual([{ isOtherVersion: true, isOtherHash: true }]);
    expect(same(later)).toEqual(same(heard));
    expect(later.changedSince).toBe(false);
    expect((await get()).changedSince).toBe(false);
  });

  it('keeps their answers when others bid elsewhere, before the next screening and after it', async () => {
    const heard = await get();
    expect(heard.asked.map(({ answeredAt }) => answeredAt === null)).toEqual([false, false, false]);
    await plantLot(world, buyer, '2023-11-20', bids(market.honest, '181001.00', '183002.00', '186003.00'));
    await work();
    expect(same(await get())).toEqual(same(heard));
    // What they were asked about stands, with its evidence, though the rule waits for the next run.
    const waiting = await get();
    expect(waiting.evidence).toEqual(heard.evidence?.map((each) => ({ ...each, state: 'insufficient_data' })));
    expect((await get(members[0])).evidence?.[0]?.explanation).toBe((await get(members[1])).evidence?.[0]?.explanation);
    await world.screen();
    expect(same(await get())).toEqual(same(heard));
  });

  it('holds what they were asked about when they bid again, until they are asked anew', async () => {
    const heard = await get();
    await plantLot(world, buyer, '2023-11-22', bids(market.ring, '172001.00', CEILING, CEILING));
    await work();
    await world.screen();
    const later = await get();
    expect(same(later)).toEqual(same(heard));
    expect(later).toMatchObject({ changedSince: true, evidence: heard.evidence });
    expect((await get(members[0])).changedSince).toBe(false);
    // One of them is asked about what is found now; so are the others who had answered on the words before.
    const again = await act('assign', { askOrganisations: [market.ring[0]] });
    expect(again.explanation).toContain('in 9 of 9 lots');
    expect(again.changedSince).toBe(false);
    expect(again.asked.map(({ answeredAt }) => answeredAt)).toEqual([null, null, null]);
    const answers = again.history.filter(({ action }) => action === 'respond');
    expect(answers.map(({ superseded }) => superseded)).toEqual([true, true, true]);
    for (const member of members) await act('respond', ANSWER, member);
    expect((await act('confirm', REASONED)).state).toBe('confirmed');
  });

  it('keeps the decision when others bid elsewhere, and when they bid again themselves', async () => {
    const decided = await get();
    await plantLot(world, buyer, '2023-11-21', bids(market.honest, '182001.00', '184002.00', '187003.00'));
    await work();
    await world.screen();
    expect(same(await get())).toEqual(same(decided));
    await plantLot(world, buyer, '2023-11-23', bids(market.ring, '171001.00', CEILING, CEILING));
    await work();
    await world.screen();
    const after = await get();
    expect(same(after)).toEqual(same(decided));
    expect(after).toMatchObject({ changedSince: true, parts: [] });
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?dataset=${DATASET}&indicator=N12&state=triggered&limit=200`)
      .set(supervisor.auth)
      .expect(200);
    expect((body as { items: { explanation: string }[] }).items[0]?.explanation).toContain('in 10 of 10 lots');
    expect(after.explanation).toContain('in 9 of 9 lots');
    // So it is told where a new version of the rule has come as well.
    expect((await readUnderNewVersion())[0].changedSince).toBe(true);
  });

  it('opens it again, and asks them anew, when a bid of theirs is corrected', async () => {
    const [lot] = market.ringLots.slice(1);
    const prices = await app.dataSource.query<{ id: string; bidder: string }[]>(
      `SELECT id, data #>> '{bidder,organisation}' AS bidder FROM fact WHERE id = ANY ($1::uuid[]) AND data ->> 'price' = $2`,
      [Object.values(lot?.facts ?? {}), CEILING],
    );
    const [loser] = prices;
    await correct(lot?.tender ?? '', loser?.id ?? '', loser?.bidder ?? '', '199000.00');
    await work();
    expect((await get()).state).toBe('confirmed');
    await world.screen();
    const after = await get();
    expect(after.history.map(({ action }) => action)).toContain('reopened');
    const answers = after.history.filter(({ action }) => action === 'respond');
    expect(answers.map(({ superseded }) => superseded)).toEqual(answers.map(() => true));
    expect(answers).toHaveLength(6);
    expect(after.state).toBe('open');
    expect(after.asked.map(({ answeredAt, appealedAt }) => [answeredAt, appealedAt])).toEqual(
      members.map(() => [null, null]),
    );
    expect(after.explanation).toContain('of 10 lots');
  });
});
