import { defineLifecycle } from '../../kernel/actions/lifecycle.js';

export const SURVEY_STATES = ['draft', 'open', 'closed', 'cancelled'] as const;
export type SurveyState = (typeof SURVEY_STATES)[number];

/** Regulation article 9. */
const NO_INTEREST = 'acts_with_interest';
/** Of whoever asks: of the buyer's people, and of those of an evaluator, who may still end what was begun by them. */
const WHO_ASKS = [NO_INTEREST, 'evaluator_tied'] as const;

/** Questions to recipients, who are drawn by the buyer or the evaluator and never by the agency. */
export const surveyLifecycle = defineLifecycle({
  name: 'survey',
  states: SURVEY_STATES,
  initial: ['draft'],
  final: ['closed', 'cancelled'],
  transitions: [
    {
      action: 'draw',
      from: ['draft'],
      who: 'survey.run',
      // The seed is said first and the sample follows from it: another draw would be a choice.
      guards: [...WHO_ASKS, 'sample_drawn', 'recipients_unknown'],
    },
    {
      action: 'open',
      from: ['draft'],
      to: 'open',
      who: 'survey.run',
      guards: [...WHO_ASKS, 'sample_missing', 'questions_missing', 'survey_over'],
    },
    // A slip that was lost: its code ends, another takes its place when slips are printed next. Without a slip: all of them.
    // Whether it was used is not asked: the refusal would tell.
    {
      action: 'print_again',
      from: ['open'],
      who: 'survey.run',
      guards: [...WHO_ASKS],
      reason: 'required',
    },
    // Once its last day has passed its results are known: whoever could go on then would go on until they suit.
    {
      action: 'extend',
      from: ['open'],
      who: 'survey.run',
      guards: [...WHO_ASKS, 'survey_over'],
      reason: 'required',
    },
    // Before its last day it ends only where everybody who was drawn has answered. That nobody did is a result too, and leaves its seed to the next one.
    { action: 'close', from: ['open'], to: 'closed', who: 'survey.run', guards: [NO_INTEREST, 'survey_running'] },
    // Its seed is that of the next one for the same purpose, so that nobody draws until it suits.
    {
      action: 'cancel',
      from: ['draft'],
      to: 'cancelled',
      who: 'survey.run',
      guards: [NO_INTEREST],
      reason: 'required',
    },
    // While it runs nobody knows its answers: it is given up with them, and there are no results. Afterwards they are known.
    {
      action: 'cancel',
      from: ['open'],
      to: 'cancelled',
      who: 'survey.run',
      guards: [NO_INTEREST, 'survey_over'],
      reason: 'required',
    },
  ],
});
