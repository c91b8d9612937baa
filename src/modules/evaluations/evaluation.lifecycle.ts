import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

export const SCHEME_STATES = ['draft', 'active', 'retired'] as const;
export type SchemeState = (typeof SCHEME_STATES)[number];
export type SchemeAction = 'activate' | 'retire';

/** A version of an evaluation scheme. An active one never changes: a change is a new version. */
export const evaluationSchemeLifecycle = defineLifecycle<SchemeState, SchemeAction>({
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
export type EvaluationAction =
  | 'propose_evaluator'
  | 'appoint'
  | 'declare'
  | 'replace_evaluator'
  | 'begin_fieldwork'
  | 'submit_scores'
  | 'return_scores'
  | 'confirm'
  | 'publish'
  | 'appeal'
  | 're_evaluate'
  | 'cancel';

/**
 * A midterm or final evaluation by a body that is tied to nobody in it. The officer proposes, the approver appoints, the
 * evaluator alone scores; the agency may appeal once.
 */
export const evaluationLifecycle = defineLifecycle<EvaluationState, EvaluationAction>({
  name: 'evaluation',
  states: EVALUATION_STATES,
  initial: ['planned'],
  final: ['published', 'cancelled'],
  transitions: [
    { action: 'propose_evaluator', from: ['planned'], who: 'evaluation.plan' },
    {
      action: 'appoint',
      from: ['planned'],
      to: 'appointed',
      who: 'evaluation.approve',
      // Regulation article 18 II: neither its supplier nor who designed the purchase; regulation article 9.
      guards: ['evaluator_not_proposed', 'own_proposal', 'evaluator_has_interest', 'scheme_not_active'],
    },
    { action: 'declare', from: ['appointed'], to: 'declared', who: 'evaluation.act' },
    // A tie that was declared, or found later, sends it back to be given to another.
    {
      action: 'replace_evaluator',
      from: ['appointed', 'declared', 'in_field'],
      to: 'planned',
      who: 'evaluation.approve',
      reason: 'required',
    },
    {
      action: 'begin_fieldwork',
      from: ['declared'],
      to: 'in_field',
      who: 'evaluation.act',
      guards: ['evaluator_tied'],
    },
    {
      action: 'submit_scores',
      from: ['in_field'],
      to: 'scored',
      who: 'evaluation.act',
      guards: ['evaluator_tied', 'scores_incomplete', 'evidence_missing', 'survey_unfinished'],
    },
    { action: 'return_scores', from: ['scored'], to: 'in_field', who: 'evaluation.approve', reason: 'required' },
    { action: 'confirm', from: ['scored'], to: 'confirmed', who: 'evaluation.approve' },
    { action: 'publish', from: ['confirmed', 're_evaluated'], to: 'published', who: 'evaluation.plan' },
    {
      action: 'appeal',
      from: ['published'],
      to: 'appealed',
      who: 'evaluation.appeal',
      guards: ['appealed_already'],
      reason: 'required',
    },
    {
      action: 're_evaluate',
      from: ['appealed'],
      to: 're_evaluated',
      who: 'evaluation.act',
      guards: ['scores_incomplete', 'evidence_missing'],
      reason: 'required',
    },
    {
      action: 'cancel',
      from: ['planned', 'appointed', 'declared', 'in_field', 'scored'],
      to: 'cancelled',
      who: 'evaluation.approve',
      reason: 'required',
    },
  ],
});
