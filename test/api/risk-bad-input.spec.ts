import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { statePurchaseLimit } from '../support/limits.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const DATASET = 'import:bad-input';
const CEILING = '200000.00';
const DAY = '2026-04-20';

interface Answer {
  indicator: string;
  state: string;
  reason: { code?: string; missing?: string[] } | null;
  value: string | null;
}
/** What a rule is to answer: its state, and the code or the missing fields where it does not speak. */
type Expected = Readonly<Record<string, string>>;
interface Bid {
  price?: string | null;
  status?: 'valid' | 'rejected' | 'withdrawn';
  /** Number of the firm; without it that of its place. */
  firm?: number;
}
interface LotCase {
  name: string;
  bids: readonly Bid[];
  /** The first of them, unless it says otherwise. */
  winners?: readonly number[];
  suppliersMost?: number;
  bidCount?: number | null;
  pricing?: 'fixed' | 'competitive' | null;
  method?: string | null;
  expected: Expected;
}

const priced = (...prices: string[]): Bid[] => prices.map((price) => ({ price }));
/** Without a pattern. */
const HONEST = ['171350.00', '176212.00', '182777.00', '187003.00', '196120.00'];
const SAME = ['180000.37', '180000.37', '180000.37', '180000.37', '180000.37'];

const LOTS: readonly LotCase[] = [
  {
    name: 'no bids',
    bids: [],
    winners: [],
    bidCount: 0,
    expected: {
      ...{ C05: 'not_applicable no_bids', C08: 'not_applicable no_bids', C10: 'not_applicable no_bids' },
      ...{ C11: 'not_applicable no_bids', C12: 'not_applicable no_bids', C13: 'not_applicable no_bids' },
      ...{ C01: 'not_applicable no_bids', C02: 'not_applicable no_bids', C03: 'not_applicable no_bids' },
      ...{ C09: 'not_applicable no_bids', C14: 'not_applicable no_bids', C15: 'not_applicable no_bids' },
    },
  },
  {
    name: 'one bid',
    bids: priced('180000.00'),
    expected: { C14: 'triggered', C05: 'insufficient_data too_few_bids', C13: 'not_applicable one_bidder' },
  },
  {
    name: 'bids of honest bidders',
    bids: priced(...HONEST),
    expected: { C05: 'clear', C10: 'clear', C11: 'clear', C12: 'clear', C13: 'clear', C14: 'clear' },
  },
  {
    name: 'one bid at two fifths of the ceiling',
    bids: priced('80000.00', ...HONEST.slice(1)),
    expected: { C10: 'triggered' },
  },
  { name: 'equal bids', bids: priced(...SAME), expected: { C11: 'triggered', C10: 'clear', C14: 'clear' } },
  {
    name: 'equal bids at a fixed price',
    bids: priced(...SAME),
    pricing: 'fixed',
    expected: {
      C05: 'not_applicable fixed_price',
      C10: 'not_applicable fixed_price',
      C11: 'not_applicable fixed_price',
    },
  },
  {
    name: 'equal bids at a price of which it is not known whether it is fixed',
    bids: priced(...SAME),
    pricing: null,
    expected: { C05: 'insufficient_data missing pricing', C11: 'insufficient_data missing pricing' },
  },
  {
    // Nobody serves for nothing: a price of 0 is one that is not known.
    name: 'a price of nothing among honest ones',
    bids: priced('0.00', ...HONEST.slice(1)),
    expected: {
      ...{ C05: 'insufficient_data missing prices', C10: 'insufficient_data missing prices' },
      ...{ C11: 'insufficient_data missing prices', C14: 'clear' },
    },
  },
  {
    name: 'a huge price among honest ones',
    bids: priced(...HONEST.slice(0, 4), '99999999999.99'),
    expected: { C05: 'clear', C11: 'clear', C14: 'clear' },
  },
  {
    name: 'bids of which one price is not known',
    bids: [...priced(...HONEST.slice(0, 4)), { price: null }],
    expected: { C05: 'insufficient_data missing prices', C11: 'insufficient_data missing prices', C14: 'clear' },
  },
  {
    name: 'more bids than are known',
    bids: priced(...HONEST.slice(0, 3)),
    bidCount: 5,
    expected: { C05: 'insufficient_data missing bids', C11: 'insufficient_data missing bids', C14: 'clear' },
  },
  {
    name: 'equal bids of which all but one were withdrawn',
    bids: [{ price: SAME[0] ?? '' }, ...SAME.slice(1).map((price): Bid => ({ price, status: 'withdrawn' }))],
    expected: { C13: 'not_applicable one_bidder' },
  },
  {
    name: 'bids of which all but one were withdrawn, and counted',
    bids: [{ price: HONEST[0] ?? '' }, ...HONEST.slice(1, 3).map((price): Bid => ({ price, status: 'withdrawn' }))],
    expected: { C05: 'insufficient_data too_few_bids', C11: 'insufficient_data too_few_bids', C14: 'triggered' },
  },
  {
    name: 'all but the winner rejected',
    bids: [{ price: '180000.00' }, ...HONEST.slice(1, 4).map((price): Bid => ({ price, status: 'rejected' }))],
    expected: { C13: 'triggered' },
  },
  {
    name: 'two awards of a lot that takes one supplier',
    bids: priced(...HONEST.slice(0, 3)),
    winners: [0, 1],
    expected: { C13: 'insufficient_data conflict', C14: 'clear' },
  },
  {
    name: 'several winners of a lot that takes several, and another that stands',
    bids: priced(...HONEST.slice(0, 3)),
    winners: [0, 1],
    suppliersMost: 2,
    expected: { C13: 'not_applicable several_winners', C14: 'clear' },
  },
  {
    name: 'a single source',
    bids: priced('180000.00'),
    method: 'SINGLE_SOURCE',
    expected: {
      ...{ C01: 'not_applicable single_source', C02: 'not_applicable single_source' },
      ...{ C03: 'not_applicable single_source', C09: 'not_applicable single_source' },
      ...{ C10: 'not_applicable single_source', C12: 'not_applicable single_source' },
      ...{ C13: 'not_applicable single_source', C14: 'not_applicable single_source' },
      C15: 'not_applicable single_source',
    },
  },
  {
    name: 'one bid by a method that is not known',
    bids: priced('180000.00'),
    method: null,
    expected: { C14: 'insufficient_data missing method' },
  },
];

describe('bad input', () => {
  let app: TestApp;
  let world: RiskWorld;
  let supervisor: TestAccount;
  const firms: string[] = [];
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2026-06-01');
    world = new RiskWorld(app, DATASET);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    await statePurchaseLimit(app, '990203', '50000.00');
    for (let n = 0; n < 6; n++) firms.push(await world.body(`示例机构${n}`));
  });
  afterAll(() => app.close());

  /** What rules say of a subject, in the form of `Expected`. */
  async function judge(subject: string, rules: readonly string[]): Promise<Expected> {
    await world.touchTogether(await world.dirty());
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=${subject}&limit=200`)
      .set(supervisor.auth)
      .expect(200);
    const answers = (body as { items: Answer[] }).items.filter(({ indicator }) => rules.includes(indicator));
    return Object.fromEntries(answers.map((answer) => [answer.indicator, describeAnswer(answer)]));
  }
  const describeAnswer = ({ state, reason }: Answer): string =>
    [state, ...(reason === null ? [] : [reason.code ?? `missing ${reason.missing?.join()}`])].join(' ');

  async function plant(lots: readonly LotCase[]): Promise<{ tender: string; lots: string[]; facts: string[] }> {
    const [first] = lots;
    const tender = await world.tender({
      buyer: firms[5] ?? '',
      method: first?.method === undefined ? 'COMPETITIVE_CONSULTATION' : first.method,
      lots: lots.map(({ pricing, suppliersMost }, i) => ({
        no: i + 1,
        ...(suppliersMost !== undefined && { suppliersMost }),
        ceiling: CEILING,
        pricing: pricing === undefined ? 'competitive' : pricing,
      })),
    });
    const firmOf = ({ firm }: Bid, i: number): string => firms[firm ?? i] ?? '';
    const facts = await world.facts(tender, [
      { kind: 'notice', data: { publishedOn: '2026-04-01', deadline: '2026-04-15T09:30:00+08:00' } },
      ...lots.flatMap(({ bids, bidCount, winners = [0] }, n) => [
        ...bids.map((bid, i) => ({
          kind: 'bid',
          lot: n + 1,
          data: {
            bidder: { organisation: firmOf(bid, i) },
            ...(bid.price !== null && { price: bid.price }),
            status: bid.status ?? 'valid',
          },
        })),
        ...(winners.length === 0 ? [null] : winners).map((winner) => ({
          kind: 'award',
          lot: n + 1,
          data: {
            decidedOn: DAY,
            ...(bidCount !== null && { bidCount: bidCount ?? bids.length }),
            ...(winner !== null && { supplier: { organisation: firmOf(bids[winner] as Bid, winner) } }),
          },
        })),
      ]),
    ]);
    const rows = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM lot WHERE tender_id = $1 ORDER BY no`, [
      tender,
    ]);
    return { tender, lots: rows.map(({ id }) => id), facts };
  }

  describe.each(LOTS.map((one) => [one.name, one] as const))('of a lot: %s', (_, given) => {
    it(`is answered ${Object.entries(given.expected)
      .map((pair) => pair.join(' '))
      .join(', ')}`, async () => {
      const { lots } = await plant([given]);
      expect(await judge(`lot:${lots[0]}`, Object.keys(given.expected))).toEqual(given.expected);
    });
  });

  it('of several lots with awards of their own each is judged by itself', async () => {
    const [odd, plain] = ['equal bids', 'bids of honest bidders'].map((name) => LOTS.find((one) => one.name === name));
    const { lots } = await plant([odd as LotCase, plain as LotCase]);
    expect(await judge(`lot:${lots[0]}`, ['C11'])).toEqual({ C11: 'triggered' });
    expect(await judge(`lot:${lots[1]}`, ['C11'])).toEqual({ C11: 'clear' });
  });

  it('a stale bid is no bid beside the one that replaced it, and a correction after the fact is judged anew', async () => {
    const { tender, lots, facts } = await plant([LOTS.find(({ name }) => name === 'equal bids') as LotCase]);
    expect(await judge(`lot:${lots[0]}`, ['C11', 'C14'])).toEqual({ C11: 'triggered', C14: 'clear' });
    for (const [i, price] of HONEST.entries())
      await world.facts(tender, [
        {
          kind: 'bid',
          lot: 1,
          data: { bidder: { organisation: firms[i] }, price, status: 'valid' },
          replaces: facts[i + 1] ?? null,
        },
      ]);
    expect(await judge(`lot:${lots[0]}`, ['C11', 'C14'])).toEqual({ C11: 'clear', C14: 'clear' });
    const [flag] = (await world.flags('C11')).filter(({ root_id: root }) => root === tender);
    expect(flag).toMatchObject({ state: 'cleared' });
  });

  it('a bidder under a new name is one bidder', async () => {
    const { tender, lots } = await plant([{ name: '', bids: priced('180000.00'), expected: {} }]);
    expect(await judge(`lot:${lots[0]}`, ['C14'])).toEqual({ C14: 'triggered' });
    await app.dataSource.query(`UPDATE organisation SET name = '示例机构更名' WHERE id = $1`, [firms[0]]);
    await world.facts(tender, [
      { kind: 'bid', lot: 1, data: { bidder: { organisation: firms[0] }, rank: 1, status: 'valid' } },
    ]);
    expect(await judge(`lot:${lots[0]}`, ['C14'])).toEqual({ C14: 'triggered' });
  });

  describe('of a line', () => {
    const line = async (until: string | null, windows: readonly object[]): Promise<string> => {
      const id = await world.line({ since: '2024-01-01' });
      for (const window of windows) {
        const tender = await world.tender({ buyer: firms[5] ?? '', serviceLines: [id] });
        await world.facts(tender, [
          {
            kind: 'contract',
            data: { signedOn: '2024-01-01', window, supplier: { organisation: firms[windows.indexOf(window)] } },
          },
        ]);
      }
      if (until !== null) await world.change('service_line', id, 'until', until);
      return `service_line:${id}`;
    };
    const RULES = ['G01', 'G07'];
    const [FIRST, LATE] = [
      { start: '2024-01-01', end: '2024-12-31' },
      { start: '2025-06-01', end: '2026-12-31' },
    ];

    it.each([
      ['of contracts with a hole', null, [FIRST, LATE], { G01: 'triggered', G07: 'clear' }],
      [
        'that is closed',
        '2026-03-31',
        [FIRST, LATE],
        { G01: 'not_applicable line_ended', G07: 'not_applicable line_ended' },
      ],
      [
        'of contracts that overlap',
        null,
        [FIRST, { start: '2024-11-01', end: '2026-12-31' }],
        { G01: 'clear', G07: 'triggered' },
      ],
      [
        'without a contract',
        null,
        [],
        { G01: 'insufficient_data missing contracts', G07: 'insufficient_data missing contracts' },
      ],
    ] as const)('%s', async (_, until, windows, expected) => {
      expect(await judge(await line(until, windows), RULES)).toEqual(expected);
    });
  });

  describe('of a window', () => {
    it.each([
      [
        'in a year whose calendar is not known',
        { start: '2035-02-01', end: '2035-12-31' },
        'insufficient_data calendar_uncertain',
      ],
      ['of a whole known year', { start: '2026-01-01', end: '2026-12-31' }, 'clear'],
      ['too short in whatever year', { start: '2035-01-01', end: '2035-03-31' }, 'triggered'],
      ['that is not known', null, 'insufficient_data missing window'],
    ] as const)('%s', async (_, window, expected) => {
      const tender = await world.tender({ buyer: firms[5] ?? '', ...(window && { window }) });
      expect(await judge(`tender:${tender}`, ['W01'])).toEqual({ W01: expected });
    });
  });

  describe('of a market, once it is screened', () => {
    const LOWER = '171234.00';
    /** Eight lots of three firms, and as many of others, in a county of their own. */
    async function screen(
      dataset: string,
      pricing: 'fixed' | 'competitive' | null,
      lots: number,
      lowest: string,
    ): Promise<Answer[]> {
      const own = new RiskWorld(app, dataset);
      const bidders: string[] = [];
      for (let n = 0; n < 6; n++) bidders.push(await own.body(`示例机构${n}`));
      const buyer = await own.body('采购人');
      for (let n = 0; n < lots; n++)
        for (const from of [0, 3]) {
          const tender = await own.tender({ buyer, lots: [{ no: 1, ceiling: CEILING, pricing }] });
          const firmsOfLot = bidders.slice(from, from + 3);
          const bids = firmsOfLot.map((bidder, i) => ({
            kind: 'bid',
            lot: 1,
            data: { bidder: { organisation: bidder }, price: i === n % 3 ? lowest : CEILING, status: 'valid' },
          }));
          const award = { decidedOn: `2025-0${n + 1}-15`, bidCount: 3, supplier: { organisation: firmsOfLot[n % 3] } };
          await own.facts(tender, [...bids, { kind: 'award', lot: 1, data: award }]);
        }
      await own.touchTogether(await own.dirty());
      await own.screen();
      const { body } = await app.http
        .get(`/api/v1/risk/assessments?dataset=${dataset}&indicator=N12&limit=200`)
        .set(supervisor.auth)
        .expect(200);
      return (body as { items: Answer[] }).items;
    }
    it.each([
      ['fixed prices', 'import:bad-fixed', 'fixed', 8, 'not_applicable fixed_price', LOWER],
      [
        'equal prices of which it is not known how they are formed',
        'import:bad-unknown',
        null,
        8,
        'insufficient_data missing pricing',
        CEILING,
      ],
      [
        'prices of which nobody said how they are formed, and which differ',
        'import:bad-unsaid',
        null,
        8,
        'insufficient_data too_few_reference_lots',
        LOWER,
      ],
      ['too few lots', 'import:bad-few', 'competitive', 3, 'insufficient_data too_few_lots', LOWER],
    ] as const)('%s', async (_, dataset, pricing, lots, expected, lowest) => {
      const answers = await screen(dataset, pricing, lots, lowest);
      expect(answers.length).toBeGreaterThan(0);
      expect(new Set(answers.map(describeAnswer))).toEqual(new Set([expected]));
    });
  });
});
