import { toEpochDay, type PlainDate } from '../../kernel/clock/plain-date.js';
import { clipAll, complement, toDays, total, union, years, type Interval } from '../../watch/rules/intervals.rules.js';

/** A line as its ribbon is drawn. Days of a spell that hold a record; null where none are kept. */
export interface RibbonGround {
  name: string;
  asOf: PlainDate;
  /** The days that count; null where there are none. */
  domain: { from: PlainDate; to: PlainDate } | null;
  spells: readonly { from: PlainDate; to: PlainDate; days: readonly PlainDate[] | null }[];
  /** Contracts whose days are not known to the day, as many as there are, and the days on which one of them may have run. */
  undated: { contracts: number; possible: readonly { from: PlainDate; to: PlainDate }[] };
  ratios: ReadonlyMap<number, string>;
}
export interface RibbonPart {
  kind: 'contracted' | 'evidenced' | 'unknown' | 'gap';
  from: PlainDate;
  to: PlainDate;
}
export interface RibbonRow {
  year: number;
  /** Of the days that are known to have a contract. */
  ratio: string;
  /** Days that surely had no contract. */
  gapDays: number;
  /** Days that may have had one. */
  unknownDays: number;
  parts: RibbonPart[];
}

/** The latest years; what came before is counted and not drawn. */
const MOST_YEARS = 15;

const toInterval = ({ from, to }: { from: PlainDate; to: PlainDate }): Interval => ({
  from: toEpochDay(from),
  to: toEpochDay(to),
});

/** By year: however many contracts run on a day, it is drawn once. */
export function deriveRibbon({ domain, spells, undated, asOf, ratios }: RibbonGround): {
  rows: RibbonRow[];
  yearsLeftOut: number;
  asOf: PlainDate;
} {
  if (domain === null) return { rows: [], yearsLeftOut: 0, asOf };
  const covered = union(spells.map(toInterval));
  const evidenced = union(
    spells.flatMap((spell) =>
      clipAll(union((spell.days ?? []).map((day) => toInterval({ from: day, to: day }))), toInterval(spell)),
    ),
  );
  const imaginable = union([...covered, ...undated.possible.map(toInterval)]);
  const all = years(toInterval(domain));
  const rows = all.slice(-MOST_YEARS).map(({ year, within }): RibbonRow => {
    const gaps = complement(imaginable, within);
    const unknown = complement(union([...covered, ...gaps]), within);
    const parts = (kind: RibbonPart['kind'], intervals: readonly Interval[]): RibbonPart[] =>
      intervals.map((one) => ({ kind, ...toDays(one) }));
    return {
      year,
      ratio: ratios.get(year) ?? '0.0',
      gapDays: total(gaps),
      unknownDays: total(unknown),
      parts: [
        ...parts('contracted', clipAll(covered, within)),
        ...parts('evidenced', clipAll(evidenced, within)),
        ...parts('unknown', unknown),
        ...parts('gap', gaps),
      ],
    };
  });
  return { rows, yearsLeftOut: all.length - rows.length, asOf };
}
