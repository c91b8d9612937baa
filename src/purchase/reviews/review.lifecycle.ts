import { defineLifecycle } from '../../kernel/actions/lifecycle.js';

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
  | 'declare_again'
  | 'find'
  | 'ask_explanation'
  | 'explain'
  | 'settle_explanation'
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

const NEW_MEMBER = [
  'member_is_bidder',
  'member_twice',
  'member_of_agent',
  'expert_of_buyer',
  // Order 87 article 67.
  'member_barred',
  'expert_not_drawn',
] as const;

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
      guards: ['sheets_locked', ...NEW_MEMBER],
    },
    {
      action: 'remove_member',
      from: ['appointed', 'declared'],
      // Those who stay may have declared all of them.
      to: ['appointed', 'declared'],
      who: 'panel.appoint',
      guards: ['sheets_locked', 'replacement_ground_missing'],
      reason: 'required',
    },
    {
      action: 'replace_member',
      // After the reveal too: who turns out to be tied then must not sign the report.
      from: ['appointed', 'declared', 'scoring', 'revealed'],
      to: 'appointed',
      who: 'panel.appoint',
      // Recusal, absence, health or the like (Order 87 article 49): what the replaced one scored is void.
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
    // Where a final offer is restored of whose bidder a member who came after it was lost has said nothing.
    { action: 'declare_again', from: ['declared'], to: 'appointed', who: 'system' },
    // A member's own finding, where the panel decides by the majority of its members (Order 87 article 61).
    { action: 'find', from: ['appointed', 'declared'], who: 'panel.act' },
    // Caiku [2026] 2 from 2026-02-01; Order 87 article 60 before. The trigger itself rejects nobody. Where one is met the panel
    // must ask, so one member asks for all; what comes of it the majority finds.
    {
      action: 'ask_explanation',
      from: ['declared'],
      who: 'panel.act',
      guards: ['explanation_needless', 'explanation_too_soon'],
      reason: 'required',
    },
    // Until its time is over, and mended until a member has found: what the panel found is not the bidder's to undo.
    {
      action: 'explain',
      from: ['appointed', 'declared'],
      who: 'bid.make',
      guards: ['explanation_not_asked', 'explanation_late', 'explanation_weighed'],
    },
    {
      action: 'settle_explanation',
      from: ['declared'],
      // An offer that is rejected may leave too few: then the lot fails and its panel with it.
      to: ['declared', 'dissolved'],
      who: 'panel.act',
      guards: ['explanation_not_asked', 'explanation_running'],
      reason: 'required',
    },
    {
      action: 'begin_scoring',
      from: ['declared'],
      to: 'scoring',
      who: 'panel.act',
      guards: [
        'panel_unlawful',
        'member_tied',
        'conformity_open',
        'consultation_unfinished',
        'explanations_open',
        'offers_too_few',
      ],
    },
    {
      action: 'lock',
      from: ['scoring'],
      to: ['scoring', 'locked'],
      who: 'panel.act',
      guards: ['sheet_incomplete', 'member_tied'],
    },
    // Follows at once when the last member has locked.
    { action: 'reveal', from: ['locked'], to: 'revealed', who: 'system' },
    // What was signed before is to be signed again.
    {
      action: 'correct_score',
      from: ['revealed'],
      who: 'panel.act',
      guards: ['correction_not_lawful'],
      reason: 'required',
      retells: 'correction',
    },
    { action: 'sign', from: ['revealed'], who: 'panel.act', guards: ['member_signed', 'member_tied'] },
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
    // Order 87 article 64: the panel that reported corrects its scores, and reports again.
    { action: 'reopen', from: ['reported'], to: 'revealed', who: 'system' },
    {
      action: 'dissolve',
      from: ['appointed', 'declared', 'scoring', 'locked', 'revealed', 'reported'],
      to: 'dissolved',
      who: 'system',
    },
  ],
});
