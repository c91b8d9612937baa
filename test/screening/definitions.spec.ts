import { describe, expect, it } from '@jest/globals';
import { release, screenReleases, type Bid } from './screening.js';

const AB: Bid[] = [
  { by: 'a', amount: 100 },
  { by: 'b', amount: 110 },
];
const period = (startDate: string, endDate: string) => ({ tender: { tenderPeriod: { startDate, endDate } } });
/** Ten processes whose second bids lie 5 to 6.8 % above the first. */
const usual = Array.from({ length: 10 }, (_, i) =>
  release(`u${i}`, [{ by: 'a', amount: 1_000 }, { by: `c${i}`, amount: 1_050 + 2 * i }], 'a'),
); // prettier-ignore

/** Ids that a definition flags in a group, by reading. */
async function flagged(id: string, releases: readonly object[], group = 'OCID', settings?: string) {
  const { published, corrected } = await screenReleases(releases, settings === undefined ? {} : { settings });
  const list = (found: typeof published) => Object.entries(found[group] ?? {}).flatMap(([key, values]) => (id in values ? [key] : [])).sort(); // prettier-ignore
  return { published: list(published), corrected: list(corrected) };
}
const both = (...ids: string[]) => ({ published: ids, corrected: ids });

describe('definitions over a file', () => {
  it('R003 flags fourteen whole days, not fifteen; corrected, not a period that ends before it begins', async () => {
    const days = [
      release('short', [], null, period('2026-03-01T00:00:00Z', '2026-03-15T23:59:59Z')),
      release('long', [], null, period('2026-03-01T00:00:00+08:00', '2026-03-16T00:00:00+08:00')),
      release('backwards', [], null, period('2026-03-16T00:00:00Z', '2026-03-01T00:00:00Z')),
      release('no instant', [], null, period('2026-03-01', '2026-03-02')),
      release('no day', [], null, period('2026-02-30T00:00:00Z', '2026-03-02T00:00:00Z')),
    ];
    expect(await flagged('R003', days)).toEqual({ published: ['backwards', 'short'], corrected: ['short'] });
  });

  it('R018 flags one tenderer where there is competition; corrected, it counts the bids where their number is missing', async () => {
    const open = (numberOfTenderers?: unknown) => ({ tender: { procurementMethod: 'open', numberOfTenderers } });
    const some = [
      release('one', AB, 'a', open(1)),
      release('two', AB, 'a', open(2)),
      release('text', AB, 'a', open('1')),
      release('silent', AB.slice(0, 1), 'a', open()),
      release('silent two', AB, 'a', open()),
      release('direct', AB, 'a', { tender: { procurementMethod: 'direct', numberOfTenderers: 1 } }),
    ];
    expect(await flagged('R018', some)).toEqual({ published: ['one'], corrected: ['one', 'silent'] });
  });

  it('R024 and R058 flag differences beyond the fences, none within', async () => {
    const all = [
      ...usual,
      release('near', [{ by: 'a', amount: 1_000 }, { by: 'n', amount: 1_001 }], 'a'),
      release('far', [{ by: 'a', amount: 1_000 }, { by: 'f', amount: 1_900 }], 'a'),
      release('zero', [{ by: 'a', amount: 0 }, { by: 'z', amount: 10 }], 'a'),
      release('not lowest', [{ by: 'a', amount: 1_000 }, { by: 'l', amount: 900 }], 'a'),
    ]; // prettier-ignore
    expect(await flagged('R024', all)).toEqual(both('near'));
    expect(await flagged('R058', all)).toEqual(both('far'));
    expect(await flagged('R024', all, 'Tenderer')).toEqual(both('a', 'n'));
    expect(await flagged('R058', all, 'Tenderer')).toEqual(both('a'));
    expect(await flagged('R024', all, 'OCID', '[R024]\nthreshold = 0.05')).toEqual(both('near', 'u0'));
    // Of 12 differences the first quartile lies between the third and the fourth, 0.052 and 0.054.
    const { definitions } = await screenReleases(all, { settings: '[R024]' });
    const [q1, q3] = [0.052 + (41 / 12 - 3) * 0.002, 0.064 + (115 / 12 - 9) * 0.002];
    expect(definitions[0]?.published.limits['limit']).toBeCloseTo(q1 - 1.5 * (q3 - q1), 12);
  });

  it('R024 and R058 call everybody an outlier where nothing spreads; corrected, nobody', async () => {
    const alike = ['p', 'q', 'r'].map((ocid) => release(ocid, AB, 'a'));
    for (const id of ['R024', 'R058'])
      expect(await flagged(id, alike)).toEqual({ published: ['p', 'q', 'r'], corrected: [] });
  });

  it('R024 leaves a winning consortium out; corrected, it is compared', async () => {
    const joint = release('joint', [{ by: ['a', 'm'], amount: 1_000 }, { by: 'n', amount: 1_001 }], ['m', 'a']); // prettier-ignore
    expect(await flagged('R024', [...usual, joint])).toEqual({ published: [], corrected: ['joint'] });
  });

  it('R024 compares prices in the currency that comes first; corrected, each process in its own', async () => {
    const dollars = release('dollars', [{ by: 'a', amount: 1_000, currency: 'USD' }, { by: 'n', amount: 1_001, currency: 'USD' }], 'a'); // prettier-ignore
    expect(await flagged('R024', [...usual, dollars])).toEqual({ published: [], corrected: ['dollars'] });
    const { currency, definitions } = await screenReleases([...usual, dollars], { settings: '[R024]' });
    expect([currency, definitions[0]?.published.answers]).toEqual([
      'CNY',
      { triggered: 0, clear: 10, insufficient_data: 0, not_applicable: 1 },
    ]);
    expect((await screenReleases([dollars, ...usual])).currency).toBe('USD');
    expect((await screenReleases([dollars, ...usual], { settings: 'currency = CNY' })).currency).toBe('CNY');
  });

  it('R024 takes an empty currency for one like another, and divides by no price of zero or below', async () => {
    const empty = (ocid: string, amount: number) => release(ocid, [{ by: 'a', amount, currency: '' }, { by: 'n', amount: amount + 1, currency: '' }], 'a'); // prettier-ignore
    expect(await flagged('R024', [...usual, empty('empty', 1_000)])).toEqual({ published: [], corrected: ['empty'] });
    const answer = async (...some: object[]) => {
      const { currency, definitions } = await screenReleases(some, { settings: '[R024]' });
      return [currency, definitions[0]?.published.answers];
    };
    expect(await answer(empty('first', 1_000), ...usual)).toEqual([
      '',
      { triggered: 1, clear: 0, insufficient_data: 0, not_applicable: 10 },
    ]);
    expect(await answer(empty('zero', 0), empty('below', -5))).toEqual([
      '',
      { triggered: 0, clear: 0, insufficient_data: 2, not_applicable: 0 },
    ]);
  });

  it('R025 flags, of those with most bids, who seldom wins, and everybody where nothing spreads; corrected, nobody then', async () => {
    let n = 0;
    const won = (by: string, against: string) => release(`w${(n += 1)}`, [{ by }, { by: against }], by);
    const fair = [['e', 'f'], ['g', 'h'], ['i', 'j']].flatMap(([x = '', y = '']) => Array.from({ length: 6 }, (_, i) => (i % 2 === 0 ? won(x, y) : won(y, x)))); // prettier-ignore
    const loses = Array.from({ length: 12 }, (_, i) => (i === 0 ? won('loser', 'e') : won('e', 'loser')));
    expect(await flagged('R025', [...fair, ...loses], 'Tenderer')).toEqual({ published: ['loser'], corrected: [] });
    expect(await flagged('R025', fair, 'Tenderer')).toEqual({
      published: ['e', 'f', 'g', 'h', 'i', 'j'],
      corrected: [],
    });
  });

  it('R028 flags one price of different tenderers; corrected, not those of two lots', async () => {
    const same = (ocid: string, change: Partial<Bid>) => release(ocid, [{ by: 'a', amount: 100, lots: ['1'] }, { by: 'b', amount: 100, lots: ['1'], ...change }], null); // prettier-ignore
    const some = [
      same('same', {}),
      same('a fen more', { amount: 100.01 }),
      same('other currency', { currency: 'USD' }),
      same('withdrawn', { status: 'withdrawn' }),
      same('same tenderer', { by: 'a' }),
      same('other lot', { lots: ['2'] }),
    ];
    expect(await flagged('R028', some)).toEqual({ published: ['other lot', 'same'], corrected: ['same'] });
  });

  it('R030 compares dates as text; corrected, as instants', async () => {
    const at = (ocid: string, date: string, end = '2026-03-21T09:00:00Z') =>
      release(ocid, [{ by: 'a', date }], 'a', { tender: { tenderPeriod: { endDate: end } } });
    const some = [
      at('late', '2026-03-21T09:00:01Z'),
      at('in time', '2026-03-21T09:00:00Z'),
      at('in time elsewhere', '2026-03-21T12:00:00+08:00'),
      at('late elsewhere', '2026-03-21T08:00:00-08:00'),
    ];
    expect(await flagged('R030', some)).toEqual({
      published: ['in time elsewhere', 'late'],
      corrected: ['late', 'late elsewhere'],
    });
  });

  it('R035 flags that all but the winner were disqualified; corrected, beside a consortium too', async () => {
    const out = { by: 'x', status: 'disqualified' };
    const some = [
      release('out', [{ by: 'a' }, out], 'a'),
      release('another valid', [{ by: 'a' }, { by: 'b' }, out], 'a'),
      release('nobody out', [{ by: 'a' }], 'a'),
      release('consortium', [{ by: ['a', 'b'] }, out], ['b', 'a']),
    ];
    expect(await flagged('R035', some)).toEqual({ published: ['out'], corrected: ['consortium', 'out'] });
    expect(await flagged('R035', some, 'OCID', '[R035]\nthreshold = 2')).toEqual(both());
  });

  it('R036 flags that the lowest bid was disqualified; corrected, not a tie, nor where quality counts', async () => {
    const bids = (amount: number): Bid[] => [{ by: 'x', amount, status: 'disqualified' }, { by: 'a', amount: 100 }]; // prettier-ignore
    const some = [
      release('lower', bids(99), 'a'),
      release('higher', bids(101), 'a'),
      release('tie', bids(100), 'a'),
      release('quality', bids(99), 'a', { tender: { awardCriteria: 'ratedCriteria' } }),
    ];
    expect(await flagged('R036', some)).toEqual({ published: ['lower', 'quality', 'tie'], corrected: ['lower'] });
  });

  it('R038 flags who disqualifies far more than others, who are two at least', async () => {
    const bought = (buyer: string, out: number) =>
      [0, 1].map(
        (n) =>
        release(`${buyer}${n}`, Array.from({ length: 5 }, (_, i) => ({ by: `${buyer}${n}${i}`, status: i < out ? 'disqualified' : 'valid' })), null, { buyer: { id: buyer } }), // prettier-ignore
      );
    const some = [
      ...['k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's'].flatMap((buyer, n) => bought(buyer, 1 + (n % 2))),
      ...bought('z', 4),
    ];
    expect(await flagged('R038', some, 'Buyer')).toEqual(both('z'));
    // As published a buyer needs two bids, corrected two processes.
    const once = bought('once', 4).slice(0, 1);
    expect(await flagged('R038', [...some, ...once], 'Buyer')).toEqual({ published: ['once', 'z'], corrected: ['z'] });
  });

  it('R048 flags who supplies many kinds, of those with twenty awarded processes', async () => {
    const awarded = (by: string, kinds: number, times = 20) =>
      Array.from({ length: times }, (_, i) => ({
        ocid: `${by}${i}`,
        awards: [{ status: 'active', suppliers: [{ id: by }], items: [{ classification: { id: `${10 + (i % kinds)}0000` } }] }],
      })); // prettier-ignore
    const narrow = [['e', 1], ['f', 1], ['g', 2], ['h', 2], ['i', 2]].flatMap(([by, kinds]) => awarded(String(by), Number(kinds))); // prettier-ignore
    const some = [...narrow, ...awarded('wide', 12), ...awarded('new', 12, 19)];
    expect(await flagged('R048', some, 'Tenderer')).toEqual(both('wide'));
  });

  it('say with each definition what it answered, also where it could not', async () => {
    const { definitions, note } = await screenReleases([release('p', AB, 'a'), release('q', AB, null)]);
    expect(definitions.map(({ id }) => id)).toEqual(['R003', 'R018', 'R024', 'R025', 'R028', 'R030', 'R035', 'R036', 'R038', 'R048', 'R058']); // prettier-ignore
    expect(definitions[0]?.published.answers).toEqual({ triggered: 0, clear: 0, insufficient_data: 2, not_applicable: 0 }); // prettier-ignore
    expect(note).toContain('no finding that anybody did wrong');
  });
});
