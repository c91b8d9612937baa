import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

export const REVIEW_STATES = [
  'appointed',
  'declared',
  'scoring',
  'locked',
  'revealed',
  'reported',
  'dissolved',
] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];
export type ReviewAction =
  | 'appoint'
  | 'remove_member'
  | 'replace_member'
  | 'declare'
  | 'begin_scoring'
  | 'lock'
  | 'reveal'
  | 'correct_score'
  | 'sign'
  | 'dissent'
  | 'note_unsigned'
  | 'report'
  | 'reopen'
  | 'dissolve';

const NEW_MEMBER = ['member_is_bidder', 'member_twice', 'member_of_agent', 'expert_of_buyer'] as const;

/**
 * The panel of a lot. Size and share of experts: Order 87 article 47, 214 article 14. A tie replaces the member before any
 * score (Regulation article 9); after the reveal only the corrections of Order 87 article 64. Whether a member is tied to a
 * bidder is asked only once the bids are open: before, the answer would tell who has bid.
 */
export const reviewLifecycle = defineLifecycle<ReviewState, ReviewAction>({
  name: 'review',
  states: REVIEW_STATES,
  initial: ['appointed'],
  final: ['reported', 'dissolved'],
  transitions: [
    {
      action: 'appoint',
      from: ['appointed', 'declared'],
      to: 'appointed',
      who: 'panel.appoint',
      guards: NEW_MEMBER,
    },
    {
      action: 'remove_member',
      from: ['appointed', 'declared'],
      to: 'appointed',
      who: 'panel.appoint',
      guards: ['replacement_ground_missing'],
      reason: 'required',
    },
    {
      action: 'replace_member',
      from: ['appointed', 'declared', 'scoring'],
      to: 'appointed',
      who: 'panel.appoint',
      // A tie, or a member who is absent or ill (Order 87 article 49): what the replaced one scored is void.
      guards: ['replacement_ground_missing', ...NEW_MEMBER],
      reason: 'required',
    },
    {
      action: 'declare',
      from: ['appointed'],
      to: ['appointed', 'declared'],
      who: 'panel.act',
      guards: ['bidders_unknown', 'declaration_incomplete'],
    },
    {
      action: 'begin_scoring',
      from: ['declared'],
      to: 'scoring',
      who: 'panel.act',
      guards: [
        'panel_unlawful',
        'member_is_bidder',
        'member_tied',
        'conformity_open',
        'consultation_unfinished',
        'explanations_open',
      ],
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
    { action: 'sign', from: ['revealed'], who: 'panel.act', guards: ['member_signed'] },
    // 214 article 27, Order 87 article 61: dissent is written down; who refuses without reasons counts as agreeing.
    { action: 'dissent', from: ['revealed'], who: 'panel.act', guards: ['member_signed'], reason: 'required' },
    {
      action: 'note_unsigned',
      from: ['revealed'],
      who: 'panel.appoint',
      guards: ['member_signed'],
      reason: 'required',
    },
    { action: 'report', from: ['revealed'], to: 'reported', who: 'system' },
    { action: 'reopen', from: ['reported'], to: 'revealed', who: 'system' },
    {
      action: 'dissolve',
      from: ['appointed', 'declared', 'scoring', 'locked', 'revealed', 'reported'],
      to: 'dissolved',
      who: 'system',
    },
  ],
});
