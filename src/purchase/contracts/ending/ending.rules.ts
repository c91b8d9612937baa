export const ENDING_KINDS = ['termination', 'rescission', 'withdrawal'] as const;
export type EndingKind = (typeof ENDING_KINDS)[number];
export const ENDING_STATES = ['proposed', 'carried_out', 'withdrawn', 'overtaken'] as const;
export type EndingState = (typeof ENDING_STATES)[number];
