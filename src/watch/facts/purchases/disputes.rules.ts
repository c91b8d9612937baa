import type { ConflictCode } from '../../../purchase/tenders/purchases/purchase-types.js';

/** A conflict of a tender or contract, with the facts that make it. */
export interface LoadedConflict {
  code: ConflictCode;
  fields: readonly string[];
  facts: readonly { id?: string; kind: string; lot: number | null }[];
}

/** Which fields of the rules' facts are in doubt where facts of one kind disagree on a field. */
const BY_FIELD: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  notice: { deadline: ['deadline'] },
  opening: { bidCount: ['bidCount'] },
  failure: { bidCount: ['bidCount'] },
  award: { decidedOn: ['awardedOn'], publishedOn: ['awardedOn'], bidCount: ['bidCount'], supplier: ['winners'] },
  contract: { signedOn: ['signedOn'], window: ['window', 'end'] },
  signed: { signedOn: ['signedOn'], window: ['window', 'end'] },
  termination: { on: ['end'] },
  bid: {
    price: ['bids'],
    finalPrice: ['bids'],
    status: ['bids', 'statuses'],
    bidder: ['bids'],
    receivedAt: ['receipts'],
  },
};

const BY_CODE: Readonly<Record<Exclude<ConflictCode, 'fact_disagrees'>, readonly string[]>> = {
  deadline_before_notice: [],
  opening_before_notice: [],
  opening_before_deadline: [],
  documents_end_before_start: [],
  award_before_deadline: ['awardedOn'],
  contract_before_award: ['awardedOn', 'signedOn'],
  end_before_start: ['window', 'end'],
  contract_amount_differs: [],
  contract_supplier_differs: [],
  bid_count_below_bids: ['bidCount', 'bids'],
  winner_not_a_bidder: ['bids', 'winners'],
  failed_and_awarded: ['awardedOn'],
  award_above_ceiling: ['ceiling'],
  payments_above_contract: [],
  delivered_before_start: [],
  acceptance_before_delivery: [],
  start_before_signing: ['signedOn'],
  terminated_before_signing: ['end', 'signedOn'],
  budget_exceeded: [],
  acceptance_before_signing: ['signedOn'],
  terminated_before_start: ['end'],
  terminated_before_delivery: ['end'],
  winner_rejected: ['winners', 'statuses'],
  correction_before_notice: [],
  award_differs_from_bid: ['bids'],
  rank_repeated: [],
  award_before_notice: ['awardedOn'],
  award_published_before_decided: ['awardedOn'],
  shares_above_whole: [],
  suppliers_above_places: [],
  contract_before_notice: ['signedOn'],
  intention_after_notice: [],
};

/**
 * The fields on which recorded facts contradict each other, by the names the rules use. With a lot: only what concerns it
 * (a fact without a lot concerns every one). A rule that needs such a field answers `insufficient_data`.
 */
export function disputedFields(conflicts: readonly LoadedConflict[], lot: number | null = null): string[] {
  const fields = conflicts.filter((conflict) => concernsLot(conflict, lot)).flatMap(listDisputedFields);
  return [...new Set(fields)].sort();
}

function concernsLot({ facts }: LoadedConflict, lot: number | null): boolean {
  return lot === null || facts.length === 0 || facts.some((fact) => fact.lot === null || fact.lot === lot);
}

function listDisputedFields(conflict: LoadedConflict): readonly string[] {
  if (conflict.code !== 'fact_disagrees') return BY_CODE[conflict.code];
  const kinds = new Set(conflict.facts.map((fact) => fact.kind));
  return conflict.fields.flatMap((field) => [...kinds].flatMap((kind) => BY_FIELD[kind]?.[field] ?? []));
}
