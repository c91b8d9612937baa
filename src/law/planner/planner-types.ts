import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { BudgetLevel, Method } from '../code-lists/methods.js';
import type { RuleBasis } from '../rules/rule-types.js';

/** Methods whose periods the law states from the issue of the documents on. */
export const PLANNABLE_METHODS = [
  'OPEN_TENDER',
  'INVITED_TENDER',
  'COMPETITIVE_CONSULTATION',
  'COMPETITIVE_NEGOTIATION',
  'INQUIRY',
] as const satisfies readonly Method[];
export type PlannableMethod = (typeof PLANNABLE_METHODS)[number];

export function isPlannable(method: Method): method is PlannableMethod {
  return (PLANNABLE_METHODS as readonly Method[]).includes(method);
}

export const PLANNED_EVENTS = [
  'intent_published',
  'method_approved',
  'document_issued',
  'response_deadline',
  'report_delivered',
  'result_confirmed',
  'result_published',
  'result_notice_end',
  'challenge_closed',
  'contract_signed',
  'service_start',
] as const;
export type PlannedEvent = (typeof PLANNED_EVENTS)[number];

/** What is wanted, and by when: the challenge window closed, the contract signed, or the service started. */
export type Wanted =
  { readonly challengeClosedBy: PlainDate } | { readonly contractBy: PlainDate } | { readonly startBy: PlainDate };

export interface PlanQuestion {
  method: PlannableMethod;
  wanted: Wanted;
  budgetLevel?: BudgetLevel | undefined;
}

/** A rule the plan needs and that was not in force on the day its period would begin. */
export interface MissingRule {
  rule: string;
  at: PlainDate;
}

/** One step of the safe plan: the last day on which the event may happen. */
export interface PlanStep {
  event: PlannedEvent;
  latest: PlainDate;
  /** The rule whose period begins with the event; null where the date follows from what was asked. */
  rule: string | null;
  basis: RuleBasis | null;
}

/** A rule of law that speaks against the method itself. */
export interface PlanWarning {
  rule: string;
  what: { zh: string; en: string };
  basis: RuleBasis;
}

export interface BackwardPlan {
  /** Every step takes its statutory maximum. */
  latest: { documentIssue: PlainDate | null; intentPublication: { date: PlainDate | null; required: boolean | null } };
  /** Report, confirmation and publication on the day of the deadline. */
  latestPossible: { documentIssue: PlainDate | null };
  /** The safe plan in order of time; empty where it is uncertain. */
  chain: PlanStep[];
  warnings: PlanWarning[];
  certainty: 'known' | 'uncertain';
  missingYears: number[];
  missingRules: MissingRule[];
}

/** What the plan of a purchase that failed before says beside it. */
export interface AfterFailure {
  /** The working day after the failure; null where the calendar does not reach it. */
  earliestIssue: PlainDate | null;
  /** Whether that lies before the last safe day; null where either is not known. */
  inTime: boolean | null;
  /** Whether the method is another one than that of the tender that failed, so that it is approved first. */
  methodApproval: boolean;
}

/** What follows from a day of issue. */
export interface Deadline {
  event: PlannedEvent;
  date: PlainDate;
  rule: string;
  basis: RuleBasis;
  /** `earliest`: a minimum period ends here; `latest`: a maximum does, if every step before took its own. */
  bound: 'earliest' | 'latest';
}

export interface ForwardPlan {
  /** As far as calendar and rules reach. */
  deadlines: Deadline[];
  certainty: 'known' | 'uncertain';
  missingYears: number[];
  missingRules: MissingRule[];
}

/** A date of the planner, or why there is none. */
export type PlannedDate =
  | { readonly certainty: 'known'; readonly value: PlainDate }
  | {
      readonly certainty: 'uncertain';
      readonly missingYears: readonly number[];
      readonly missingRules: readonly MissingRule[];
    };
