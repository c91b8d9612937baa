import type { Text } from '../../../kernel/errors/texts.js';
import { indexOrigins, isActive } from '../../../purchase/tenders/recording/facts-in-force.rules.js';
import type {
  ContractFactKind,
  FactSource,
  GivenFact,
  TenderFactKind,
} from '../../../purchase/tenders/recording/fact-types.js';
import type { ContractFact, TenderFact } from '../../../purchase/tenders/purchases/purchase-types.js';
import { findLotNumber, lotName, placeLots, type RoundLot } from '../notice-row-lots.js';
import type { NoticeRow } from '../notice-row-types.js';
import { RowRejected } from '../row-rejection.js';

/** What the audit says of a fact that a corrected row replaces. */
const CORRECTED = 'the row was published or delivered anew with another content';

export const CANNOT_CHANGE: Text = {
  en: 'A row that is stored keeps its kind, its purchase, its buyer and the number of its lots',
  zh: '已入库的公告不能更改类型、所属采购、采购人和包数',
};
const WITHDRAWN: Text = {
  en: 'What is recorded from this row is not in it any more; a fact is corrected by another, never withdrawn',
  zh: '已据该行录入的内容在新行中不再出现；事实只能更正，不能撤回',
};

/** Refuses a changed row where taking it would leave behind what it said before. */
export function mustBeChangeable(row: NoticeRow, before: NoticeRow): void {
  const errors = (
    [
      ['/notice_type', row.kind, before.kind],
      ['/follows', row.follows, before.follows],
      ['/buyer', row.buyer, before.buyer ?? row.buyer],
      // A purchase that is not divided is one lot.
      ['/lots', Math.max(1, row.lots.length), Math.max(1, before.lots.length)],
    ] as const
  )
    .filter(([, now, earlier]) => now !== earlier)
    .map(([pointer]) => ({ pointer, code: 'cannot_change', text: CANNOT_CHANGE }));
  if (errors.length > 0) throw new RowRejected(errors);
}

/**
 * The lots of the round under the names that the changed row has for them. A lot that the row calls as the round does is that
 * lot, wherever it stands; the others are those that are left, in the order they had.
 */
export function renameLots(lots: readonly RoundLot[], row: NoticeRow, before: NoticeRow): RoundLot[] {
  const spoken = before.lots.map((lot) => placeLots({ ...before, lots: [lot] }, lots)[0]?.no ?? null);
  const called = row.lots.map((lot) => findLotNumber(lots, lot, row.lots.length));
  const left = spoken.filter((no) => no === null || !called.includes(no));
  const names = new Map<number, string | null>();
  for (const [i, lot] of row.lots.entries()) {
    const found = called[i] ?? null;
    const no = found !== null && spoken.includes(found) && !names.has(found) ? found : (left.shift() ?? null);
    if (no !== null) names.set(no, lotName(lot, no));
  }
  return lots.map((lot) => ({ ...lot, name: names.get(lot.no) ?? lot.name }));
}

type Fact = TenderFact | ContractFact;
/** The bidder of a bid, the supplier of an award. */
const readPartyName = ({ data }: { data: unknown }): string | undefined => {
  const { bidder, supplier } = data as { bidder?: { name?: string }; supplier?: { name?: string } };
  return (bidder ?? supplier)?.name;
};

/** What a row said last of something, and what stands in its place by now: where a person corrected it, other words. */
interface RowEntry {
  own: Fact;
  standing: Fact;
}

/** A person who corrects a fact may name the source that the row named. */
const isGivenByRow = ({ replaces, reason }: Fact): boolean => replaces === null || reason === CORRECTED;

function listEntries(old: readonly Fact[], all: readonly Fact[]): RowEntry[] {
  const originOf = indexOrigins(all);
  const standing = new Map(all.filter(isActive).map((fact) => [originOf(fact.id), fact]));
  const last = new Map<string, Fact>();
  for (const own of old.filter(isGivenByRow)) {
    last.delete(originOf(own.id));
    last.set(originOf(own.id), own);
  }
  return [...last].flatMap(([origin, own]) => {
    const fact = standing.get(origin);
    return fact ? [{ own, standing: fact }] : [];
  });
}

/**
 * The facts of a row that is stored already, as corrections of those it gave before: of the same kind and lot, the same
 * body first. What says the same as before corrects nothing, and leaves what a person put in its place. `all`: all facts, by which is
 * known what stands in the place of those.
 */
export function correcting<K extends TenderFactKind | ContractFactKind>(
  facts: readonly GivenFact<K>[],
  old: readonly Fact[],
  all: readonly Fact[],
): GivenFact<K>[] {
  const left = listEntries(old, all);
  const partners = new Map<GivenFact<K>, RowEntry>();
  for (const isPartner of [(o: Fact, f: GivenFact<K>) => readPartyName(o) === readPartyName(f), () => true])
    for (const fact of facts) {
      if (partners.has(fact)) continue;
      const at = left.findIndex(
        ({ own }) => own.kind === fact.kind && own.lot === (fact.lot ?? null) && isPartner(own, fact),
      );
      const [partner] = at < 0 ? [] : left.splice(at, 1);
      if (partner) partners.set(fact, partner);
    }
  if (left.some(({ own, standing }) => own === standing))
    throw new RowRejected([{ pointer: '', code: 'fact_withdrawn', text: WITHDRAWN }]);
  return facts.flatMap((fact) => {
    const partner = partners.get(fact);
    if (!partner) return [fact];
    const { own, standing } = partner;
    if (says(own.data, fact.data) && says(own.source, fact.source satisfies FactSource)) return [];
    return [{ ...fact, replaces: standing.id, reason: CORRECTED }];
  });
}

/** The stored data says the same as the row: ids of bodies were added when it was stored, unknowns left out. */
function says(stored: unknown, given: unknown): boolean {
  if (given === null || given === undefined) return stored === null || stored === undefined;
  if (typeof given !== 'object') return stored === given;
  if (stored === null || typeof stored !== 'object') return false;
  const [a, b] = [stored as Record<string, unknown>, given as Record<string, unknown>];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  keys.delete('organisation');
  return [...keys].every((key) => says(a[key], b[key]));
}
