var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../contracts/conducted/contract-here.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { REPORT_STATES } from './progress-report.lifecycle.js';
const MOST_TEXT = 50_000;
export class NewReportDto {
    /** First day of a period that is not reported on yet; the first of them where it is not given. */
    from;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: false, type: () => String, nullable: true, description: "First day of a period that is not reported on yet; the first of them where it is not given." } };
    }
}
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], NewReportDto.prototype, "from", void 0);
export class ReportChangeDto {
    /** What the figures do not say. Names nobody who is served. */
    text;
    static _OPENAPI_METADATA_FACTORY() {
        return { text: { required: false, type: () => String, nullable: true, description: "What the figures do not say. Names nobody who is served.", maxLength: MOST_TEXT } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(MOST_TEXT),
    __metadata("design:type", Object)
], ReportChangeDto.prototype, "text", void 0);
export class ReportActionDto extends ReasonDto {
    /** `adjust`: the words of the adjustment, where they are others. */
    text;
    static _OPENAPI_METADATA_FACTORY() {
        return { text: { required: false, type: () => String, nullable: true, description: "`adjust`: the words of the adjustment, where they are others.", maxLength: MOST_TEXT } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(MOST_TEXT),
    __metadata("design:type", Object)
], ReportActionDto.prototype, "text", void 0);
export class ServedDto {
    records;
    minutes;
    /** Each recipient served in each record (人次). */
    visits;
    /** Different recipients (人). */
    recipients;
    static _OPENAPI_METADATA_FACTORY() {
        return { records: { required: true, type: () => Number }, minutes: { required: true, type: () => Number }, visits: { required: true, type: () => Number, description: "Each recipient served in each record (\u4EBA\u6B21)." }, recipients: { required: true, type: () => Number, description: "Different recipients (\u4EBA)." } };
    }
}
export class ServedInFormDto extends ServedDto {
    form;
    static _OPENAPI_METADATA_FACTORY() {
        return { form: { required: true, type: () => String } };
    }
}
export class ServedContentDto extends ServedDto {
    content;
    static _OPENAPI_METADATA_FACTORY() {
        return { content: { required: true, type: () => String, nullable: true } };
    }
}
export class StandardDoneDto {
    no;
    text;
    /** Over the whole term. */
    target;
    unit;
    /** In the period, of what the contract asks for; null where the contract does not say how it is counted. */
    done;
    /** From the first day of the contract to the last of the period. */
    total;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, text: { required: true, type: () => String }, target: { required: true, type: () => Number, nullable: true, description: "Over the whole term." }, unit: { required: true, type: () => String, nullable: true }, done: { required: true, type: () => Number, nullable: true, description: "In the period, of what the contract asks for; null where the contract does not say how it is counted." }, total: { required: true, type: () => Number, nullable: true, description: "From the first day of the contract to the last of the period." } };
    }
}
/** Counted from the records of service of the period, as they stood at `asOf`. */
export class ReportFiguresDto extends ServedDto {
    withinContract;
    /** What was done and the contract does not ask for. */
    outsideContract;
    forms;
    contents;
    /** The contract's indicators with their targets. */
    standards;
    static _OPENAPI_METADATA_FACTORY() {
        return { withinContract: { required: true, type: () => ServedDto }, outsideContract: { required: true, type: () => ServedDto, description: "What was done and the contract does not ask for." }, forms: { required: true, type: () => [ServedInFormDto] }, contents: { required: true, type: () => [ServedContentDto] }, standards: { required: true, type: () => [StandardDoneDto], description: "The contract's indicators with their targets." } };
    }
}
export class ReportDto {
    id;
    version;
    contract;
    from;
    to;
    /** 0: the report of the period; its adjustments are numbered. */
    no;
    /** The approved report in whose place this one stands, once it is approved. */
    adjusts;
    adjustmentReason;
    /** What the adjustment changes of it. */
    difference;
    state;
    /** Approved, and no other one stands in its place. */
    inForce;
    text;
    figures;
    /** When the figures were taken of the records, and the SHA-256 of those records. */
    asOf;
    recordsHash;
    submittedAt;
    decidedAt;
    /** Why it was returned. */
    decisionReason;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, contract: { required: true, type: () => String }, from: { required: true, type: () => String }, to: { required: true, type: () => String }, no: { required: true, type: () => Number, description: "0: the report of the period; its adjustments are numbered." }, adjusts: { required: true, type: () => String, nullable: true, description: "The approved report in whose place this one stands, once it is approved." }, adjustmentReason: { required: true, type: () => String, nullable: true }, difference: { required: true, type: () => [openapi_import_1.DifferenceDto], nullable: true, description: "What the adjustment changes of it." }, state: { required: true, enum: ["draft", "approved", "submitted", "returned"] }, inForce: { required: true, type: () => Boolean, description: "Approved, and no other one stands in its place." }, text: { required: true, type: () => String, nullable: true }, figures: { required: true, type: () => ReportFiguresDto }, asOf: { required: true, type: () => String, description: "When the figures were taken of the records, and the SHA-256 of those records." }, recordsHash: { required: true, type: () => String }, submittedAt: { required: true, type: () => String, nullable: true }, decidedAt: { required: true, type: () => String, nullable: true }, decisionReason: { required: true, type: () => String, nullable: true, description: "Why it was returned." }, allowedActions: { required: true, type: () => [String] } };
    }
}
__decorate([
    ApiProperty({ enum: REPORT_STATES }),
    __metadata("design:type", String)
], ReportDto.prototype, "state", void 0);
export class ReportListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [ReportDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=progress-report.dto.js.map