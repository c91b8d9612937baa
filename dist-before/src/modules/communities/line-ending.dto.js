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
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { ReasonDto } from '../accounts/reason.dto.js';
/** How residents were heard. */
export const LINE_OPINION_FORMS = ['meeting', 'hearing', 'survey', 'signed_sheet', 'visit'];
export class LineActionDto extends ReasonDto {
    /** `propose_end`: the last day on which residents receive it; today where it is not given. */
    on;
    static _OPENAPI_METADATA_FACTORY() {
        return { on: { required: false, type: () => String, nullable: true, description: "`propose_end`: the last day on which residents receive it; today where it is not given." } };
    }
}
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], LineActionDto.prototype, "on", void 0);
export class NewLineOpinionDto {
    form;
    /** The day; not one to come. */
    heldOn;
    /** How many residents were heard. */
    heard;
    /** How many of them agree to the end, where it was counted. */
    agreed;
    /** What they said. Names nobody. */
    summary;
    /** The sheets or the minutes that show it. */
    documents;
    static _OPENAPI_METADATA_FACTORY() {
        return { form: { required: true, enum: ["visit", "survey", "meeting", "signed_sheet", "hearing"], enum: LINE_OPINION_FORMS }, heldOn: { required: true, type: () => String, description: "The day; not one to come." }, heard: { required: true, type: () => Number, description: "How many residents were heard.", minimum: 1, maximum: 10000000 }, agreed: { required: false, type: () => Number, nullable: true, description: "How many of them agree to the end, where it was counted.", minimum: 0, maximum: 10000000 }, summary: { required: true, type: () => String, description: "What they said. Names nobody.", maxLength: 5000 }, documents: { required: true, type: () => [String], description: "The sheets or the minutes that show it.", uniqueItems: true, format: "uuid", minItems: 1, maxItems: 50 } };
    }
}
__decorate([
    IsIn(LINE_OPINION_FORMS),
    __metadata("design:type", String)
], NewLineOpinionDto.prototype, "form", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewLineOpinionDto.prototype, "heldOn", void 0);
__decorate([
    IsInt(),
    Min(1),
    Max(10_000_000),
    __metadata("design:type", Number)
], NewLineOpinionDto.prototype, "heard", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000_000),
    __metadata("design:type", Object)
], NewLineOpinionDto.prototype, "agreed", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(5000),
    __metadata("design:type", String)
], NewLineOpinionDto.prototype, "summary", void 0);
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(50),
    ArrayUnique((id) => (typeof id === 'string' ? id.toLowerCase() : id)),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], NewLineOpinionDto.prototype, "documents", void 0);
export class LineOpinionDto {
    id;
    serviceLine;
    form;
    heldOn;
    heard;
    agreed;
    summary;
    documents;
    recordedAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, serviceLine: { required: true, type: () => String }, form: { required: true, enum: ["visit", "survey", "meeting", "signed_sheet", "hearing"] }, heldOn: { required: true, type: () => String }, heard: { required: true, type: () => Number }, agreed: { required: true, type: () => Number, nullable: true }, summary: { required: true, type: () => String }, documents: { required: true, type: () => [String] }, recordedAt: { required: true, type: () => String } };
    }
}
__decorate([
    ApiProperty({ enum: LINE_OPINION_FORMS }),
    __metadata("design:type", String)
], LineOpinionDto.prototype, "form", void 0);
export class LineOpinionListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [LineOpinionDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
/** That the line is to end, or ends, on purpose. */
export class LineEndDto {
    /** The last day as proposed; `until` says the one that was decided. */
    on;
    reason;
    proposedOn;
    /** Null while it is proposed. */
    decidedOn;
    decision;
    /** Contracts on the line that have not ended by now. */
    runningContracts;
    static _OPENAPI_METADATA_FACTORY() {
        return { on: { required: true, type: () => String, description: "The last day as proposed; `until` says the one that was decided." }, reason: { required: true, type: () => String, nullable: true }, proposedOn: { required: true, type: () => String }, decidedOn: { required: true, type: () => String, nullable: true, description: "Null while it is proposed." }, decision: { required: true, type: () => String, nullable: true }, runningContracts: { required: true, type: () => Number, description: "Contracts on the line that have not ended by now." } };
    }
}
//# sourceMappingURL=line-ending.dto.js.map