import { defineLifecycle } from '../../kernel/actions/lifecycle.js';

export const SCHEME_STATES = ['draft', 'active', 'retired'] as const;
export type SchemeState = (typeof SCHEME_STATES)[number];

/** A version of an evaluation scheme. An active one never changes: a change is a new version. */
export const evaluationSchemeLifecycle = defineLifecycle({
  name: 'evaluation_scheme',
  states: SCHEME_STATES,
  initial: ['draft'],
  final: ['retired'],
  transitions: [
    {
      action: 'activate',
      from: ['draft'],
      to: 'active',
      who: 'scheme.approve',
      guards: ['author_approves', 'weights_not_whole', 'residents_unweighted'],
    },
    { action: 'retire', from: ['draft', 'active'], to: 'retired', who: 'scheme.approve', reason: 'required' },
  ],
});

export const EVALUATION_STATES = [
  'planned',
  'appointed',
  'declared',
  'in_field',
  'scored',
  'confirmed',
  'published',
  'appealed',
  're_evaluated',
  'cancelled',
] as const;
export type EvaluationState = (typeof EVALUATION_STATES)[number];
/** Its scores were not sent yet: the day on which they are due is still to be kept. */
export const UNSENT: readonly EvaluationState[] = ['planned', 'appointed', 'declared', 'in_field'];

/** Regulation article 9: whoever sits in the agency has no hand in how it is judged. */
const NO_INTEREST = ['acts_with_interest'] as const;
/** Regulation article 18 II: neither its supplier nor who designed the purchase. */
const WHO_EVALUATES = [
  ...NO_INTEREST,
  'evaluator_not_proposed',
  'own_evaluator_proposal',
  'evaluator_has_interest',
] as const;
/** Whoever scores: a seat in the agency is a tie, whatever was declared. */
const WHO_SCORES = [...NO_INTEREST, 'evaluator_tied'] as const;
const WHAT_IS_SENT = [
  ...WHO_SCORES,
  'scores_incomplete',
  'score_evidence_missing',
  'survey_unfinished',
  'residents_unheard',
  'points_derived',
] as const;
/** What came to tie its evaluator since the appointment is asked again: from here on it counts. */
const WHAT_IS_CONFIRMED = [...NO_INTEREST, 'own_scores', 'evaluator_has_interest'] as const;

/**
 * A midterm or final evaluation by a body that is tied to nobody in it. The officer proposes, the approver appoints, the
 * evaluator alone scores; the agency may appeal once. What is appealed against is given to another or scored anew by the
 * same; that nothing changes is an answer too. Until it is published again its grade counts for nothing.
 */
export const evaluationLifecycle = defineLifecycle({
  name: 'evaluation',
  states: EVALUATION_STATES,
  initial: ['planned'],
  final: ['published', 'cancelled'],
  transitions: [
    {
      action: 'propose_evaluator',
      from: ['planned'],
      who: 'evaluation.plan',
      guards: [...NO_INTEREST, 'evaluator_has_interest', 'residents_unweighted'],
    },
    // By the scheme by which it was scored.
    {
      action: 'propose_evaluator',
      from: ['appealed'],
      who: 'evaluation.plan',
      guards: [...NO_INTEREST, 'evaluator_has_interest'],
    },
    {
      action: 'appoint',
      from: ['planned'],
      to: 'appointed',
      who: 'evaluation.approve',
      guards: [...WHO_EVALUATES, 'scheme_not_active', 'residents_unweighted'],
    },
    { action: 'declare', from: ['appointed'], to: 'declared', who: 'evaluation.act' },
    // Each person who acts, and a tie that is found later, until it is published.
    {
      action: 'declare',
      from: ['declared', 'in_field', 'scored', 'confirmed', 'appealed', 're_evaluated'],
      who: 'evaluation.act',
    },
    // A tie that was declared, or found later, sends it back to be given to another.
    {
      action: 'replace_evaluator',
      from: ['appointed', 'declared', 'in_field', 'scored', 'confirmed'],
      to: 'planned',
      who: 'evaluation.approve',
      guards: NO_INTEREST,
      reason: 'required',
    },
    {
      action: 'begin_fieldwork',
      from: ['declared'],
      to: 'in_field',
      who: 'evaluation.act',
      guards: WHO_SCORES,
    },
    // What the product knows by now is filled in again, and what residents have answered since.
    { action: 'refill', from: ['in_field', 'appealed'], who: 'evaluation.act', guards: WHO_SCORES },
    { action: 'submit_scores', from: ['in_field'], to: 'scored', who: 'evaluation.act', guards: WHAT_IS_SENT },
    {
      action: 'return_scores',
      from: ['scored'],
      to: 'in_field',
      who: 'evaluation.approve',
      guards: NO_INTEREST,
      reason: 'required',
    },
    {
      action: 'return_scores',
      from: ['re_evaluated'],
      to: 'appealed',
      who: 'evaluation.approve',
      guards: NO_INTEREST,
      reason: 'required',
    },
    {
      action: 'confirm',
      from: ['scored'],
      to: 'confirmed',
      who: 'evaluation.approve',
      guards: WHAT_IS_CONFIRMED,
    },
    { action: 'confirm', from: ['re_evaluated'], who: 'evaluation.approve', guards: WHAT_IS_CONFIRMED },
    { action: 'publish', from: ['confirmed'], to: 'published', who: 'evaluation.plan', guards: NO_INTEREST },
    {
      action: 'publish',
      from: ['re_evaluated'],
      to: 'published',
      who: 'evaluation.plan',
      guards: [...NO_INTEREST, 're_evaluation_unconfirmed'],
    },
    {
      action: 'appeal',
      from: ['published'],
      to: 'appealed',
      who: 'evaluation.appeal',
      guards: ['appealed_already'],
      reason: 'required',
    },
    {
      action: 'reassign',
      from: ['appealed'],
      who: 'evaluation.approve',
      guards: WHO_EVALUATES,
      reason: 'required',
    },
    {
      action: 're_evaluate',
      from: ['appealed'],
      to: 're_evaluated',
      who: 'evaluation.act',
      guards: WHAT_IS_SENT,
      reason: 'required',
    },
    {
      action: 'cancel',
      from: ['planned', 'appointed', 'declared', 'in_field', 'scored'],
      to: 'cancelled',
      who: 'evaluation.approve',
      guards: NO_INTEREST,
      reason: 'required',
    },
  ],
});
