import type { SeatedBody, SeatedPerson, SeatHeld, SeatsFacts, TookPart } from '../../src/watch/facts/seat-facts.js';

export const seatedBody = (seat: SeatedBody['seat'], body: string = seat, change: Partial<SeatedBody> = {}) => ({
  key: `${seat}/${body}`,
  body,
  record: `organisation:${body}`,
  label: `示例${body}`,
  seat,
  relationsKnown: true,
  ...change,
});

export const holds = (seat: SeatHeld['seat'], change: Partial<SeatHeld> = {}): SeatHeld => ({
  key: `${seat}/${change.body ?? seat}/${change.as ?? 'seat'}`,
  body: seat,
  record: `organisation:${seat}`,
  seat,
  as: 'seat',
  since: '2024-01-01',
  ...change,
});

export const took = (as: TookPart['as'], on: string, seat: TookPart['seat'] = 'buyer'): TookPart => ({
  key: `${as}/${on}`,
  record: 'contract:c1',
  as,
  seat,
  on,
});

export const seatedPerson = (
  held: readonly SeatHeld[],
  acts: readonly TookPart[] = [],
  key = 'user:a',
): SeatedPerson => ({ key, label: '甲*', holds: held, took: acts });

/** Three bodies of which everything is known, and nobody in two of them. */
export const seatsFacts = (change: Partial<SeatsFacts> = {}): SeatsFacts => ({
  subject: { type: 'contract', id: 'c1', key: 'contract-1' },
  asOf: '2026-06-30',
  conflicts: [],
  method: 'OPEN_TENDER',
  signedOn: '2025-12-22',
  bodies: [seatedBody('buyer'), seatedBody('agency'), seatedBody('evaluator')],
  evaluatorsKnown: true,
  persons: [],
  ...change,
});
