import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Flag } from '../support/flag-desk.js';
import { CEILING, plantLot, plantMarket, scoreBid, type PlantedLot, type PlantedMarket } from '../support/markets.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const DATASET = 'import:asked';
const POINTS = ['71.25', '82.5', '93.75'];
const ANSWERS = ['各自编制报价，另附测算说明', '本机构报价按人工成本测算', '未参与其他机构的报价'];
const DECIDED = { reason: '落标报价均等于最高限价，答复未说明各自的测算依据', restsOn: ['atCeiling'] };
const UPHELD = { reason: '申诉未提供新的材料，各包落标报价仍均等于最高限价', restsOn: ['bids'] };
const APPEAL = { reason: '另有两包的报价低于最高限价' };

describe('a body that is asked about a group', () => {
  let app: TestApp;
  let world: RiskWorld;
  let buyer: string;
  let market: PlantedMarket;
  let supervisor: TestAccount;
  let second: TestAccount;
  let members: TestAccount[];
  let stranger: TestAccount;
  let id: string;

  const at = (): string => `/api/v1/risk/flags/${id}`;
  const member = (n: number): TestAccount => members[n] as TestAccount;
  const get = async (by = supervisor): Promise<Flag> =>
    (await app.http.get(at()).set(by.auth).set('Accept-Language', 'en').expect(200)).body as Flag;
  const send = async (action: string, body: object, by: TestAccount) => {
    const { version } = await get();
    return app.http.post(`${at()}/actions/${action}`).set(by.auth).set('If-Match', `"${version}"`).send(body);
  };
  const act = async (action: string, body: object, by = supervisor): Promise<void> => {
    const { status, body: answer } = await send(action, body, by);
    expect([status, answer]).toEqual([200, expect.anything()]);
  };
  const ask = (...bodies: string[]): Promise<void> => act('assign', { askOrganisations: bodies });
  const print = async (by: TestAccount): Promise<string> =>
    (await app.http.get(`${at()}/report?lang=en&format=html`).set(by.auth).expect(200)).text;
  /** Everything of the flag that a reader is told. */
  const readAll = async (by: TestAccount): Promise<string> => {
    const one = await app.http.get(at()).set(by.auth).expect(200);
    const list = await app.http.get(`/api/v1/risk/flags?dataset=${DATASET}`).set(by.auth).expect(200);
    return one.text + list.text + (await print(by));
  };
  const expectHidden = async (by: TestAccount): Promise<void> => {
    await app.http.get(at()).set(by.auth).expect(404);
    await app.http.get(`${at()}/report`).set(by.auth).expect(404);
    const { body } = await app.http.get(`/api/v1/risk/flags?dataset=${DATASET}`).set(by.auth).expect(200);
    expect((body as { items: unknown[] }).items).toEqual([]);
    for (const action of ['respond', 'appeal'])
      expect((await send(action, { reason: ANSWERS[0] }, by)).status).toBe(404);
  };
  const work = async (): Promise<void> => world.touchTogether(await world.dirty());
  const listBids = ({ evidence }: Flag): string[] =>
    (evidence?.[0]?.evidence ?? []).flatMap(({ field, value }) => (field === 'bids' ? [value] : []));

  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-03-01');
    world = new RiskWorld(app, DATASET);
    buyer = await makeBody(app, { region: '990203', dataset: DATASET });
    const office = await makeBody(app, { region: '990000' });
    supervisor = await makeUser(app, 'supervisor', office);
    second = await makeUser(app, 'supervisor', office);
    market = await plantMarket(world, buyer, '5c'.repeat(32));
    members = await Promise.all(market.ring.map((body) => makeUser(app, 'agency_manager', body)));
    stranger = await makeUser(app, 'agency_manager', market.honest[0]);
    // Of one lot the technical points of each are on record.
    const [scored] = market.ringLots as [PlantedLot];
    for (const [n, bidder] of market.ring.entries()) await scoreBid(world, scored, bidder, POINTS[n] ?? '');
    await work();
    await world.screen();
    [{ id } = { id: '' }] = await world.flags('N12');
  });
  afterAll(() => app.close());

  it('reads nothing of it before', async () => {
    for (const by of [member(0), stranger]) await expectHidden(by);
  });

  it('reads figures, words and bids of all lots, its own points and nobody else’s', async () => {
    await ask(market.ring[0] ?? '', market.ring[1] ?? '');
    const [whole, own] = [await get(), await get(member(0))];
    const [all, told] = [whole.evidence?.[0], own.evidence?.[0]];
    expect(told?.explanation).toBe(all?.explanation);
    expect(own.explanation).toBe(whole.explanation);
    const figures = (flag: Flag) => flag.evidence?.[0]?.evidence.filter(({ field }) => field !== 'bids');
    expect(figures(own)).toEqual(figures(whole));
    expect(figures(own)).toHaveLength(4);
    const withoutOthers = listBids(whole).map((bid) => bid.replace(/ technical (?:82\.5|93\.75)/, ''));
    expect(listBids(own)).toEqual(withoutOthers);
    expect(listBids(own).filter((bid) => bid.includes('technical'))).toEqual([
      expect.stringContaining(POINTS[0] ?? ''),
    ]);
    expect(told?.withheld).toEqual([
      { record: 'bid', field: 'technical', count: 2, why: 'other_body', text: expect.any(String) },
    ]);
    const text = await readAll(member(0));
    for (const points of POINTS.slice(1)) expect(text).not.toContain(points);
    const report = await print(member(0));
    expect(report).toContain('Technical points');
    expect(report).toContain(CEILING);
    expect(await readAll(supervisor)).toContain(POINTS[1]);
  });

  it('is alone with that: a member that was not asked and a bidder elsewhere find no flag', async () => {
    for (const by of [member(2), stranger]) await expectHidden(by);
  });

  it('answers, and reads no answer of another member', async () => {
    await act('respond', { reason: ANSWERS[0] }, member(0));
    await act('respond', { reason: ANSWERS[1] }, member(1));
    for (const [own, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const text = await readAll(member(own));
      expect([text.includes(ANSWERS[own] ?? ''), text.includes(ANSWERS[other] ?? '')]).toEqual([true, false]);
      expect((await get(member(own))).asked.map(({ organisation }) => organisation)).toEqual([market.ring[own]]);
    }
    expect(await readAll(supervisor)).toContain(ANSWERS[1]);
  });

  describe('while they bid in a purchase without a result', () => {
    let lot: string;
    const settle = (state: string): Promise<unknown> =>
      app.dataSource.query(`UPDATE lot SET state = $2 WHERE id = $1`, [lot, state]);

    it('reads on what it was asked about, and nothing of that purchase', async () => {
      const before = await get(member(0));
      const bids = market.ring.map((bidder, n) => ({ bidder, price: n === 0 ? '173333.00' : CEILING, won: n === 0 }));
      const planted = await plantLot(world, buyer, '2023-12-20', bids);
      await work();
      ({ lot } = planted);
      await app.dataSource.query(
        `UPDATE tender SET conducted = 'here', state = 'issued', terms = '{}', plan = '{}' WHERE id = $1`,
        [planted.tender],
      );
      await settle('reviewed');
      await world.screen();
      expect(await get(member(0))).toEqual(before);
      expect((await get()).changedSince).toBe(true);
      const text = await readAll(member(0));
      for (const secret of [lot, '173333', '173 333']) expect(text).not.toContain(secret);
    });

    it('reads neither figures nor names nor bids where it is asked about that too, until its result is public', async () => {
      await ask(market.ring[0] ?? '');
      const early = await get(member(0));
      expect(early.evidence?.[0]).toMatchObject({ evidence: [], subject: { label: null } });
      const why = new Map(early.evidence?.[0]?.withheld.map(({ field, why: reason }) => [field, reason]));
      expect([...why].sort()).toEqual([
        ['atCeiling', 'result_not_public'],
        ['bids', 'other_body'],
        ['elsewhere', 'result_not_public'],
        ['elsewhereAtCeiling', 'result_not_public'],
        ['shareAtCeiling', 'result_not_public'],
      ]);
      // How many bids are kept back would tell how many there are.
      const counts = new Map(early.evidence?.[0]?.withheld.map(({ field, count }) => [field, count]));
      expect([counts.get('bids'), counts.get('atCeiling')]).toEqual([null, 1]);
      const text = await readAll(member(0));
      for (const secret of [lot, '173333', '示例机构1', '示例机构2', 'in 9 of 9']) expect(text).not.toContain(secret);
      await settle('result_published');
      const late = await get(member(0));
      expect(late.explanation).toContain('in 9 of 9 lots');
      expect(listBids(late)).toContain('示例机构0 173333.00 won');
      expect(listBids(late)).toHaveLength(27);
    });
  });

  it('reads the decision with its reasons, and appeals once, to another person', async () => {
    await ask(market.ring[2] ?? '');
    for (const [n, reason] of ANSWERS.entries()) await act('respond', { reason }, member(n));
    expect((await send('appeal', APPEAL, member(0))).status).toBe(409);
    await act('confirm', DECIDED);
    for (const n of [0, 1, 2]) {
      const read = await get(member(n));
      expect(read.history.at(-1)).toMatchObject({
        action: 'confirm',
        reason: DECIDED.reason,
        by: null,
        data: { restsOn: DECIDED.restsOn },
      });
      expect(actionNames(read.allowedActions)).toEqual(['appeal']);
      expect(await print(member(n))).toContain(DECIDED.reason);
    }
    expect((await send('appeal', APPEAL, stranger)).status).toBe(404);
    await act('appeal', APPEAL, member(0));
    expect(await readAll(member(1))).not.toContain(APPEAL.reason);
    expect((await send('uphold', UPHELD, supervisor)).body).toMatchObject({ code: 'decided_by_you' });
    await act('uphold', UPHELD, second);
    expect((await get(member(0))).history.at(-1)).toMatchObject({ action: 'uphold', reason: UPHELD.reason, by: null });
    expect((await send('appeal', APPEAL, member(0))).body).toMatchObject({ code: 'flag_appealed_already' });
    expect(actionNames((await get(member(1))).allowedActions)).toEqual(['appeal']);
  });
});
