import { addDays, type PlainDate } from '../../../kernel/clock/plain-date.js';

export const OBJECTIONS_ABOUT = ['halt', 'termination', 'deduction', 'other'] as const;
export type ObjectionAbout = (typeof OBJECTIONS_ABOUT)[number];
/** A choice of this product: working days within which a buyer answers an objection. */
export const ANSWER_WITHIN = { value: 7, unit: 'working_day' } as const;

/** Why an agency may withdraw (Civil Code article 563; a clause of the contract). */
export const WITHDRAWAL_GROUNDS = ['payment_default', 'force_majeure', 'contract_clause'] as const;
/** A choice of this product: days after a demand that are a reasonable time to pay, where the contract says nothing. */
export const REASONABLE_DAYS = 30;

/** An instalment whose last day is over. Sums in yuan. */
export interface OverduePayment {
  payment: string;
  no: number;
  /** Last day on which it was to be paid. */
  dueOn: PlainDate;
  amount: string;
  /** Interest until the day of the demand; null where neither law nor contract gives any. */
  interest: { days: number; amount: string; ratePerDay: string; by: 'law' | 'contract'; rule: string | null } | null;
}

/** A demand as far as what follows from it must know it. */
export interface StandingDemand {
  id: string;
  demandedOn: PlainDate;
  payments: readonly string[];
}

/** The demands of which something is still unpaid. */
const filterUnpaidDemands = (
  demands: readonly StandingDemand[],
  overdue: readonly Pick<OverduePayment, 'payment'>[],
): StandingDemand[] => demands.filter(({ payments }) => overdue.some(({ payment }) => payments.includes(payment)));

/** Whether a demand has run its time: the last of its days is over and something of it is still unpaid. */
export const hasDemandRun = (
  demands: readonly StandingDemand[],
  overdue: readonly Pick<OverduePayment, 'payment'>[],
  days: number,
  today: PlainDate,
): boolean => filterUnpaidDemands(demands, overdue).some(({ demandedOn }) => addDays(demandedOn, days) < today);
