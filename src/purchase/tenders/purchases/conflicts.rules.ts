import { compareDates } from '../../../kernel/clock/partial-date.js';
import { parseYuan, sumFen } from '../../../kernel/money/money.js';
import { selectFacts, inForce, selectOwnFacts, type OfKind } from '../recording/facts-in-force.rules.js';
import type { Moment, TenderFactData, TenderFactKind } from '../recording/fact-types.js';
import type { Window } from '../recording/recorded-window.js';
import { agree, isEarlierMoment, disagreement, mergeData, getPartyKey } from '../recording/merge.rules.js';
import { deriveCall, contradictsEnd, deriveContracts } from './purchase.rules.js';
import {
  countPlaces,
  groupAwards,
  hasSeveralSuppliers,
  isOfOustedSupplier,
  isSameAward,
  isSameContract,
} from './suppliers.rules.js';
import type { Conflict, ConflictCode, LotPlaces, TenderBase, TenderFact } from './purchase-types.js';

/** Kinds of which a lot has one: two facts complete each other or contradict each other. */
const ONE_PER_LOT = ['intention', 'notice', 'opening', 'award', 'contract', 'failure', 'cancellation'] as const;
/** Wordings that may differ without a contradiction; of subcontractors one statement may name more than another. */
const WORDS = ['reason', 'termText', 'rejectedFor', 'subcontractors'];
/** What every award of a lot says of the lot, whoever it is for. */
const OF_THE_LOT = ['bidCount', 'places'];

/** A window that certainly ends before it starts. */
export const endsBeforeStart = (window: Window | null | undefined): boolean =>
  !!window?.start && !!window.end && compareDates(window.end, window.start) === 'before';

export type AddConflict = (code: ConflictCode, facts: (string | undefined)[], ...fields: string[]) => void;
export function conflictList(): { found: Conflict[]; add: AddConflict } {
  const found: Conflict[] = [];
  const add: AddConflict = (code, facts, ...fields) => {
    const involved = [...new Set(facts.filter((id): id is string => id !== undefined))];
    const key = [...involved].sort().join();
    // A fact about every lot meets each lot's own: the same facts are named once.
    if (!found.some((c) => c.code === code && [...c.facts].sort().join() === key))
      found.push({ code, facts: involved, fields });
  };
  return { found, add };
}

/** Every conflict among the facts in force, each named by the facts that make it. Order of recording does not matter. */
export function findConflicts(base: TenderBase, recorded: readonly TenderFact[]): Conflict[] {
  const { found, add } = conflictList();
  const facts = inForce(recorded);
  const lots = countPlaces(base.lots, facts);
  for (const lot of lots) {
    for (const kind of ONE_PER_LOT) sameKind(facts, kind, lot, add);
    callConflicts(facts, lot.no, add);
    bidConflicts(facts, lot.no, lots.length, add);
    offerConflicts(base, facts, lot.no, lots.length, add);
    awardConflicts(facts, lot, lots.length, add);
  }
  for (const contract of deriveContracts(recorded, base.lots))
    if (endsBeforeStart(contract.data.window)) {
      const says = facts.filter((f) => contract.facts.includes(f.id) && f.kind === 'contract' && f.data.window);
      add(
        'end_before_start',
        says.map((f) => f.id),
        'window',
      );
    }
  return found;
}

function sameKind(facts: readonly TenderFact[], kind: TenderFactKind, lot: LotPlaces, add: AddConflict): void {
  const group = selectFacts(facts, kind, lot.no);
  for (const [i, a] of group.entries())
    for (const b of group.slice(i + 1)) {
      if (a.kind === 'contract' && b.kind === 'contract' && !isSameContract(a.data, b.data, lot)) continue;
      const isOther = a.kind === 'award' && b.kind === 'award' && !isSameAward(a.data, b.data, lot);
      const fields = disagreement(a.data, b.data, WORDS).filter((field) => !isOther || OF_THE_LOT.includes(field));
      if (fields.length > 0) add('fact_disagrees', [a.id, b.id], ...fields);
    }
}

function callConflicts(facts: readonly TenderFact[], lot: number, add: AddConflict): void {
  const notices = selectFacts(facts, 'notice', lot);
  const corrections = selectFacts(facts, 'correction', lot);
  const calls = [...notices, ...corrections];
  const call = deriveCall(facts, lot);
  const { documentsFrom } = mergeData(notices.map((f) => f.data));
  const saying = (field: 'deadline' | 'openingAt', value: Moment | null) =>
    calls.filter((f) => value !== null && f.data[field] === value).map((f) => f.id);
  const published = notices.find((f) => f.data.publishedOn === call.publishedOn && call.publishedOn !== null)?.id;
  const offered = notices.find((f) => f.data.documentsFrom === documentsFrom && documentsFrom !== undefined)?.id;
  for (const { id, data } of calls) {
    if (isEarlierMoment(data.deadline, data.publishedOn))
      add('deadline_before_notice', [id], 'deadline', 'publishedOn');
    else if (isEarlierMoment(data.deadline, call.publishedOn))
      add('deadline_before_notice', [id, published], 'deadline', 'publishedOn');
    if (isEarlierMoment(data.openingAt, call.publishedOn))
      add('opening_before_notice', [id, published], 'openingAt', 'publishedOn');
    if (isEarlierMoment(data.documentsTo, documentsFrom))
      add('documents_end_before_start', [id, offered], 'documentsTo', 'documentsFrom');
  }
  for (const { id, data } of corrections)
    if (isEarlierMoment(data.publishedOn, call.publishedOn))
      add('correction_before_notice', [id, published], 'publishedOn');
  if (isEarlierMoment(call.openingAt, call.deadline)) {
    const facts = [...saying('openingAt', call.openingAt), ...saying('deadline', call.deadline)];
    add('opening_before_deadline', facts, 'openingAt', 'deadline');
  }
  for (const { id, data } of selectFacts(facts, 'opening', lot)) {
    if (isEarlierMoment(data.heldAt, call.deadline))
      add('opening_before_deadline', [id, ...saying('deadline', call.deadline)], 'heldAt', 'deadline');
    else if (isEarlierMoment(data.heldAt, call.publishedOn))
      add('opening_before_notice', [id, published], 'heldAt', 'publishedOn');
  }
}

function bidConflicts(facts: readonly TenderFact[], lot: number, lots: number, add: AddConflict): void {
  const bids = selectOwnFacts(facts, 'bid', lot, lots);
  for (const [i, a] of bids.entries())
    for (const b of bids.slice(i + 1)) {
      const bidder = getPartyKey(a.data.bidder);
      if (bidder === undefined || bidder !== getPartyKey(b.data.bidder)) continue;
      const fields = disagreement(a.data, b.data, WORDS);
      if (fields.length > 0) add('fact_disagrees', [a.id, b.id], ...fields);
    }
  const listed = bids.map((f) => f.id);
  const named = new Set(bids.map((f) => getPartyKey(f.data.bidder)).filter((n) => n !== undefined));
  const nameless = bids.some((f) => getPartyKey(f.data.bidder) === undefined);
  const awards = selectOwnFacts(facts, 'award', lot, lots);
  const openings = selectOwnFacts(facts, 'opening', lot, lots);
  const failures = selectOwnFacts(facts, 'failure', lot, lots);
  for (const { id, kind, data } of [...openings, ...failures]) {
    if (data.bidCount === undefined) continue;
    if (named.size > data.bidCount) add('bid_count_below_bids', [id, ...listed], 'bidCount');
    for (const other of kind === 'opening' ? [...failures, ...awards] : awards)
      if (!agree(data.bidCount, other.data.bidCount)) add('fact_disagrees', [id, other.id], 'bidCount');
  }
  for (const { id, data } of awards) {
    const { bidCount, supplier } = data;
    for (const bid of bids)
      if (
        bid.data.status !== undefined &&
        bid.data.status !== 'valid' &&
        getPartyKey(bid.data.bidder) === (getPartyKey(supplier) ?? null)
      )
        add('winner_rejected', [id, bid.id], 'supplier', 'status');
    if (bidCount === undefined) continue;
    if (named.size > bidCount) add('bid_count_below_bids', [id, ...listed], 'bidCount');
    const winner = getPartyKey(supplier);
    if (named.size === bidCount && !nameless && winner !== undefined && !named.has(winner))
      add('winner_not_a_bidder', [id, ...listed], 'supplier', 'bidder');
  }
}

/** The price that counts. */
const getLastPrice = ({ finalPrice, price }: TenderFactData['bid']): string | undefined => finalPrice ?? price;

/** Not settled by an offer: the price of a single source is talked over, a framework awards places, not amounts. */
const NO_OFFER = ['SINGLE_SOURCE', 'FRAMEWORK'];

/**
 * Who wins, wins at what was offered: a recorded bid's price is the final offer where there are several. Bids of one price
 * and one score may share a rank (Order 87 article 57); those of which neither is known to be equal may not.
 */
function offerConflicts(
  { method }: TenderBase,
  facts: readonly TenderFact[],
  lot: number,
  lots: number,
  add: AddConflict,
): void {
  const bids = selectOwnFacts(facts, 'bid', lot, lots).filter(({ data }) => (data.status ?? 'valid') === 'valid');
  for (const award of selectOwnFacts(facts, 'award', lot, lots))
    for (const bid of bids) {
      const isWinner =
        getPartyKey(bid.data.bidder) !== undefined && getPartyKey(bid.data.bidder) === getPartyKey(award.data.supplier);
      const offered = getLastPrice(bid.data);
      if (isWinner && !NO_OFFER.includes(method ?? '') && !agree(award.data.amount, offered))
        add('award_differs_from_bid', [award.id, bid.id], 'amount', 'price');
    }
  for (const [i, { id, data: a }] of bids.entries())
    for (const { id: other, data: b } of bids.slice(i + 1)) {
      if (a.rank === undefined || a.rank !== b.rank || agree(getPartyKey(a.bidder), getPartyKey(b.bidder))) continue;
      const pairs = [
        [getLastPrice(a), getLastPrice(b)],
        [a.score, b.score],
      ].filter((pair) => pair.every((value) => value !== undefined));
      if (pairs.length === 0 || pairs.some(([one, other]) => !agree(one, other)))
        add('rank_repeated', [id, other], 'rank');
    }
}

function awardConflicts(
  facts: readonly TenderFact[],
  places: LotPlaces & { ceiling: bigint | null },
  lots: number,
  add: AddConflict,
): void {
  const { no: lot, ceiling } = places;
  const awards = selectOwnFacts(facts, 'award', lot, lots);
  const { deadline, publishedOn } = deriveCall(facts, lot);
  const published = selectFacts(facts, 'notice', lot)
    .filter((f) => f.data.publishedOn === publishedOn)
    .map((f) => f.id);
  const deadlines = [...selectFacts(facts, 'notice', lot), ...selectFacts(facts, 'correction', lot)]
    .filter((f) => deadline !== null && f.data.deadline === deadline)
    .map((f) => f.id);
  for (const { id, data } of awards) {
    if (isEarlierMoment(data.decidedOn, deadline))
      add('award_before_deadline', [id, ...deadlines], 'decidedOn', 'deadline');
    const decided = isEarlierMoment(data.decidedOn, publishedOn) ? 'decidedOn' : 'publishedOn';
    if (isEarlierMoment(data[decided], publishedOn)) add('award_before_notice', [id, ...published], decided);
    if (isEarlierMoment(data.publishedOn, data.decidedOn))
      add('award_published_before_decided', [id], 'publishedOn', 'decidedOn');
    if (ceiling !== null && data.amount !== undefined && parseYuan(data.amount) > ceiling)
      add('award_above_ceiling', [id], 'amount');
  }
  for (const end of [...selectFacts(facts, 'failure', lot), ...selectFacts(facts, 'cancellation', lot)])
    for (const other of contradictsEnd(end, facts, places, lots)) add('failed_and_awarded', [end.id, other.id]);
  const contracts = selectOwnFacts(facts, 'contract', lot, lots).filter(
    ({ data }) => !isOfOustedSupplier(data, places),
  );
  for (const { id, data } of contracts)
    if (isEarlierMoment(data.signedOn, publishedOn))
      add('contract_before_notice', [id, ...published], 'signedOn', 'publishedOn');
  for (const { id, data } of selectFacts(facts, 'intention', lot))
    if (isEarlierMoment(publishedOn, data.publishedOn))
      add('intention_after_notice', [id, ...published], 'publishedOn');
  contractConflicts(awards, contracts, places, add);
  if (hasSeveralSuppliers(places)) placeConflicts(awards, places, add);
}

/** What a contract says otherwise than the award it carries out: of several that of its supplier. */
function contractConflicts(
  awards: readonly OfKind<'award'>[],
  contracts: readonly OfKind<'contract'>[],
  lot: LotPlaces,
  add: AddConflict,
): void {
  const several = hasSeveralSuppliers(lot);
  for (const contract of contracts) {
    const own = awards.filter(({ data }) => !several || agree(contract.data.supplier, data.supplier));
    for (const award of own) {
      const both = [contract.id, award.id];
      if (isEarlierMoment(contract.data.signedOn, award.data.decidedOn))
        add('contract_before_award', both, 'signedOn', 'decidedOn');
      if (!agree(contract.data.supplier, award.data.supplier)) add('contract_supplier_differs', both, 'supplier');
    }
    if (awards.length > 0 && own.length === 0)
      add('contract_supplier_differs', [contract.id, ...awards.map((f) => f.id)], 'supplier');
  }
  if (!several) return amountConflicts(awards, contracts, add);
  for (const { key, own } of groupAwards(awards, lot))
    if (key !== undefined)
      amountConflicts(
        own,
        contracts.filter(({ data }) => getPartyKey(data.supplier) === key),
        add,
      );
}

/** More suppliers than places, and shares that are more than the whole. */
function placeConflicts(awards: readonly OfKind<'award'>[], lot: LotPlaces, add: AddConflict): void {
  const groups = groupAwards(awards, lot);
  if (groups.length > (lot.suppliersMost ?? 1))
    add(
      'suppliers_above_places',
      groups.flatMap(({ own }) => own.map((f) => f.id)),
      'supplier',
    );
  const shared = groups.filter(({ data }) => data.share !== undefined);
  if (shared.reduce((sum, { data }) => sum + (data.share ?? 0), 0) > WHOLE)
    add(
      'shares_above_whole',
      shared.flatMap(({ own }) => own.filter((f) => f.data.share !== undefined).map((f) => f.id)),
      'share',
    );
}

/** Basis points. */
const WHOLE = 10_000;

/** The contract's amount is the award's; several contracts of one lot share it. A renewal is another year's money. */
function amountConflicts(
  awards: readonly OfKind<'award'>[],
  contracts: readonly OfKind<'contract'>[],
  add: AddConflict,
): void {
  const awarded = contracts.filter((f) => f.data.renewal === undefined);
  const parts = deriveContracts(awarded, [{ no: 0, suppliersMost: null }]).flatMap((c) => c.data.amount ?? []);
  const sum = sumFen(parts.map(parseYuan));
  for (const award of awards) {
    if (award.data.amount === undefined || parts.length === 0) continue;
    const amount = parseYuan(award.data.amount);
    if (parts.length === 1 ? sum !== amount : sum > amount) {
      const says = awarded.filter((f) => f.data.amount !== undefined).map((f) => f.id);
      add('contract_amount_differs', [...says, award.id], 'amount');
    }
  }
  for (const award of awards)
    for (const contract of awarded)
      if (!agree(award.data.unitPrice, contract.data.unitPrice))
        add('contract_amount_differs', [contract.id, award.id], 'unitPrice');
}
