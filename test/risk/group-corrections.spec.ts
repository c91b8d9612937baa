import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { OrganisationsService } from '../../src/people/organisations/organisations.service.js';
import { TenderChangesService } from '../../src/purchase/tenders/tender-changes.service.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';
import { FlagDesk, type Flag } from '../support/flag-desk.js';
import { PLANTED, plantLot, plantMarket, type PlantedLot, type PlantedMarket } from '../support/markets.js';
import { setBusinessDay, RiskWorld } from '../support/risk-world.js';

const DECISION = { reason: '落选报价均等于最高限价，答复未说明原因', restsOn: ['bids'] };

interface Planted extends PlantedLot {
  line: string;
  buyer: string;
}

describe('a flag of a group that was confirmed', () => {
  let app: TestApp;
  let desk: FlagDesk;
  let officer: TestAccount;
  let markets = 0;
  let buyer: string;

  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    await setBusinessDay(app, '2024-03-01');
  });
  afterAll(() => app.close());

  /** A market with a group whose losers stand at the ceiling, found, asked about and confirmed. */
  async function confirm(
    seed: string,
    withCodes = false,
  ): Promise<{ world: RiskWorld; market: PlantedMarket; flag: Flag }> {
    const world = new RiskWorld(app, 'live');
    buyer = await makeBody(app, { region: '990203' });
    officer = await makeUser(app, 'bureau_officer', buyer);
    const market = await plantMarket(world, buyer, seed, { called: `示例机构${++markets}-`, year: 2000 + 5 * markets });
    if (withCodes)
      for (const body of market.ring)
        await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [body, creditCode()]);
    const before = new Set((await world.flags('N12')).map(({ id }) => id));
    await rescreen(world);
    const [found] = (await world.flags('N12')).filter(({ id }) => !before.has(id));
    const members = [];
    for (const body of market.ring) members.push(await makeUser(app, 'agency_manager', body));
    let flag = await desk.done(await desk.read(found?.id ?? ''), 'assign', { askOrganisations: market.ring });
    for (const member of members) flag = await desk.done(flag, 'respond', { reason: '限价偏低，按限价报价' }, member);
    flag = await desk.done(flag, 'confirm', DECISION);
    expect(flag.state).toBe('confirmed');
    return { world, market, flag };
  }
  const changes = (): TenderChangesService => app.running.app.get(TenderChangesService);
  /** A group whose members win in turn, of whose lots nobody said which services they are for: found, asked about, confirmed. */
  async function confirmTurns(world: RiskWorld, first: number) {
    const name = (names: readonly string[]) => Promise.all(names.map((one) => world.body(`${one}${first}`)));
    const [agencies, others] = [
      await name(['轮流甲社', '轮流乙社', '轮流丙社']),
      await name(['另甲社', '另乙社', '另丙社']),
    ];
    const lines: string[] = [];
    for (let n = 0; n < 6; n++)
      lines.push(await world.line({ since: `${first - 1}-01-01`, name: `留任服务线 ${first} ${n}` }));
    const plant = async (bidders: readonly string[], winner: number, on: string) => {
      const bids = bidders.map((bidder, i) => ({ bidder, won: i === winner, price: `${190 + 2 * i}000.00` }));
      const by = await makeBody(app, { region: '990203' });
      return { ...(await plantLot(world, by, on, bids)), buyer: by };
    };
    const lots: Planted[] = [];
    for (let year = first; year < first + 4; year++)
      for (const [turn, line] of lines.entries()) {
        const on = `${year}-11-${String(3 + 2 * turn).padStart(2, '0')}`;
        lots.push({ ...(await plant(agencies, turn % 3, on)), line });
        await plant(others, (turn * turn + year) % 3, on);
      }
    const before = new Set((await world.flags('N02')).map(({ id }) => id));
    await rescreen(world);
    const [found] = (await world.flags('N02')).filter(({ id }) => !before.has(id));
    let flag = await desk.done(await desk.read(found?.id ?? ''), 'assign', { askOrganisations: agencies });
    for (const body of agencies) {
      const manager = await makeUser(app, 'agency_manager', body);
      flag = await desk.done(flag, 'respond', { reason: '一直承接同一服务' }, manager);
    }
    flag = await desk.done(flag, 'confirm', DECISION);
    expect(flag.state).toBe('confirmed');
    return { flag, lots };
  }
  async function rescreen(world: RiskWorld): Promise<void> {
    await world.touchTogether(await world.dirty());
    await world.screen();
  }
  /** Another system says its purchase anew, with another ceiling. */
  const say = ({ external }: PlantedLot, ceiling: string) =>
    app.http
      .put(`/api/v1/tenders/by-external-id/${PLANTED}/${external}`)
      .set(officer.auth)
      .send({ buyer, title: '社区居家养老服务采购', lots: [{ no: 1, ceiling }] })
      .expect(200);

  it('opens again when the ceilings that it rests on are corrected, and says which correction it was', async () => {
    const { world, market, flag } = await confirm('5c'.repeat(32));
    for (const lot of market.ringLots) await say(lot, '260000.00');
    await rescreen(world);
    const after = await desk.read(flag.id);
    expect(after).toMatchObject({ state: 'cleared', decidedAt: null });
    expect(after.history.slice(-2)).toMatchObject([
      { action: 'reopened', to: 'open', data: { correction: { audit: expect.any(String), fact: null } } },
      { action: 'cleared', to: 'cleared', data: { correction: { audit: expect.any(String) } } },
    ]);
  });

  it('opens again and asks its bodies anew when one ceiling of many is corrected', async () => {
    const { world, market, flag } = await confirm('6d'.repeat(32));
    await say(market.ringLots[0] as PlantedLot, '200500.00');
    await rescreen(world);
    const after = await desk.read(flag.id);
    expect(after.state).toBe('open');
    expect(after.asked.map(({ answeredAt }) => answeredAt)).toEqual([null, null, null]);
    expect(after.history.at(-1)).toMatchObject({ action: 'reopened', data: { asked: [...market.ring].sort() } });
  });

  it.each([
    {
      how: 'of the purchases',
      year: 2016,
      step: 'service_lines_set',
      record: ({ tender, line }: Planted) => changes().setServiceLines(SYSTEM, tender, undefined, [line]),
    },
    {
      how: 'of one lot each',
      year: 2011,
      step: 'changed',
      record: ({ external: id, line, buyer: by }: Planted) =>
        changes().put(
          SYSTEM,
          { system: PLANTED, id },
          { buyer: by, title: '社区居家养老服务采购', lots: [{ no: 1, serviceLines: [line] }] },
        ),
    },
  ])('opens again when the services $how are recorded, and says so', async ({ year: first, step, record }) => {
    const world = new RiskWorld(app, 'live');
    const found = await confirmTurns(world, first);
    for (const planted of found.lots) await record(planted);
    await rescreen(world);
    const after = await desk.read(found.flag.id);
    expect(after.decidedAt).toBeNull();
    const reopened = after.history.find(({ action }) => action === 'reopened');
    expect(reopened).toMatchObject({ to: 'open', data: { correction: { audit: expect.any(String), fact: null } } });
    const { audit } = reopened?.data['correction'] as { audit: string };
    const [row] = await app.dataSource.query<{ action: string }[]>(`SELECT action FROM audit_entry WHERE id = $1`, [
      audit,
    ]);
    expect(row?.action).toBe(step);
  });

  const rename = (body: string) =>
    app.running.app.get(OrganisationsService).change(SYSTEM, body, undefined, { name: `更名机构 ${body}` });
  it('stays as it was decided when a member is renamed that goes by its credit code', async () => {
    const { world, market, flag } = await confirm('8f'.repeat(32), true);
    await rename(market.ring[0] ?? '');
    await rescreen(world);
    expect(await desk.read(flag.id)).toMatchObject({
      ...{ state: 'confirmed', version: flag.version, changedSince: false },
    });
  });

  it('opens again when a member is renamed that goes by its name', async () => {
    const { world, market, flag } = await confirm('9a'.repeat(32));
    await rename(market.ring[0] ?? '');
    await rescreen(world);
    const after = await desk.read(flag.id);
    expect(after.decidedAt).toBeNull();
    expect(after.history.find(({ action }) => action === 'reopened')).toMatchObject({
      data: { correction: { audit: expect.any(String), fact: null } },
    });
  });

  it('stays as it was decided when lots are added that nobody corrected', async () => {
    const { world, market, flag } = await confirm('7e'.repeat(32));
    await say(market.honestLots[0] as PlantedLot, '210000.00');
    await rescreen(world);
    expect(await desk.read(flag.id)).toMatchObject({ state: 'confirmed', version: flag.version });
  });
});
