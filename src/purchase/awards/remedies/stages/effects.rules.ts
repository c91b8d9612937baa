import { findRuleInForce } from '../../../../law/rules/rule-book.js';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { ProblemDetails } from '../../../../kernel/errors/problem.js';
import { toRuleRefusal } from '../../../tenders/conducted/issue.rules.js';

export const COMPLAINT_EFFECTS = [
  'none',
  'redo',
  'next_rank',
  'new_round',
  'rescind_contract',
  'to_court',
  // What older decisions say of a contract that was performed; no authority grants it any more.
  'compensation',
  'annul_failure',
] as const;
export type ComplaintEffect = (typeof COMPLAINT_EFFECTS)[number];

/** What a complaint is about: the stages of a challenge, or that the purchase was declared failed. */
export const COMPLAINT_STAGES = ['documents', 'process', 'result', 'failure'] as const;
export type ComplaintStage = (typeof COMPLAINT_STAGES)[number];

/** How far the purchase has come when a complaint about it is decided. */
export type PurchasePoint = 'before_result' | 'result' | 'signed' | 'performed' | 'failed';

type Effects = Readonly<Record<PurchasePoint, readonly ComplaintEffect[]>>;
/**
 * Order 94 article 31: a purchase whose documents were unlawful begins anew. Its result is void, so that no other candidate
 * can follow; a contract that nobody has performed is rescinded; of one that was performed the courts decide.
 */
const OF_DOCUMENTS: Effects = {
  before_result: ['redo'],
  result: ['new_round'],
  signed: ['rescind_contract'],
  performed: ['to_court'],
  failed: ['redo'],
};
/**
 * Order 94 article 32: before a result the purchase begins anew; from it on another candidate may follow where enough are
 * left. A failure that was declared unlawfully is void.
 */
const OF_PROCESS: Effects = {
  before_result: ['redo'],
  result: ['next_rank', 'new_round'],
  signed: ['rescind_contract'],
  performed: ['to_court'],
  failed: ['annul_failure'],
};
const OF_FAILURE: Effects = { before_result: [], result: [], signed: [], performed: [], failed: ['annul_failure'] };

/** What the law gives at a point, by what the complaint, or the challenge, is about. */
export const EFFECTS: Readonly<Record<ComplaintStage, Effects>> = {
  documents: OF_DOCUMENTS,
  process: OF_PROCESS,
  result: OF_PROCESS,
  failure: OF_FAILURE,
};

/** Order 94 articles 31 and 32 (1): the purchase is to begin anew, before a result and after it. */
export const ANEW = ['redo', 'new_round'] as const;
const isAnew = (effect: ComplaintEffect): boolean => ANEW.some((each) => each === effect);

/** By what a lot without a contract begins anew, or goes to its next candidate where that may be chosen: its part of a rescission, too. */
export const VOIDING = [...ANEW, 'rescind_contract'] as const;
const isVoiding = (effect: ComplaintEffect): boolean => VOIDING.some((each) => each === effect);

/**
 * Whether what was decided is to be carried out on a lot at this point: where the law gives the effect there. That the purchase begins anew is
 * one effect by two words; of documents, which are those of every lot, and of a lot that the decision names, it holds by either. Where contracts of
 * other lots are rescinded the result of such a lot, which has none yet, is void as well (Regulation article 71): each lot by how far it has come.
 */
export const isBinding = (
  { stage, effect }: { stage: ComplaintStage; effect: ComplaintEffect },
  { point, named }: { point: PurchasePoint; named: boolean },
): boolean => {
  const given = EFFECTS[stage][point];
  return given.includes(effect) || ((named || stage === 'documents') && isVoiding(effect) && given.some(isAnew));
};

/** Of a lot that is performed the courts decide, whatever the decision says of others (Order 94 articles 31 and 32 (4)). */
export const isLeftToCourt = (
  stage: ComplaintStage,
  { point, named }: { point: PurchasePoint; named: boolean | null },
): boolean =>
  EFFECTS[stage][point].includes('to_court') && (named === true || (named === null && stage === 'documents'));

/**
 * Whether the effect is one for every lot that a decision names, or of unlawful documents for every lot there is: carried out on it, or left to the courts.
 * None is passed over in silence; what is over needs nothing more.
 */
export function isForEachLot(
  about: { stage: ComplaintStage; effect: ComplaintEffect },
  lots: readonly { point: PurchasePoint; named: boolean | null; over: boolean }[],
): boolean {
  const bound = lots.filter(({ point }) => isBinding(about, { point, named: true }));
  const isLeft = (lot: (typeof lots)[number]): boolean =>
    isLeftToCourt(about.stage, lot) || (lot.named === null && lot.over);
  return bound.length > 0 && lots.every((lot) => bound.includes(lot) || isLeft(lot));
}

export interface DecidedComplaint {
  result: string | undefined;
  stage: ComplaintStage;
  /** False: what was upheld does not affect the result, and the purchase goes on. */
  affectsResult: boolean;
}

/** Of lots that have come to different points, what the law gives for one of them. */
export const lawfulEffects = (
  { result, stage, affectsResult }: DecidedComplaint,
  points: readonly PurchasePoint[],
): readonly ComplaintEffect[] =>
  result === 'upheld' && affectsResult ? [...new Set(points.flatMap((point) => EFFECTS[stage][point]))] : ['none'];

/** Refuses an effect that the law does not give, by the article that says what it gives; Order 94 is of 2018. */
export function refuseEffect(stage: ComplaintStage, day: PlainDate, facts: Record<string, unknown>): ProblemDetails {
  const rule = findRuleInForce(stage === 'documents' ? 'COMPLAINT-EFFECT-DOCS' : 'COMPLAINT-EFFECT-RESULT', day);
  const error = {
    pointer: '/effect',
    code: 'not_allowed_value',
    text: { en: 'An effect that the law gives here', zh: '请选择该阶段依法可以作出的处理' },
  };
  return { ...(rule === null ? { errors: [error] } : toRuleRefusal(rule, [error])), facts };
}
