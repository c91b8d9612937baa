import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const DRAW_STATES = ['prepared', 'drawn', 'withdrawn'] as const;
export type DrawState = (typeof DRAW_STATES)[number];

/**
 * The draw of experts for a lot. Its seed exists when it is prepared, and its hash is public from then on; whom it falls on
 * is known when it is drawn. Until then nobody knows, so that nobody chooses by withdrawing it. What the library has drawn, or
 * a hand has picked, is recorded as drawn.
 */
export const expertDrawLifecycle = defineLifecycle({
  name: 'expert_draw',
  states: DRAW_STATES,
  initial: ['prepared', 'drawn'],
  final: ['drawn', 'withdrawn'],
  transitions: [
    {
      action: 'draw',
      from: ['prepared'],
      to: 'drawn',
      who: 'panel.appoint',
      guards: ['draw_too_early', 'pool_too_small'],
    },
    // For more experts than the pool has, or on another day, it would stand for ever.
    { action: 'withdraw', from: ['prepared'], to: 'withdrawn', who: 'panel.appoint', reason: 'required' },
    // In the place of one who does not answer or cannot come: the next of the order, and nobody else.
    {
      action: 'invite_next',
      from: ['drawn'],
      who: 'panel.appoint',
      guards: ['places_filled', 'no_place_left'],
      reason: 'required',
    },
  ],
});
