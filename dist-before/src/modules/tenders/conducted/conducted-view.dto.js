var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "./terms.dto.js";
import * as openapi_import_2 from "../deadlines.dto.js";
import * as openapi_import_3 from "../../programmes/earlier-grade.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PlanDto, TermsDto } from './terms.dto.js';
export class TermsViewDto extends TermsDto {
    criteria;
    static _OPENAPI_METADATA_FACTORY() {
        return { criteria: { required: true, type: () => [openapi_import_1.CriterionDto] } };
    }
}
export class PlanViewDto extends PlanDto {
    static _OPENAPI_METADATA_FACTORY() {
        return {};
    }
}
export class OpinionViewDto {
    id;
    kind;
    heldOn;
    participants;
    summary;
    recordedAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, kind: { required: true, type: () => String }, heldOn: { required: true, type: () => String }, participants: { required: true, type: () => Number, nullable: true }, summary: { required: true, type: () => String }, recordedAt: { required: true, type: () => String } };
    }
}
export class MethodApprovalViewDto {
    method;
    reason;
    state;
    requestedAt;
    decidedAt;
    decisionReason;
    static _OPENAPI_METADATA_FACTORY() {
        return { method: { required: true, type: () => String }, reason: { required: true, type: () => String }, state: { required: true, type: () => String }, requestedAt: { required: true, type: () => String }, decidedAt: { required: true, type: () => String, nullable: true }, decisionReason: { required: true, type: () => String, nullable: true } };
    }
}
/** What a rule said of the draft when it was submitted, and why the approver went on. */
export class DraftFindingDto {
    indicator;
    subject;
    state;
    severity;
    explanation;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { indicator: { required: true, type: () => String }, subject: { required: true, type: () => String }, state: { required: true, type: () => String }, severity: { required: true, type: () => String, nullable: true }, explanation: { required: true, type: () => String }, reason: { required: true, type: () => String, nullable: true } };
    }
}
export const DRAFT_WARNINGS = ['not_on_record', 'uncertain'];
/**
 * What the rules ask a draft to be prepared by and is not on record, or what the announced calendar does not say of its
 * planned days. It refuses nothing.
 */
export class DraftWarningDto {
    rule;
    basis;
    text;
    code;
    static _OPENAPI_METADATA_FACTORY() {
        return { rule: { required: true, type: () => String }, basis: { required: true, type: () => openapi_import_2.DeadlineBasisDto }, text: { required: true, type: () => String }, code: { required: true, enum: ["uncertain", "not_on_record"] } };
    }
}
__decorate([
    ApiProperty({ enum: DRAFT_WARNINGS }),
    __metadata("design:type", Object)
], DraftWarningDto.prototype, "code", void 0);
const ANY_JSON = {
    anyOf: [
        { type: 'string' },
        { type: 'number' },
        { type: 'boolean' },
        { type: 'object', additionalProperties: true },
        { type: 'array', items: {} },
    ],
    nullable: true,
};
/** One difference of two documents: where (RFC 6901), and what stood there. */
export class DocumentChangeDto {
    path;
    before;
    after;
    static _OPENAPI_METADATA_FACTORY() {
        return { path: { required: true, type: () => String }, before: { required: false, type: () => Object }, after: { required: false, type: () => Object } };
    }
}
__decorate([
    ApiPropertyOptional({ ...ANY_JSON, description: 'What stood there; absent where nothing did.' }),
    __metadata("design:type", Object)
], DocumentChangeDto.prototype, "before", void 0);
__decorate([
    ApiPropertyOptional({ ...ANY_JSON, description: 'What stands there now; absent where nothing does.' }),
    __metadata("design:type", Object)
], DocumentChangeDto.prototype, "after", void 0);
/** The documents as they were issued or corrected; public like them. */
export class RevisionDto {
    revision;
    publishedAt;
    deadlineAt;
    reason;
    /** Since the revision before. */
    changes;
    static _OPENAPI_METADATA_FACTORY() {
        return { revision: { required: true, type: () => Number }, publishedAt: { required: true, type: () => String }, deadlineAt: { required: true, type: () => String }, reason: { required: true, type: () => String, nullable: true }, changes: { required: true, type: () => [DocumentChangeDto], description: "Since the revision before." } };
    }
}
/** What only a tender conducted here has. */
export class ConductedViewDto {
    /** What the documents say; outsiders see them from the issue on. */
    terms;
    plan;
    /** Revision of the documents in force; null before the issue. */
    revision;
    /** Which draft this is, by its revisions before the issue, and for which its intent was published: for its own bodies. */
    draft;
    intendedDraft;
    agent;
    copiedFrom;
    /** What a copy says otherwise than its origin, for its own bodies and who approves it. */
    changes;
    revisions;
    approvedAt;
    opinions;
    methodApproval;
    findings;
    /** For its own bodies and who watches over them. */
    warnings;
    /** For the same: how earlier contracts that served its lines were judged. */
    earlierGrades;
    static _OPENAPI_METADATA_FACTORY() {
        return { terms: { required: true, type: () => TermsViewDto, nullable: true, description: "What the documents say; outsiders see them from the issue on." }, plan: { required: true, type: () => PlanViewDto, nullable: true }, revision: { required: true, type: () => Number, nullable: true, description: "Revision of the documents in force; null before the issue." }, draft: { required: true, type: () => Number, nullable: true, description: "Which draft this is, by its revisions before the issue, and for which its intent was published: for its own bodies." }, intendedDraft: { required: true, type: () => Number, nullable: true }, agent: { required: true, type: () => String, nullable: true }, copiedFrom: { required: true, type: () => String, nullable: true }, changes: { required: true, type: () => [DocumentChangeDto], description: "What a copy says otherwise than its origin, for its own bodies and who approves it." }, revisions: { required: true, type: () => [RevisionDto] }, approvedAt: { required: true, type: () => String, nullable: true }, opinions: { required: true, type: () => [OpinionViewDto] }, methodApproval: { required: true, type: () => MethodApprovalViewDto, nullable: true }, findings: { required: true, type: () => [DraftFindingDto] }, warnings: { required: true, type: () => [DraftWarningDto], description: "For its own bodies and who watches over them." }, earlierGrades: { required: true, type: () => [openapi_import_3.EarlierGradeDto], description: "For the same: how earlier contracts that served its lines were judged." } };
    }
}
//# sourceMappingURL=conducted-view.dto.js.map