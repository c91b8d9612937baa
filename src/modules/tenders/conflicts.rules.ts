import { compareMoments } from '../../platform/clock/moment.js';
import { compareDates, compatible, isPartialDate } from '../../platform/clock/partial-date.js';
import { isYuan, parseYuan } from '../../platform/money/money.js';
import type { Moment, Party, TenderFactKind, Window } from './facts.types.js';
import { awardsOf, contractsOfLot } from './facts-of-lot.js';
import { callOf, factsOf, isActive } from './purchase.rules.js';
import type { Conflict, ConflictCode, TenderBase, TenderFact } from './purchase.types.js';

/** Kinds of which a lot has one: two facts complete each other or contradict each other. */
const ONE_PER_LOT = ['intention', 'notice', 'opening', 'award', 'contract', 'failure', 'cancellation'] as const;

export const before = (a: Moment | null | undefined, b: Moment | null | undefined): boolean =>
  a !== null && a !== undefined && b !== null && b !== undefined && compareMoments(a, b) === 'before';
const partyOf = (party: Party | undefined): string | undefined => party?.organisation ?? party?.name;

/** Whether two statements of one field can both be true. A day refines its month; a party is its organisation. */
function agree(a: unknown, b: unknown): boolean {
  if (a === undefined || a === null || b === undefined || b === null) return true;
  if (isPartialDate(a) && isPartialDate(b)) return compatible(a, b);
  if (isYuan(a) && isYuan(b)) return parseYuan(a) === parseYuan(b);
  if (typeof a === 'object' && typeof b === 'object') {
    const [x, y] = [a as Party & Window, b as Party & Window];
    if ('start' in x || 'end' in x) return agree(x.start, y.start) && agree(x.end, y.end);
    return agree(partyOf(x), partyOf(y));
  }
  if (typeof a === 'string' && typeof b === 'string' && (isPartialDate(a) || isPartialDate(b)))
    return compareMoments(a, b) === 'unknown' || compareMoments(a, b) === 'same';
  return a === b;
}

/** Field by field: where two facts of one kind disagree. */
export function disagreement(a: { data: object }, b: { data: object }, ignore: readonly string[] = []): string[] {
  const [x, y] = [a.data as Record<string, unknown>, b.data as Record<string, unknown>];
  return Object.keys(x).filter((field) => !ignore.includes(field) && !agree(x[field], y[field]));
}

/** A window that certainly ends before it starts. */
export const endsBeforeStart = (window: Window | null | undefined): boolean =>
  !!window?.start && !!window.end && compareDates(window.end, window.start) === 'before';

/** Every conflict among the facts in force, each named by the facts that make it. Order of recording does not matter. */
export function conflictsOf(base: TenderBase, facts: readonly TenderFact[]): Conflict[] {
  const active = facts.filter(isActive);
  const found: Conflict[] = [];
  const add = (code: ConflictCode, ids: (string | undefined)[], ...fields: string[]): void => {
    const involved = [...new Set(ids.filter((id): id is string => id !== undefined))];
    found.push({ code, facts: involved, fields });
  };
  for (const { no, ceiling } of base.lots) {
    for (const kind of ONE_PER_LOT) sameKind(active, kind, no, add);
    callConflicts(active, no, add);
    bidConflicts(active, no, base.lots.length, add);
    awardConflicts(active, no, base.lots.length, ceiling, add);
  }
  for (const fact of active)
    if (fact.kind === 'contract' && endsBeforeStart(fact.data.window)) add('end_before_start', [fact.id], 'window');
  return unique(found);
}

type Add = (code: ConflictCode, ids: (string | undefined)[], ...fields: string[]) => void;

/** A fact about every lot meets each lot's own: the same pair is named once. */
function unique(conflicts: readonly Conflict[]): Conflict[] {
  const seen = new Map<string, Conflict>();
  for (const c of conflicts) {
    const key = `${c.code} ${[...c.facts].sort().join(' ')}`;
    if (!seen.has(key)) seen.set(key, c);
  }
  return [...seen.values()];
}

function sameKind(facts: readonly TenderFact[], kind: TenderFactKind, lot: number, add: Add): void {
  const group = factsOf(facts, kind, lot);
  for (const [i, a] of group.entries())
    for (const b of group.slice(i + 1)) {
      if (kind === 'contract' && isOtherContract(a.data, b.data)) continue;
      const fields = disagreement(a, b, kind === 'failure' || kind === 'cancellation' ? ['reason'] : ['termText']);
      if (fields.length > 0) add('fact_disagrees', [a.id, b.id], ...fields);
    }
}

const isOtherContract = (a: object, b: object): boolean => {
  const [x, y] = [a as { number?: string }, b as { number?: string }];
  return x.number !== undefined && y.number !== undefined && x.number !== y.number;
};

function callConflicts(facts: readonly TenderFact[], lot: number, add: Add): void {
  const notices = factsOf(facts, 'notice', lot);
  const calls = [...notices, ...factsOf(facts, 'correction', lot)];
  const call = callOf(facts, lot);
  const saying = (field: 'deadline' | 'openingAt', value: Moment | null) =>
    calls.filter((f) => value !== null && f.data[field] === value).map((f) => f.id);
  const published = notices.find((f) => f.data.publishedOn !== undefined);
  for (const f of calls) {
    if (before(f.data.deadline, f.data.publishedOn)) add('deadline_before_notice', [f.id], 'deadline', 'publishedOn');
    else if (before(f.data.deadline, call.publishedOn))
      add('deadline_before_notice', [f.id, published?.id], 'deadline', 'publishedOn');
    if (before(f.data.openingAt, call.publishedOn))
      add('opening_before_notice', [f.id, published?.id], 'openingAt', 'publishedOn');
  }
  for (const f of notices)
    if (before(f.data.documentsTo, f.data.documentsFrom))
      add('documents_end_before_start', [f.id], 'documentsFrom', 'documentsTo');
  if (before(call.openingAt, call.deadline))
    add(
      'opening_before_deadline',
      [...saying('openingAt', call.openingAt), ...saying('deadline', call.deadline)],
      'openingAt',
      'deadline',
    );
  for (const opening of factsOf(facts, 'opening', lot)) {
    if (before(opening.data.heldAt, call.deadline))
      add('opening_before_deadline', [opening.id, ...saying('deadline', call.deadline)], 'heldAt', 'deadline');
    else if (before(opening.data.heldAt, call.publishedOn))
      add('opening_before_notice', [opening.id, published?.id], 'heldAt', 'publishedOn');
  }
}

function bidConflicts(facts: readonly TenderFact[], lot: number, lots: number, add: Add): void {
  const bids = factsOf(facts, 'bid', lot);
  for (const [i, a] of bids.entries())
    for (const b of bids.slice(i + 1)) {
      const bidder = partyOf(a.data.bidder);
      if (bidder === undefined || bidder !== partyOf(b.data.bidder)) continue;
      const fields = disagreement(a, b);
      if (fields.length > 0) add('fact_disagrees', [a.id, b.id], ...fields);
    }
  const bidders = new Set(bids.map((f) => partyOf(f.data.bidder)).filter((n) => n !== undefined));
  for (const award of awardsOf(facts, lot, lots)) {
    const { bidCount, supplier } = award.data;
    if (bidCount === undefined) continue;
    if (bidders.size > bidCount) add('bid_count_below_bids', [award.id, ...bids.map((f) => f.id)], 'bidCount');
    const winner = partyOf(supplier);
    if (bidders.size === bidCount && bids.length === bidCount && winner !== undefined && !bidders.has(winner))
      add('winner_not_a_bidder', [award.id, ...bids.map((f) => f.id)], 'supplier', 'bidder');
  }
}

function awardConflicts(
  facts: readonly TenderFact[],
  lot: number,
  lots: number,
  ceiling: bigint | null,
  add: Add,
): void {
  const awards = awardsOf(facts, lot, lots);
  const contracts = contractsOfLot(facts, lot, lots);
  const call = callOf(facts, lot);
  const deadlines = [...factsOf(facts, 'notice', lot), ...factsOf(facts, 'correction', lot)]
    .filter((f) => f.data.deadline !== undefined && f.data.deadline === call.deadline)
    .map((f) => f.id);
  for (const award of awards) {
    if (before(award.data.decidedOn, call.deadline))
      add('award_before_deadline', [award.id, ...deadlines], 'decidedOn', 'deadline');
    if (ceiling !== null && award.data.amount !== undefined && parseYuan(award.data.amount) > ceiling)
      add('award_above_ceiling', [award.id], 'amount');
  }
  const proofs = [...awards, ...contracts];
  for (const end of [...factsOf(facts, 'failure', lot), ...factsOf(facts, 'cancellation', lot)])
    for (const proof of proofs) add('failed_and_awarded', [end.id, proof.id]);
  for (const contract of contracts)
    for (const award of awards) {
      if (before(contract.data.signedOn, award.data.decidedOn))
        add('contract_before_award', [contract.id, award.id], 'signedOn', 'decidedOn');
      if (!agree(contract.data.amount, award.data.amount))
        add('contract_amount_differs', [contract.id, award.id], 'amount');
      if (!agree(contract.data.supplier, award.data.supplier))
        add('contract_supplier_differs', [contract.id, award.id], 'supplier');
    }
}
