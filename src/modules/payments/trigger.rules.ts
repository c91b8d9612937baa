import type { PlainDate } from '../../platform/clock/plain-date.js';
import type { PaymentShare } from '../tenders/conducted/terms.types.js';

/** Something that a contract promised and that was settled on a day. */
export interface Settled {
  no: number;
  on: PlainDate;
}
/** What the rooms that know say of one contract. */
export interface TriggerFacts {
  state: string;
  signedOn: PlainDate | null;
  milestones: readonly Settled[];
  reports: readonly Settled[];
  acceptedOn: PlainDate | null;
}
export const MISSING = ['signature', 'milestone', 'report', 'acceptance', 'contract_in_force'] as const;
export interface TriggerAnswer {
  /** Day from which it is met; null: it is not. */
  on: PlainDate | null;
  missing: (typeof MISSING)[number] | null;
}
export interface Triggered {
  trigger: PaymentShare['trigger'];
  of: number | null;
  /** Which it is, from 1 on, among the instalments on the same trigger that name none. */
  nth: number;
}

const ENDED: ReadonlySet<string> = new Set(['terminated', 'rescinded', 'void', 'draft']);

/** Whether what an instalment waits for has happened, and when. What is not on record has not. */
export function triggerOf({ trigger, of, nth }: Triggered, facts: TriggerFacts): TriggerAnswer {
  // An advance is for what is still to be done; a contract that was rescinded owes nothing but what was accepted of it.
  const over = trigger === 'signing' ? ENDED.has(facts.state) : facts.state === 'rescinded' && trigger !== 'acceptance';
  if (over) return { on: null, missing: 'contract_in_force' };
  const answer = (on: PlainDate | null, missing: TriggerAnswer['missing']): TriggerAnswer =>
    on === null ? { on, missing } : { on, missing: null };
  switch (trigger) {
    case 'signing':
      return answer(facts.signedOn, 'signature');
    case 'milestone':
      return answer(settledOn(facts.milestones, of, nth), 'milestone');
    case 'report':
      return answer(settledOn(facts.reports, of, nth), 'report');
    case 'acceptance':
      return answer(facts.acceptedOn, 'acceptance');
  }
}

/** The one that is named, else the n-th of all in the order of their days. */
function settledOn(settled: readonly Settled[], of: number | null, nth: number): PlainDate | null {
  if (of !== null) return settled.find(({ no }) => no === of)?.on ?? null;
  return settled.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.no - b.no))[nth - 1]?.on ?? null;
}
