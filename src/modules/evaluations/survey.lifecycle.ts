import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

export const SURVEY_STATES = ['draft', 'open', 'closed'] as const;
export type SurveyState = (typeof SURVEY_STATES)[number];
export type SurveyAction = 'draw' | 'open' | 'print_again' | 'close';

/** Questions to recipients, who are drawn by the buyer or the evaluator and never by the agency. */
export const surveyLifecycle = defineLifecycle<SurveyState, SurveyAction>({
  name: 'survey',
  states: SURVEY_STATES,
  initial: ['draft'],
  final: ['closed'],
  transitions: [
    {
      action: 'draw',
      from: ['draft'],
      who: 'survey.run',
      // The seed is said first and the sample follows from it: another draw would be a choice.
      guards: ['sample_drawn', 'recipients_unknown'],
    },
    { action: 'open', from: ['draft'], to: 'open', who: 'survey.run', guards: ['sample_missing', 'questions_missing'] },
    // A slip that was lost: its code ends, another takes its place.
    { action: 'print_again', from: ['open'], who: 'survey.run', guards: ['code_used'], reason: 'required' },
    { action: 'close', from: ['open'], to: 'closed', who: 'survey.run', guards: ['survey_running'] },
  ],
});
