import { toEpochDay, type PlainDate } from '../../kernel/clock/plain-date.js';
import { clipAll, complement, toDays, total, union, years, type Interval } from '../../watch/rules/intervals.rules.js';

/** A line as its ribbon is drawn. Days of a spell that hold a record; null where none are kept. */
export interface RibbonGround {
  name: string;
  asOf: PlainDate;
  /** The days that count; null where there are none. */
  domain: { from: PlainDate; to: PlainDate } | null;
  spells: readonly { from: PlainDate; to: PlainDate; days: readonly PlainDate[] | null }[];
  ratios: ReadonlyMap<number, string>;
}
export interface RibbonPart {
  kind: 'contracted' | 'evidenced' | 'gap';
  from: PlainDate;
  to: PlainDate;
}
export interface RibbonRow {
  year: number;
  ratio: string;
  gapDays: number;
  parts: RibbonPart[];
}

/** The latest years; what came before is counted and not drawn. */
const MOST_YEARS = 15;

const toInterval = ({ from, to }: { from: PlainDate; to: PlainDate }): Interval => ({
  from: toEpochDay(from),
  to: toEpochDay(to),
});

/** By year: however many contracts run on a day, it is drawn once. */
export function deriveRibbon({ domain, spells, asOf, ratios }: RibbonGround): {
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
  const all = years(toInterval(domain));
  const rows = all.slice(-MOST_YEARS).map(({ year, within }): RibbonRow => {
    const gaps = complement(covered, within);
    const parts = (kind: RibbonPart['kind'], intervals: readonly Interval[]): RibbonPart[] =>
      intervals.map((one) => ({ kind, ...toDays(one) }));
    return {
      year,
      ratio: ratios.get(year) ?? '0.0',
      gapDays: total(gaps),
      parts: [
        ...parts('contracted', clipAll(covered, within)),
        ...parts('evidenced', clipAll(evidenced, within)),
        ...parts('gap', gaps),
      ],
    };
  });
  return { rows, yearsLeftOut: all.length - rows.length, asOf };
}
