import { ApiProperty } from '@nestjs/swagger';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../kernel/http/lists/list.js';
import { OneOf } from '../../kernel/http/validation/fields.js';
import type { MeetingSubject } from '../../care/evaluations/meetings/meeting.dto.js';
import { DeadlineBasisDto } from '../../purchase/tenders/reads/deadlines.dto.js';
import type { LabelledDto } from '../../watch/flags/flag.dto.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';

/**
 * A flag assigned, one that nobody has taken up, a flag the own body was asked about, one whose bodies have all answered or had their day, a decision that the own
 * body may appeal against, an appeal to decide, a continuity plan that is due, a registration to confirm, a draft to
 * approve, an invitation to review a lot, a next rank, the end or another review of a lot to approve, a method to decide on, a question about issued documents, a challenge to answer, a
 * complaint to decide, to examine, to send the copies of, to confirm the receipt of and to answer, a remedy to carry out, a suspension to end, an act that is due by law.
 * A period to report on, a report to approve, a finding of a visit to answer or to close.
 * Under a contract: a milestone to submit or to judge, a target that will be missed, an invoice to look at, an instalment to
 * approve or to pay, a round of acceptance to sign or to conclude, an evaluation that waits for the caller's part in it. What a
 * meeting resolved that the own body is to do.
 * A seat or a code of an account that was asked for: to be decided, or announced to who may object.
 * A draft that came back, an approved purchase to issue, bids ready to open (whether there are any is not told), a declaration, scores or an
 * opinion of a member of a panel, a price to explain, a report to deliver, a result to confirm or to publish, a contract or an amendment
 * to sign, a contract to start, what an agency asks for, a round of acceptance to open, to prepare or to publish, an invoice
 * that came back, a payment that did not arrive.
 * A need, a programme or a scheme that waits for its next step, opinions, panels, checks, talks and ties of a review, a final offer due (to its
 * bidder alone, until it is made), bonds to refund; a contract to draft, to confirm, to publish, to file, to deliver, to settle, to put away; a
 * visit, a survey or a payment whose time has come.
 * A bid to restore (to its bidder alone), a complaint to correct, a next rank to propose; an instalment to invoice, a period to settle, a settlement that came back;
 * a later day of a budget to decide on, an erasure of personal data, a meeting to hold or to minute, a contract to close unperformed, a survey to begin.
 * An endpoint of a program to which deliveries were given up, or whose key ended; the own mailbox that its server refuses.
 * A draft of a contract that lacks something, or that can only be given up; a notice whose official address is missing; a published evaluation that may be appealed against.
 * What comes next: a plan to agree to or to carry out, recipients offered to the own body or refused by another, a line to end, a line or a need that nothing serves any more.
 * An amount of a place that a purchase waits for, a year whose working days are not loaded, work of a queue whose attempts ran out, a key that ends soon.
 * A failed lot that no round has taken up, a need left unmet, a programme of a past year to close; work that was suspended because it was not paid, work that was not mended by its day.
 */
export const TASK_KINDS = [
  'flag',
  'flag_unassigned',
  'flag_response',
  'flag_heard',
  'flag_appealable',
  'flag_appeal',
  'continuity_plan',
  'registration',
  'account_request',
  'account_announced',
  'tender_approval',
  'award_replacement',
  'lot_ending',
  'lot_repetition',
  'method_approval',
  'expert_invitation',
  'method_change',
  'opening_order',
  'lot_hearing',
  'halt_decision',
  'halt_confirmation',
  'contract_hearing',
  'contract_ending',
  'withdrawal_answer',
  'contract_withdrawal',
  'objection',
  'bar_confirmation',
  'merge_confirmation',
  'question',
  'challenge',
  'complaint',
  'complaint_examination',
  'complaint_copies',
  'complaint_receipt',
  'complaint_answer',
  'remedy',
  'suspension',
  'forecast',
  'deadline',
  'milestone',
  'milestone_submitted',
  'progress_report',
  'progress_report_submitted',
  'visit_finding',
  'visit_finding_answered',
  'invoice',
  'settlement',
  'payment_approval',
  'payment_to_pay',
  'acceptance_signature',
  'acceptance_conclusion',
  'evaluation',
  'resolution',
  'continuity_plan_proposed',
  'continuity_plan_agreed',
  'handover',
  'handover_refused',
  'line_end',
  'tender_returned',
  'tender_issue',
  'opening_request',
  'panel_declaration',
  'panel_scores',
  'panel_opinion',
  'price_explanation',
  'report_delivery',
  'result_confirmation',
  'result_publication',
  'contract_signature',
  'amendment_signature',
  'contract_start',
  'team_change',
  'subcontract',
  'acceptance_opening',
  'acceptance_preparation',
  'acceptance_publication',
  'invoice_returned',
  'payment_retry',
  'need',
  'programme_approval',
  'scheme_approval',
  'tender_opinion',
  'panel_appointment',
  'expert_draw',
  'bid_qualification',
  'panel_step',
  'requirement_confirmation',
  'consultation_response',
  'final_offer',
  'result_tie',
  'bond_refund',
  'contract_draft',
  'content_confirmation',
  'contract_publication',
  'contract_filing',
  'contract_delivery',
  'contract_settlement',
  'contract_archive',
  'payment_request',
  'visit_report',
  'survey_closing',
  'acceptance_opinions',
  'handover_offer',
  'bid_restoring',
  'complaint_correction',
  'replacement_proposal',
  'invoice_due',
  'settlement_returned',
  'budget_extension',
  'personal_data_request',
  'meeting',
  'contract_unperformed',
  'survey_draft',
  'endpoint_failed',
  'mailbox_refused',
  'payee_account',
  'settlement_due',
  'contract_redraft',
  'contract_unsignable',
  'amendment_unsignable',
  'notice_address',
  'evaluation_appealable',
  'line_unserved',
  'lot_failed',
  'programme_closing',
  'work_suspended',
  'rectification_missed',
  'threshold_unstated',
  'calendar_missing',
  'work_failed',
  'api_key_ending',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

const TASK_SORTS = ['since', '-since', 'due', '-due'] as const;

export class TaskQuery extends PageQuery {
  @OneOf(TASK_KINDS, 'optional')
  kind?: TaskKind;

  /** The order: of `since`, which is the default, with `-` the newest first; by `dueOn`, the next one first, with `-` the latest first; what has none comes last. What changes meanwhile is met again, or not at all. */
  @OneOf(TASK_SORTS, 'optional')
  sort?: (typeof TASK_SORTS)[number];
}

/** What a task is about: a subject of a finding, the cause of a flag, what a meeting was about, or an application. */
export class TaskSubjectDto {
  type:
    | LabelledDto['type']
    | MeetingSubject
    | 'registration'
    | 'account_request'
    | 'organisation'
    | 'personal_data_request'
    | 'webhook_endpoint'
    | 'api_key'
    | 'user';
  id: Uuid;
  /** As its record calls it. */
  label: string | null;
}

/** Where the step is taken that ends a task; other ways to go on stand in the `allowedActions` of its subject. */
export class TaskActionDto {
  @ApiProperty({ enum: ['POST', 'PATCH', 'PUT'] })
  method: 'POST' | 'PATCH' | 'PUT';
  @ApiProperty({ format: 'uri-reference' })
  href: string;
}

/** Something that waits for the caller or for a body of theirs. */
export class TaskDto {
  @ApiProperty({ enum: TASK_KINDS })
  kind: TaskKind;
  /** Of what is to be worked on; of what another proposed, that of the proposal. */
  id: Uuid;
  title: string;
  subject: TaskSubjectDto;
  /** Number of the lot that it is about, its own or that of its contract; null where it is about no single one. */
  lot: number | null;
  /** Null where several addresses may end it, or only time. */
  action: TaskActionDto | null;
  /** Null where no day is set. */
  dueOn: PlainDate | null;
  /** The law that sets it; null where it is somebody's plan or word, or a choice of this product. */
  @ApiProperty({ type: DeadlineBasisDto, nullable: true })
  dueBy: DeadlineBasisDto | null;
  overdue: boolean;
  /** Since when it waits. */
  since: Instant;
}

/** A page of tasks. */
export class TaskListDto extends ListOf(TaskDto) {}
