import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const PLACE_STATES = ['waiting', 'invited', 'accepted', 'refused', 'replaced'] as const;
export type PlaceState = (typeof PLACE_STATES)[number];

/** The place of an expert in a draw: asked in the order of the draw, answered by the expert alone. */
export const expertPlaceLifecycle = defineLifecycle({
  name: 'expert_place',
  states: PLACE_STATES,
  initial: ['waiting', 'invited', 'accepted', 'refused'],
  final: ['refused', 'replaced'],
  transitions: [
    { action: 'invite', from: ['waiting'], to: 'invited', who: 'system' },
    { action: 'accept', from: ['invited'], to: 'accepted', who: 'panel.act' },
    // The next of the order is asked at once.
    { action: 'refuse', from: ['invited'], to: 'refused', who: 'panel.act', reason: 'required' },
    { action: 'replace', from: ['invited', 'accepted'], to: 'replaced', who: 'system' },
  ],
});
