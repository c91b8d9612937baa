import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

export const REVIEW_STATES = ['appointed', 'declared', 'scoring', 'locked', 'revealed', 'reported'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];
export type ReviewAction =
  'appoint' | 'declare' | 'replace_member' | 'begin_scoring' | 'lock' | 'reveal' | 'correct_score' | 'report';

/**
 * The panel of a lot. Size and share of experts: Order 87 article 47, 214 article 14. A tie replaces the member before any
 * score (Regulation article 9); after the reveal only the corrections of Order 87 article 64.
 */
export const reviewLifecycle = defineLifecycle<ReviewState, ReviewAction>({
  name: 'review',
  states: REVIEW_STATES,
  initial: ['appointed'],
  final: ['reported'],
  transitions: [
    { action: 'appoint', from: ['appointed'], who: 'panel.appoint', guards: ['member_is_bidder', 'member_twice'] },
    {
      action: 'declare',
      from: ['appointed'],
      to: ['appointed', 'declared'],
      who: 'panel.act',
      guards: ['bidders_unknown', 'declaration_incomplete'],
    },
    {
      action: 'replace_member',
      from: ['appointed', 'declared'],
      to: 'appointed',
      who: 'panel.appoint',
      guards: ['member_not_tied', 'member_is_bidder', 'member_twice'],
      reason: 'required',
    },
    {
      action: 'begin_scoring',
      from: ['declared'],
      to: 'scoring',
      who: 'panel.act',
      guards: ['panel_unlawful', 'member_tied', 'conformity_open'],
    },
    { action: 'lock', from: ['scoring'], to: ['scoring', 'locked'], who: 'panel.act', guards: ['sheet_incomplete'] },
    { action: 'reveal', from: ['locked'], to: 'revealed', who: 'system' },
    {
      action: 'correct_score',
      from: ['revealed'],
      who: 'panel.act',
      guards: ['correction_not_lawful'],
      reason: 'required',
    },
    { action: 'report', from: ['revealed'], to: 'reported', who: 'panel.act', guards: ['report_unsigned'] },
  ],
});
