import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { shippedCalendar } from '../../../law/calendars/shipped-calendar.js';
import {
  deriveOpening,
  dividePool,
  drawExperts,
  earliestDrawDay,
  hashPool,
  hashSeed,
  refuseEarlyDraw,
  verifyExpertDraw,
  type Candidate,
  type LotEnd,
} from './expert-draw.rules.js';

const LOT = '5b5f7c1c-0000-4000-8000-000000000001';
const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
const pools = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 40 });
const seeds = fc.stringMatching(/^[0-9a-f]{64}$/);
const open = (seed: string, pool: readonly string[]) => ({
  lot: LOT,
  seed,
  seedHash: hashSeed(seed),
  poolHash: hashPool(pool),
  order: drawExperts(seed, LOT, pool),
});

describe('a draw of experts', () => {
  it('orders the whole pool alike, in whatever order its experts are named', () => {
    fc.assert(
      fc.property(seeds, pools, (seed, pool) => {
        const order = drawExperts(seed, LOT, pool);
        expect(order.map(({ user }) => user).toSorted()).toEqual(pool.toSorted());
        expect(drawExperts(seed, LOT, pool.toReversed())).toEqual(order);
        expect(verifyExpertDraw(open(seed, pool))).toBe(true);
      }),
    );
  });

  it('is another one by another seed, another lot or another pool', () => {
    const pool = ids(20);
    const users = (seed: string, lot = LOT, of = pool) => drawExperts(seed, lot, of).map(({ user }) => user);
    expect(users('b')).not.toEqual(users('a'));
    expect(users('a', randomUUID())).not.toEqual(users('a'));
    const [, ...fewer] = pool;
    expect(users('a', LOT, fewer)).not.toEqual(users('a').filter((user) => user !== pool[0]));
  });

  it('gives each expert each place as often as any other', () => {
    const pool = ids(7);
    const rounds = 7000;
    const seen = new Map<string, number[]>(pool.map((user) => [user, pool.map(() => 0)]));
    for (let i = 0; i < rounds; i += 1)
      drawExperts(`seed ${i}`, LOT, pool).forEach(({ user }, place) => {
        const counts = seen.get(user) ?? [];
        counts[place] = (counts[place] ?? 0) + 1;
      });
    const expected = rounds / pool.length;
    const chi = [...seen.values()].flat().reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 36 degrees of freedom: chance alone goes beyond 80 about once in forty thousand.
    expect(chi).toBeLessThan(80);
  });

  it('that was opened is refused where seed, pool, order or a hash was altered', () => {
    const opened = open('a'.repeat(64), ids(6));
    const [first, second, ...others] = opened.order;
    if (first === undefined || second === undefined) throw new Error('six were drawn');
    const altered = [
      { ...opened, seed: 'b'.repeat(64) },
      { ...opened, lot: randomUUID() },
      { ...opened, order: [second, first, ...others] },
      { ...opened, order: [second, ...others] },
      { ...opened, order: [first, first, ...others] },
      { ...opened, order: [{ ...first, user: randomUUID() }, second, ...others] },
      { ...opened, order: [{ ...first, hash: second.hash }, second, ...others] },
    ];
    expect(altered.map(verifyExpertDraw)).toEqual(altered.map(() => false));
    expect(verifyExpertDraw({ ...opened, seed: 'b'.repeat(64), seedHash: hashSeed('b'.repeat(64)) })).toBe(false);
  });
});

describe('who takes part in a draw', () => {
  const [buyer, agent, bidder, other] = ids(4) as [string, string, string, string];
  const candidate = (more: Partial<Candidate> = {}): Candidate => ({
    user: randomUUID(),
    bodies: [other],
    isBarred: false,
    wasDrawn: false,
    ...more,
  });
  const interested = { buyers: [buyer], agent, bidders: [bidder] };

  it.each([
    ['tied_to_buyer', { bodies: [other, buyer] }],
    ['tied_to_agent', { bodies: [agent] }],
    ['tied_to_bidder', { bodies: [bidder] }],
    ['barred', { isBarred: true }],
    ['drawn_before', { wasDrawn: true }],
  ] as const)('is nobody who is %s, and the list says so', (ground, more) => {
    const [free, tied] = [candidate(), candidate(more)];
    expect(dividePool([free, tied], interested)).toEqual({
      pool: [free.user],
      excluded: [{ user: tied.user, ground }],
    });
  });

  it('is every other expert, once in the pool or once in the list', () => {
    const body = fc.constantFrom(buyer, agent, bidder, other);
    const candidates = fc.array(
      fc.record({ user: fc.uuid(), bodies: fc.array(body), isBarred: fc.boolean(), wasDrawn: fc.boolean() }),
    );
    fc.assert(
      fc.property(candidates, (all) => {
        const { pool, excluded } = dividePool(all, interested);
        expect([...pool, ...excluded.map(({ user }) => user)].toSorted()).toEqual(
          all.map(({ user }) => user).toSorted(),
        );
      }),
    );
  });
});

describe('the first day of a draw', () => {
  const calendar = shippedCalendar();

  it('is two working days before the review, by the calendar', () => {
    expect(earliestDrawDay(calendar, '2026-05-07')).toBe('2026-04-30');
    expect(earliestDrawDay(calendar, '2026-02-24')).toBe('2026-02-13');
    // No calendar is announced: two days before are early enough under none.
    expect(earliestDrawDay(calendar, '2035-05-07')).toBe('2035-05-05');
  });

  it('is a choice of this product and no law', () => {
    const refusal = refuseEarlyDraw(calendar, { drawnOn: '2026-04-29', reviewOn: '2026-05-07', pointer: '/drawnOn' });
    expect(refusal).toMatchObject({ rule: 'EXPERT-DRAW-2WD', basis: { confidence: 'POLICY' } });
    expect(refuseEarlyDraw(calendar, { drawnOn: '2026-04-30', reviewOn: '2026-05-07', pointer: '/x' })).toBeNull();
  });
});

describe('when a draw is opened', () => {
  const calendar = shippedCalendar();
  const lot = { state: 'failed', toldOn: '2025-11-14', answeredReceivedOn: null, disputed: false };
  const on = (today: string, change: Partial<LotEnd> = {}) => deriveOpening({ ...lot, ...change }, { calendar, today });

  it('is with the result, and never while the lot runs', () => {
    for (const state of ['result_published', 'contracted'])
      expect(on('2025-11-14', { state })).toEqual({ opened: true, opensOn: null });
    for (const state of ['opened', 'reviewed', 'suspended', null])
      expect(on('2027-01-01', { state })).toEqual({ opened: false, opensOn: null });
  });

  // Told on Friday the 14th, the notice runs to Monday the 17th, seven working days after that is Wednesday the 26th.
  it.each(['failed', 'cancelled'])('is, of a lot that is %s, the day after its end may be challenged last', (state) => {
    expect(on('2025-11-26', { state })).toEqual({ opened: false, opensOn: '2025-11-27' });
    expect(on('2025-11-27', { state })).toEqual({ opened: true, opensOn: '2025-11-27' });
  });

  it('is not while something is undecided, and after an answer when nobody can complain any more: by the days for answering', () => {
    expect(on('2026-06-01', { disputed: true })).toEqual({ opened: false, opensOn: null });
    // Received on Wednesday the 26th of November and answered whenever: seven working days to answer end on Friday the 5th of
    // December, fifteen to complain on Friday the 26th.
    const answered = { answeredReceivedOn: '2025-11-26' };
    expect(on('2025-12-26', answered)).toEqual({ opened: false, opensOn: '2025-12-27' });
    expect(on('2025-12-27', answered).opened).toBe(true);
  });

  it('is not where nobody was told of the end, nor counted in a year whose calendar is not known', () => {
    expect(on('2026-06-01', { toldOn: null })).toEqual({ opened: false, opensOn: null });
    expect(on('2090-06-01', { toldOn: '2090-01-02' })).toEqual({ opened: false, opensOn: null });
  });
});
