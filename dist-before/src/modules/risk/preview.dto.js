var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "./assessment.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { IsPartialDate } from '../../platform/clock/is-date.decorators.js';
import { PLANNED_EVENTS } from '../rules/planner.types.js';
import { CONFIDENCES } from '../rules/rule.types.js';
import { NewLotDto, NewTenderDto } from '../tenders/tender.dto.js';
import { FindingDto, findingOf } from './assessment.dto.js';
/** A lot of a draft: without a number it is counted in its order. */
export class DraftLotDto extends PartialType(NewLotDto) {
    static _OPENAPI_METADATA_FACTORY() {
        return {};
    }
}
/** A tender that is not there yet: what `POST /tenders` takes, every field optional. */
export class DraftTenderDto extends PartialType(OmitType(NewTenderDto, ['lots'])) {
    lots;
    /** Day on which the documents are to be issued. */
    plannedIssue;
    static _OPENAPI_METADATA_FACTORY() {
        return { lots: { required: false, type: () => [DraftLotDto], maxItems: 500 }, plannedIssue: { required: false, type: () => String, nullable: true, description: "Day on which the documents are to be issued." } };
    }
}
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(500),
    ValidateNested({ each: true }),
    Type(() => DraftLotDto),
    __metadata("design:type", Array)
], DraftTenderDto.prototype, "lots", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", Object)
], DraftTenderDto.prototype, "plannedIssue", void 0);
/** Exactly one of the two. */
export class PreviewRequestDto {
    tender;
    /** A tender that is stored; its notice's day counts as the day of issue. */
    tenderId;
    static _OPENAPI_METADATA_FACTORY() {
        return { tender: { required: false, type: () => DraftTenderDto }, tenderId: { required: false, type: () => String, description: "A tender that is stored; its notice's day counts as the day of issue.", format: "uuid" } };
    }
}
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => DraftTenderDto),
    __metadata("design:type", DraftTenderDto)
], PreviewRequestDto.prototype, "tender", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], PreviewRequestDto.prototype, "tenderId", void 0);
export class PreviewSubjectDto {
    /** `tender`, or `service_line` for what is said of a line. */
    type;
    id;
    static _OPENAPI_METADATA_FACTORY() {
        return { type: { required: true, type: () => String, description: "`tender`, or `service_line` for what is said of a line." }, id: { required: true, type: () => String } };
    }
}
export class PreviewFindingDto extends FindingDto {
    subject;
    static of(found, lang) {
        return { ...findingOf(found, lang), subject: { type: found.subject.type, id: found.subject.id } };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { subject: { required: true, type: () => PreviewSubjectDto }, evidence: { required: true, type: () => [openapi_import_1.EvidenceDto] } };
    }
}
export class CitedRuleDto {
    document;
    article;
    confidence;
    static _OPENAPI_METADATA_FACTORY() {
        return { document: { required: true, type: () => String }, article: { required: true, type: () => String }, confidence: { required: true, enum: ["POLICY", "A", "B", "C"] } };
    }
}
__decorate([
    ApiProperty({ enum: CONFIDENCES }),
    __metadata("design:type", String)
], CitedRuleDto.prototype, "confidence", void 0);
export class PreviewDeadlineDto {
    event;
    date;
    rule;
    basis;
    /** `earliest`: a minimum period ends here; `latest`: a maximum does, if every step before took its own. */
    bound;
    static _OPENAPI_METADATA_FACTORY() {
        return { event: { required: true, enum: ["report_delivered", "service_start", "intent_published", "result_published", "response_deadline", "contract_signed", "result_notice_end", "document_issued", "result_confirmed", "challenge_closed"] }, date: { required: true, type: () => String }, rule: { required: true, type: () => String }, basis: { required: true, type: () => CitedRuleDto }, bound: { required: true, description: "`earliest`: a minimum period ends here; `latest`: a maximum does, if every step before took its own.", enum: ["earliest", "latest"] } };
    }
}
__decorate([
    ApiProperty({ enum: PLANNED_EVENTS }),
    __metadata("design:type", String)
], PreviewDeadlineDto.prototype, "event", void 0);
export class TermWindowDto {
    start;
    end;
    static _OPENAPI_METADATA_FACTORY() {
        return { start: { required: true, type: () => String }, end: { required: true, type: () => String } };
    }
}
/** A change after which the same rules no longer trigger; each was tried. */
export class SuggestionDto {
    change;
    /** A day; of `term` a length, `P1Y` to `P3Y`. */
    to;
    clears;
    /** Of `term`: the window it means. */
    window;
    /** Of `term`: the rule that allows it. */
    rule;
    /** Under which conditions it does. */
    conditions;
    basis;
    static of({ conditions, ...suggestion }, lang) {
        return { ...suggestion, ...(conditions !== undefined && { conditions: conditions?.[lang] ?? null }) };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { change: { required: true, enum: ["window.end", "term", "plannedIssue"] }, to: { required: true, type: () => String, description: "A day; of `term` a length, `P1Y` to `P3Y`." }, clears: { required: true, type: () => [String] }, window: { required: false, type: () => TermWindowDto, description: "Of `term`: the window it means." }, rule: { required: false, type: () => String, nullable: true, description: "Of `term`: the rule that allows it." }, conditions: { required: false, type: () => String, nullable: true, description: "Under which conditions it does." }, basis: { required: false, type: () => CitedRuleDto, nullable: true } };
    }
}
export class PreviewDto {
    assessments;
    /** What follows from the planned day of issue. */
    deadlines;
    suggestions;
    static of(preview, lang) {
        return {
            assessments: preview.assessments.map((found) => PreviewFindingDto.of(found, lang)),
            deadlines: preview.deadlines,
            suggestions: preview.suggestions.map((suggestion) => SuggestionDto.of(suggestion, lang)),
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { assessments: { required: true, type: () => [PreviewFindingDto] }, deadlines: { required: true, type: () => [PreviewDeadlineDto], description: "What follows from the planned day of issue." }, suggestions: { required: true, type: () => [SuggestionDto] } };
    }
}
//# sourceMappingURL=preview.dto.js.map