var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsObject, IsOptional, IsString, IsUUID, MaxLength, ValidateIf, ValidateNested, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { MILESTONE_STATES } from './milestone.lifecycle.js';
/** Days whose records of service show it, both included. */
export class EvidencedDaysDto {
    from;
    to;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: true, type: () => String }, to: { required: true, type: () => String } };
    }
}
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], EvidencedDaysDto.prototype, "from", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], EvidencedDaysDto.prototype, "to", void 0);
export class MilestoneActionDto extends ReasonDto {
    /** `submit`: documents that show it; both parties read them, and who watches over them. */
    documents;
    /** `submit`: the records of service of these days show it; they are counted as they stand. */
    records;
    /** `submit`: words to it. */
    note;
    static _OPENAPI_METADATA_FACTORY() {
        return { documents: { required: false, type: () => [String], description: "`submit`: documents that show it; both parties read them, and who watches over them.", uniqueItems: true, format: "uuid", maxItems: 50 }, records: { required: false, type: () => EvidencedDaysDto, nullable: true, description: "`submit`: the records of service of these days show it; they are counted as they stand." }, note: { required: false, type: () => String, nullable: true, description: "`submit`: words to it.", maxLength: 5000 } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique((id) => (typeof id === 'string' ? id.toLowerCase() : id)),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], MilestoneActionDto.prototype, "documents", void 0);
__decorate([
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => EvidencedDaysDto),
    __metadata("design:type", Object)
], MilestoneActionDto.prototype, "records", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(5000),
    __metadata("design:type", Object)
], MilestoneActionDto.prototype, "note", void 0);
export class CountedRecordsDto {
    from;
    to;
    /** Records that stood when it was submitted, their minutes and the recipients they name. */
    count;
    minutes;
    recipients;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: true, type: () => String }, to: { required: true, type: () => String }, count: { required: true, type: () => Number, description: "Records that stood when it was submitted, their minutes and the recipients they name." }, minutes: { required: true, type: () => Number }, recipients: { required: true, type: () => Number } };
    }
}
export class MilestoneEvidenceDto {
    note;
    documents;
    records;
    static _OPENAPI_METADATA_FACTORY() {
        return { note: { required: true, type: () => String, nullable: true }, documents: { required: true, type: () => [String] }, records: { required: true, type: () => CountedRecordsDto, nullable: true } };
    }
}
export class MilestoneDto {
    id;
    version;
    contract;
    /** As the contract numbers it. */
    no;
    name;
    dueOn;
    /** What shows it, by the contract. */
    shownBy;
    /** The last one; a continuity plan is due before it. */
    final;
    /** As of now: a day that has passed is missed, whoever has written it down. */
    state;
    /** Both parties took it out of the contract. */
    dropped;
    /** What was submitted last. */
    evidence;
    submittedAt;
    decidedAt;
    /** Why it was returned, accepted in part or waived. */
    decisionReason;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, contract: { required: true, type: () => String }, no: { required: true, type: () => Number, description: "As the contract numbers it." }, name: { required: true, type: () => String }, dueOn: { required: true, type: () => String }, shownBy: { required: true, type: () => String, nullable: true, description: "What shows it, by the contract." }, final: { required: true, type: () => Boolean, description: "The last one; a continuity plan is due before it." }, state: { required: true, description: "As of now: a day that has passed is missed, whoever has written it down.", enum: ["accepted", "missed", "submitted", "scheduled", "partially_accepted", "returned", "waived", "lapsed"] }, dropped: { required: true, type: () => Boolean, description: "Both parties took it out of the contract." }, evidence: { required: true, type: () => MilestoneEvidenceDto, nullable: true, description: "What was submitted last." }, submittedAt: { required: true, type: () => String, nullable: true }, decidedAt: { required: true, type: () => String, nullable: true }, decisionReason: { required: true, type: () => String, nullable: true, description: "Why it was returned, accepted in part or waived." }, allowedActions: { required: true, type: () => [String] } };
    }
}
__decorate([
    ApiProperty({ enum: MILESTONE_STATES }),
    __metadata("design:type", String)
], MilestoneDto.prototype, "state", void 0);
export class MilestoneListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [MilestoneDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=milestone.dto.js.map