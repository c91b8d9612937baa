import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { corrected, fact, tenderOf } from '../../../../test/support/facts.js';
import { findConflicts } from './conflicts.rules.js';
import type { TenderFactKind } from '../recording/fact-types.js';
import { deriveTender } from './purchase.rules.js';
import type { TenderBase, TenderFact } from './purchase-types.js';

const LOTS = [1, 2];
const base = tenderOf(LOTS);
/** The same, with a lot that has places for two suppliers. */
const several = tenderOf([1, { no: 2, suppliersMost: 2 }]);

const date = fc.constantFrom('2017', '2017-11', '2017-12', '2017-11-24', '2017-12-04', '2017-12-20', '2018-01-05');
const name = fc.constantFrom('甲', '乙', '丙').map((n) => ({ name: n }));
const amount = fc.constantFrom('100.00', '200.00');
const DATA = {
  intention: fc.record({ publishedOn: date }, { requiredKeys: [] }),
  notice: fc.record({ publishedOn: date, deadline: date, openingAt: date }, { requiredKeys: [] }),
  correction: fc.record({ publishedOn: date, deadline: date }, { requiredKeys: [] }),
  opening: fc.record({ heldAt: date, bidCount: fc.nat(4) }, { requiredKeys: [] }),
  bid: fc.record({ bidder: name, price: amount }, { requiredKeys: ['bidder'] }),
  award: fc.record(
    {
      decidedOn: date,
      supplier: name,
      amount,
      bidCount: fc.nat(4),
      rank: fc.integer({ min: 1, max: 3 }),
      share: fc.constantFrom(4000, 6000),
    },
    { requiredKeys: [] },
  ),
  contract: fc.record({ signedOn: date, supplier: name, amount }, { requiredKeys: [] }),
  failure: fc.record({ on: date, bidCount: fc.nat(4) }, { requiredKeys: [] }),
  cancellation: fc.record({ on: date }, { requiredKeys: [] }),
} satisfies Partial<Record<TenderFactKind, fc.Arbitrary<object>>>;

const anyFact = fc
  .tuple(fc.constantFrom(...(Object.keys(DATA) as (keyof typeof DATA)[])), fc.constantFrom(null, ...LOTS))
  .chain(([kind, lot]) => DATA[kind].map((data) => ({ kind, lot, data })));
type AnyFact = { kind: TenderFactKind; lot: number | null; data: object };
const stored = (facts: readonly AnyFact[]): TenderFact[] =>
  facts.map(({ kind, lot, data }, i) => fact(kind, data as never, { id: `f${i}`, lot }));
const someFacts = fc.array(anyFact, { maxLength: 8 }).map(stored);

/** What follows from facts, apart from the order of what has none. */
function outcome(facts: readonly TenderFact[], of: TenderBase) {
  const { contracts, ...derived } = deriveTender(of.lots, facts);
  const conflicts = findConflicts(of, facts).map((c) => `${c.code} ${[...c.facts].sort().join()} ${c.fields.join()}`);
  return { ...derived, contracts: contracts.map(({ facts: _, ...c }) => c), conflicts: conflicts.sort() };
}
/** Another order of recording in which facts of one kind keep theirs. */
function interleaved(facts: readonly TenderFact[], keys: readonly number[]): TenderFact[] {
  const order = facts.map((f, i) => ({ f, key: keys[i] ?? 0 })).sort((a, b) => a.key - b.key);
  const left = new Map<string, TenderFact[]>();
  for (const f of facts) left.set(f.kind, [...(left.get(f.kind) ?? []), f]);
  return order.map(({ f }) => left.get(f.kind)?.shift() as TenderFact);
}

describe.each([
  ['one supplier', base],
  ['several suppliers', several],
])('what facts of a lot with %s say together', (_, of) => {
  it('does not depend on the order in which facts of different kinds are recorded', () => {
    fc.assert(
      fc.property(someFacts, fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (facts, keys) => {
        expect(outcome(interleaved(facts, keys), of)).toEqual(outcome(facts, of));
      }),
      { numRuns: 500 },
    );
  });

  it('a correction says the same as the right fact recorded at once', () => {
    const wrongAndRight = fc
      .tuple(someFacts, fc.nat())
      .filter(([facts]) => facts.length > 0)
      .chain(([facts, at]) => {
        const old = facts[at % facts.length] as TenderFact;
        const right: fc.Arbitrary<object> = DATA[old.kind as keyof typeof DATA];
        return right.map((data) => ({ facts, old, data }));
      });
    fc.assert(
      fc.property(wrongAndRight, ({ facts, old, data }) => {
        const atOnce = facts.map((f) => (f.id === old.id ? ({ ...f, data } as TenderFact) : f));
        const ids = (value: unknown) =>
          JSON.parse(JSON.stringify(value).replaceAll(`${old.id}-corrected`, old.id)) as ReturnType<typeof outcome>;
        expect(ids(outcome(corrected(facts, old.id, data), of))).toEqual(ids(outcome(atOnce, of)));
      }),
      { numRuns: 500 },
    );
  });

  it('a further fact of the procedure never takes a lot back, unless it ends it', () => {
    const STATES = [null, 'intent_published', 'open', 'closed', 'opened', 'result_published', 'contracted'];
    const procedure = (f: AnyFact | TenderFact) => f.kind !== 'failure' && f.kind !== 'cancellation';
    fc.assert(
      fc.property(someFacts, anyFact.filter(procedure), (facts, next) => {
        const begun = facts.filter(procedure);
        const [more] = stored([next]);
        const before = deriveTender(of.lots, begun).lots;
        const after = deriveTender(of.lots, [...begun, { ...(more as TenderFact), id: 'next' }]).lots;
        for (const [i, lot] of before.entries())
          expect(STATES.indexOf(after[i]?.state ?? null)).toBeGreaterThanOrEqual(STATES.indexOf(lot.state));
      }),
    );
  });
});

describe('dates that are not precise', () => {
  /** One purchase as it happened, to the day. */
  const happened: AnyFact[] = [
    { kind: 'intention', lot: null, data: { publishedOn: '2017-10-25' } },
    {
      kind: 'notice',
      lot: null,
      data: {
        publishedOn: '2017-11-24',
        documentsFrom: '2017-11-24',
        documentsTo: '2017-12-01',
        deadline: '2017-12-04',
        openingAt: '2017-12-04',
      },
    },
    {
      kind: 'correction',
      lot: null,
      data: { publishedOn: '2017-11-30', deadline: '2017-12-11', openingAt: '2017-12-11' },
    },
    { kind: 'opening', lot: null, data: { heldAt: '2017-12-11' } },
    { kind: 'award', lot: 1, data: { decidedOn: '2017-12-13', publishedOn: '2017-12-14', amount: '100.00' } },
    { kind: 'award', lot: 2, data: { decidedOn: '2017-12-13' } },
    { kind: 'failure', lot: 2, data: { on: '2017-12-20' } },
    {
      kind: 'contract',
      lot: 1,
      data: { signedOn: '2017-12-20', amount: '100.00', window: { start: '2018-01-01', end: '2018-05-31' } },
    },
  ];
  /** The same value as a less precise source would give it. */
  const coarser = (value: unknown, lengths: () => number): unknown =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
      ? value.slice(0, lengths())
      : value !== null && typeof value === 'object'
        ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, coarser(v, lengths)]))
        : value;
  const told = (precisions: readonly number[]): AnyFact[] => {
    let n = 0;
    const lengths = () => precisions[n++ % precisions.length] ?? 10;
    return happened.map((f) => ({ ...f, data: coarser(f.data, lengths) as object }));
  };
  const precisions = fc.array(fc.constantFrom(4, 7, 10), { minLength: 17, maxLength: 17 });

  it('never conflict where the days behind them do not', () => {
    expect(findConflicts(base, stored(told([10])))).toEqual([]);
    fc.assert(
      fc.property(precisions, (lengths) => {
        expect(findConflicts(base, stored(told(lengths)))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('two sources of different precision say together what the better one says, in any order', () => {
    fc.assert(
      fc.property(precisions, fc.boolean(), (lengths, coarseFirst) => {
        const [coarse, fine] = [told(lengths), told([10])];
        const both = coarseFirst ? [...coarse, ...fine] : [...fine, ...coarse];
        const said = (facts: readonly AnyFact[]) => {
          const { awards, contracts, lots, state } = deriveTender(base.lots, stored(facts));
          return { state, lots, awards: awards.map((a) => a.data), contracts: contracts.map((c) => c.data) };
        };
        // A correction overrules, whatever its precision: which of two is the later one is another question.
        const withoutCorrections = (facts: readonly AnyFact[]) => facts.filter((f) => f.kind !== 'correction');
        expect(said(withoutCorrections(both))).toEqual(said(withoutCorrections(fine)));
        expect(findConflicts(base, stored(both))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
