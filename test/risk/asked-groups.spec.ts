import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findIndicator } from '../../src/watch/rules/registry.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk } from '../support/flag-desk.js';
import { plantFairLots, plantMarket, type PlantedMarket } from '../support/markets.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const RELEASES = [
  { release: 'the version that it was asked by', later: 0 },
  { release: 'a later version', later: 1 },
];

describe.each(RELEASES)('a group that was asked about its flag, judged by $release of the rule', ({ later }) => {
  const rule = findIndicator('N12') as NonNullable<ReturnType<typeof findIndicator>>;
  let app: TestApp;
  let desk: FlagDesk;
  let world: RiskWorld;
  let market: PlantedMarket;
  let member: TestAccount;
  let id: string;

  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    await setBusinessDay(app, '2024-03-01');
    world = new RiskWorld(app, 'live');
    const buyer = await makeBody(app, { region: '990203' });
    market = await plantMarket(world, buyer, '5c'.repeat(32));
    await screen();
    [{ id } = { id: '' }] = await world.flags('N12');
    member = await makeUser(app, 'agency_manager', market.ring[0]);
    await desk.done(await desk.read(id), 'assign', { askOrganisations: [market.ring[0]] });
    Object.assign(rule, { version: rule.version + later });
    // Most of the lots turn out to be of earlier years, and in nine further ones the three bid as anybody does.
    for (const { tender } of market.ringLots.slice(0, 6))
      await world.facts(tender, [{ kind: 'notice', lot: null, data: { publishedOn: '2019-01-02' } }]);
    await plantFairLots(world, buyer, market.ring);
    await screen();
  });
  afterAll(async () => {
    Object.assign(rule, { version: rule.version - later });
    await app.close();
  });

  const screen = async (): Promise<void> => {
    await world.touchTogether(await world.dirty());
    await world.screen();
  };
  const readState = async (): Promise<unknown> =>
    ((await desk.read(id)).evidence?.[0] as { state?: string } | undefined)?.state;

  it('does not end the question by bidding on: the flag stays open, and says what is found now', async () => {
    const flag = await desk.read(id);
    expect(flag).toMatchObject({ state: 'open', changedSince: true, subjects: { count: 1 } });
    expect(flag.history.map(({ action }) => action)).not.toContain('remedied');
    expect(await readState()).toBe('clear');
  });

  it('tells the body that was asked that nothing is found of it any more, and no figure of that', async () => {
    const asked = await desk.read(id, member);
    expect(asked).toMatchObject({ state: 'open', changedSince: true, evidence: [{ state: 'clear' }] });
    const [found] = (await desk.read(id)).evidence ?? [];
    expect(asked.evidence?.[0]?.explanation).toBe(found?.explanation);
    const { items } = await desk.list('indicator=N12', member);
    expect(items).toMatchObject([{ id, changedSince: true }]);
  });

  it('still answers, and is decided by a person', async () => {
    await desk.done(await desk.read(id), 'respond', { reason: '此后各包报价均按成本测算' }, member);
    await screen();
    expect((await desk.read(id)).state).toBe('open');
    const decided = await desk.done(await desk.read(id), 'explain', { reason: '答复与后续报价相符' });
    expect(decided.state).toBe('explained');
    expect(decided.evidence?.[0]?.evidence).not.toEqual([]);
  });

  it('is told nothing of it while a lot without a public result is among what is judged', async () => {
    expect(await desk.read(id, member)).toMatchObject({ changedSince: true, evidence: [{ state: 'clear' }] });
    const lot = market.ringLots.at(-1) as PlantedMarket['ringLots'][number];
    await app.dataSource.query(
      `UPDATE tender SET conducted = 'here', state = 'issued', terms = '{}', plan = '{}' WHERE id = $1`,
      [lot.tender],
    );
    await app.dataSource.query(`UPDATE lot SET state = 'reviewed' WHERE id = $1`, [lot.lot]);
    expect(await desk.read(id, member)).toMatchObject({ changedSince: false, evidence: [{ state: 'triggered' }] });
    expect(await desk.read(id)).toMatchObject({ changedSince: true, evidence: [{ state: 'clear' }] });
  });
});
