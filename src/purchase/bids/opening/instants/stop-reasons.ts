/**
 * Why the worker does not open. An order that is not proved (`order_forged`, `order_spent`) ends that opening, and two persons
 * order it anew; every other reason holds it back until what differs is mended.
 */
export const STOP_REASONS = [
  'instants_missing',
  'instants_forged',
  'instants_put_back',
  'instants_not_anchored',
  'anchors_altered',
  'rows_altered',
  'clock_shifted',
  'clock_differs',
  'deadline_ahead',
  'order_forged',
  'order_spent',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export interface Stop {
  reason: StopReason;
  /** What differs, for whoever mends it: names of fields, what was signed, findings of the audit. Nothing of a bid. */
  facts: Record<string, unknown>;
}

export const endsOrder = ({ reason }: Stop): boolean => reason === 'order_forged' || reason === 'order_spent';
