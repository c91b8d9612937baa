import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const MEETING_STATES = ['called', 'held', 'minuted', 'cancelled'] as const;
export type MeetingState = (typeof MEETING_STATES)[number];

/** A meeting (联席会, 建言会, 评议会, 听证会) about a need, a tender or an evaluation. */
export const meetingLifecycle = defineLifecycle({
  name: 'meeting',
  states: MEETING_STATES,
  initial: ['called'],
  final: ['minuted', 'cancelled'],
  transitions: [
    { action: 'hold', from: ['called'], to: 'held', who: 'meeting.run', guards: ['meeting_ahead', 'nobody_attended'] },
    { action: 'minute', from: ['held'], to: 'minuted', who: 'meeting.run', guards: ['minutes_missing'] },
    { action: 'cancel', from: ['called'], to: 'cancelled', who: 'meeting.run', reason: 'required' },
  ],
});

export const RESOLUTION_STATES = ['open', 'done', 'dropped'] as const;
export type ResolutionState = (typeof RESOLUTION_STATES)[number];
export type ResolutionAction = 'finish' | 'drop';

/** Whose a resolution is says that it is done; it, or who called the meeting, gives it up with a reason. */
export const SETTLED_BY: Record<ResolutionAction, (bodies: { caller: string; owner: string }) => string[]> = {
  finish: ({ owner }) => [owner],
  drop: ({ caller, owner }) => [caller, owner],
};

/** What a meeting resolved: somebody's, by a day. */
export const resolutionLifecycle = defineLifecycle<ResolutionState, ResolutionAction>({
  name: 'resolution',
  states: RESOLUTION_STATES,
  initial: ['open'],
  final: ['done', 'dropped'],
  transitions: [
    { action: 'finish', from: ['open'], to: 'done', who: 'resolution.settle', reason: 'optional' },
    { action: 'drop', from: ['open'], to: 'dropped', who: 'resolution.settle', reason: 'required' },
  ],
});
