import type { Method } from '../../../../law/code-lists/methods.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import type { Rule } from '../../../../law/rules/rule-types.js';

/** How a failed purchase can go on. */
export const WAYS = ['new_round', 'negotiation_with_two', 'other_method', 'single_source', 'local_rules'] as const;
export type Way = (typeof WAYS)[number];

/** Law article 30, Order 74 article 27 II: when a negotiation takes the place of a tender. */
export const NEGOTIATION_GROUNDS = [
  'two_left',
  'no_bids',
  'none_qualified',
  'failed_again',
  'complex',
  'urgent',
  'price_uncertain',
] as const;
/** Law article 31. That a purchase has failed, however often, is no ground of it. */
export const SINGLE_SOURCE_GROUNDS = ['only_supplier', 'emergency', 'addition'] as const;
export const CHANGE_GROUNDS = [...NEGOTIATION_GROUNDS, ...SINGLE_SOURCE_GROUNDS] as const;
export type ChangeGround = (typeof CHANGE_GROUNDS)[number];

/** Order 87 article 43: where documents or procedure were at fault they are put right and the purchase is tendered anew. */
export const FAILURE_CAUSES = ['documents_faulty', 'procedure_faulty', 'market'] as const;
export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** Who approves: of a negotiation with two the authority of the same level, else one of a city with districts or above. */
export type Approval = 'same_level' | 'city';

/** A failure on record, in this round or an earlier one of the same purchase; `lot` null: every lot. */
export interface RecordedFailure {
  id: string;
  round: number;
  lot: number | null;
  on: string | null;
}
/** A lot that failed. */
export interface FailedLot {
  no: number;
  /** How many suppliers bid; null where nothing was opened. */
  suppliers: number | null;
  /** How many of them were left when it failed. */
  left: number | null;
}
/** What failed: lots of one tender, by its method. */
export interface FailedPurchase {
  method: string | null;
  round: number;
  /** Whether the whole purchase reaches the purchase limit of its place (Law article 2): below it the place has rules of its own. */
  limit: 'reached' | 'below' | 'unknown';
  lots: readonly FailedLot[];
  failures: readonly RecordedFailure[];
}

/** Law article 37 speaks of tenders. What follows another method is asked what its own method is asked. */
export const isTenderMethod = (method: string | null): boolean =>
  method === 'OPEN_TENDER' || method === 'INVITED_TENDER';

/** Whether a round goes by another method than the tender that failed before it, which takes an approval. */
export const takesOtherWay = (failed: string | null, method: string | null): boolean =>
  isTenderMethod(failed) && failed !== method;

export const findFailures = (failures: readonly RecordedFailure[], { no }: { no: number }): RecordedFailure[] =>
  failures.filter(({ lot }) => lot === null || lot === no);

const countRounds = (failures: readonly RecordedFailure[]): number => new Set(failures.map(({ round }) => round)).size;

/** Whether the record bears the ground out; what no record shows is for the buyer to state and the authority to judge. */
const PROOF: Readonly<
  Partial<
    Record<ChangeGround, (purchase: FailedPurchase, lot: FailedLot, cited: readonly RecordedFailure[]) => boolean>
  >
> = {
  two_left: ({ method }, { left }) => method === 'OPEN_TENDER' && left === 2,
  no_bids: ({ method }, { suppliers }) => isTenderMethod(method) && suppliers === 0,
  none_qualified: ({ method }, { suppliers, left }) => isTenderMethod(method) && (suppliers ?? 0) > 0 && left === 0,
  failed_again: ({ method }, lot, cited) => isTenderMethod(method) && countRounds(findFailures(cited, lot)) > 1,
};

/** Whether the record speaks against the ground for any of the lots, with the failures that are cited. */
export const isProven = (ground: ChangeGround, purchase: FailedPurchase, cited: readonly RecordedFailure[]): boolean =>
  purchase.lots.every((lot) => PROOF[ground]?.(purchase, lot, cited) ?? true);

/** A way that a failed purchase can take, with what it needs. */
export interface OpenWay {
  way: Way;
  method: Method;
  /** Grounds of which one is named; empty where none is asked for. */
  grounds: readonly ChangeGround[];
  /** Whether the failures are cited, and the cause stated. */
  cites: boolean;
  approval: Approval | null;
  /** Null where no row of the law speaks of it. */
  rule: Rule | null;
}

const provenGrounds = (list: readonly ChangeGround[], purchase: FailedPurchase): ChangeGround[] =>
  list.filter((ground) => ground !== 'two_left' && isProven(ground, purchase, purchase.failures));

/**
 * The ways that lead on from lots that failed together. After a tender another method needs its approval, however small the
 * purchase (Law article 37); `approval` is what the method itself asks for after any other (Law article 27).
 */
export function listWays(purchase: FailedPurchase, approval: Approval | null): OpenWay[] {
  const { method, lots } = purchase;
  if (lots.length === 0) return [];
  const isTender = isTenderMethod(method);
  const asked = isTender ? 'city' : approval;
  const ways: OpenWay[] = [];
  const add = (way: Way, by: Method, rule: string | null, more: Partial<OpenWay> = {}): void =>
    void ways.push({
      ...{ way, method: by, grounds: [], cites: true, approval: asked },
      rule: rule === null ? null : getRule(rule),
      ...more,
    });
  add('new_round', (method ?? 'OTHER') as Method, isTender ? 'FAIL-LEADS-ON' : null, {
    cites: false,
    approval: null,
  });
  if (isProven('two_left', purchase, []))
    add('negotiation_with_two', 'COMPETITIVE_NEGOTIATION', 'NEGO-TWO-LEFT', {
      grounds: ['two_left'],
      approval: 'same_level',
    });
  if (method !== 'COMPETITIVE_CONSULTATION') add('other_method', 'COMPETITIVE_CONSULTATION', 'CONSULT-ELIGIBLE');
  if (method !== 'OPEN_TENDER') add('other_method', 'OPEN_TENDER', null, { approval: null });
  add('other_method', 'COMPETITIVE_NEGOTIATION', 'NEGO-GROUNDS', {
    grounds: provenGrounds(NEGOTIATION_GROUNDS, purchase),
  });
  if (purchase.limit === 'below') add('local_rules', 'OTHER', 'PURCHASE-LIMIT', { approval: null });
  add('single_source', 'SINGLE_SOURCE', 'SINGLE-GROUNDS', { grounds: SINGLE_SOURCE_GROUNDS });
  return ways;
}
