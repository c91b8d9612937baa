import { addDays, earlier, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { InstalmentTrigger } from './trigger.rules.js';

/** What one instalment waits for, and how far it has come. */
export interface Judged {
  trigger: InstalmentTrigger;
  /** Day on which the buyer accepted it, or confirmed its sum. Null: not yet. */
  on: PlainDate | null;
  /** Day on which the other side had done its part and handed it in. Null: not yet, or it was sent back. */
  delivered: PlainDate | null;
}
/** What was agreed on the time that the buyer has. */
export interface JudgingTerms {
  settlement?: string | null | undefined;
  confirmDays?: number | null | undefined;
  acceptanceDays?: number | null | undefined;
}

/**
 * First day of the period within which a small enterprise is paid (State Council Order 728 articles 8 and 9, Order 802 articles
 * 9 and 10). Where sums are settled as the work goes on or by period, from the confirmation of the sum; where acceptance is
 * agreed on, from its day; else from the delivery. A buyer who is later than agreed: from the end of the agreed time. An
 * advance pays for nothing that was delivered. Null: it is not known, or has not begun.
 */
export function computePeriodStart({ trigger, on, delivered }: Judged, terms: JudgingTerms): PlainDate | null {
  if (trigger === 'signing') return null;
  const { confirmDays = null, acceptanceDays = null } = terms;
  const isBySum = Boolean(terms.settlement) || trigger === 'report' || trigger === 'settlement';
  const days =
    trigger === 'acceptance'
      ? (acceptanceDays ?? (isBySum ? confirmDays : null))
      : isBySum
        ? confirmDays
        : acceptanceDays;
  // Neither acceptance nor a settlement is agreed on: the delivery counts, once it is clear that it was one.
  if (days === null && !isBySum && trigger !== 'acceptance') return on === null ? null : delivered;
  const last = delivered === null || days === null ? null : addDays(delivered, days);
  return on === null || last === null ? (on ?? last) : earlier(on, last);
}
