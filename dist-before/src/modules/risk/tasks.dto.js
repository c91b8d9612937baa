var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "./flag.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../platform/http/list.js';
/**
 * A flag assigned, a flag the own body was asked about, a continuity plan that is due, a registration to confirm, a draft to
 * approve, a next rank, the end or another review of a lot to approve, a method to decide on, a question about issued documents, a challenge to answer, a
 * complaint to decide, a remedy to carry out, a suspension to end, an act that is due by law.
 * A period to report on, a report to approve, a finding of a visit to answer or to close.
 * Under a contract: a milestone to submit or to judge, a target that will be missed, an invoice to look at, an instalment to
 * approve or to pay, a round of acceptance to sign or to conclude, an evaluation that waits for the caller's part in it. What a
 * meeting resolved that the own body is to do.
 * What comes next: a plan to agree to or to carry out, recipients offered to the own body or refused by another, a line to end.
 */
export const TASK_KINDS = [
    'flag',
    'flag_response',
    'continuity_plan',
    'registration',
    'tender_approval',
    'award_replacement',
    'lot_ending',
    'lot_repetition',
    'method_approval',
    'question',
    'challenge',
    'complaint',
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
];
export class TaskQuery extends PageQuery {
    kind;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: false, enum: ["flag", "registration", "method_approval", "challenge", "complaint", "deadline", "milestone", "handover", "evaluation", "remedy", "question", "invoice", "continuity_plan", "forecast", "progress_report", "visit_finding", "resolution", "flag_response", "tender_approval", "award_replacement", "lot_ending", "lot_repetition", "suspension", "milestone_submitted", "progress_report_submitted", "visit_finding_answered", "payment_approval", "payment_to_pay", "acceptance_signature", "acceptance_conclusion", "continuity_plan_proposed", "continuity_plan_agreed", "handover_refused", "line_end"], enum: TASK_KINDS } };
    }
}
__decorate([
    IsOptional(),
    IsIn(TASK_KINDS),
    __metadata("design:type", String)
], TaskQuery.prototype, "kind", void 0);
export class TaskDto {
    kind;
    /**
     * Id of what is to be worked on: the flag, the contract, the registration, the tender, the lot, the question, the challenge,
     * the complaint, the deadline, the milestone, the invoice, the instalment, the acceptance, the evaluation, the resolution,
     * the plan, the handover, the line.
     */
    id;
    title;
    subject;
    /** Null where no day is set. */
    dueOn;
    overdue;
    /** Since when it waits. */
    since;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, enum: ["flag", "registration", "method_approval", "challenge", "complaint", "deadline", "milestone", "handover", "evaluation", "remedy", "question", "invoice", "continuity_plan", "forecast", "progress_report", "visit_finding", "resolution", "flag_response", "tender_approval", "award_replacement", "lot_ending", "lot_repetition", "suspension", "milestone_submitted", "progress_report_submitted", "visit_finding_answered", "payment_approval", "payment_to_pay", "acceptance_signature", "acceptance_conclusion", "continuity_plan_proposed", "continuity_plan_agreed", "handover_refused", "line_end"] }, id: { required: true, type: () => String, description: "Id of what is to be worked on: the flag, the contract, the registration, the tender, the lot, the question, the challenge,\nthe complaint, the deadline, the milestone, the invoice, the instalment, the acceptance, the evaluation, the resolution,\nthe plan, the handover, the line." }, title: { required: true, type: () => String }, subject: { required: true, type: () => openapi_import_1.LabelledDto }, dueOn: { required: true, type: () => String, nullable: true, description: "Null where no day is set." }, overdue: { required: true, type: () => Boolean }, since: { required: true, type: () => String, description: "Since when it waits." } };
    }
}
__decorate([
    ApiProperty({ enum: TASK_KINDS }),
    __metadata("design:type", String)
], TaskDto.prototype, "kind", void 0);
export class TaskListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [TaskDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=tasks.dto.js.map