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
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsString, IsUUID, MaxLength, ValidateIf, ValidateNested, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { FINDING_STATES, VISIT_STATES } from './visit.lifecycle.js';
const isGiven = (_, value) => value !== undefined;
export class NewVisitDto {
    plannedOn;
    /** What is to be looked at. */
    purpose;
    /** For which of the own bodies; needed where more than one of them may visit. */
    body;
    static _OPENAPI_METADATA_FACTORY() {
        return { plannedOn: { required: true, type: () => String }, purpose: { required: true, type: () => String, description: "What is to be looked at.", maxLength: 2000 }, body: { required: false, type: () => String, nullable: true, description: "For which of the own bodies; needed where more than one of them may visit.", format: "uuid" } };
    }
}
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewVisitDto.prototype, "plannedOn", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], NewVisitDto.prototype, "purpose", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NewVisitDto.prototype, "body", void 0);
export class NewFindingDto {
    /** Names nobody who is served. */
    text;
    /** Until when an answer is asked for. */
    answerBy;
    static _OPENAPI_METADATA_FACTORY() {
        return { text: { required: true, type: () => String, description: "Names nobody who is served.", maxLength: 5000 }, answerBy: { required: false, type: () => String, nullable: true, description: "Until when an answer is asked for." } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(5000),
    __metadata("design:type", String)
], NewFindingDto.prototype, "text", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], NewFindingDto.prototype, "answerBy", void 0);
export class VisitActionDto extends ReasonDto {
    /** `report`: the day; the planned one where it is not given. */
    visitedOn;
    /** `report`: what was seen. */
    summary;
    /** `report`: each is answered by the agency. */
    findings;
    /** `report`: photographs, sign-in sheets. */
    documents;
    static _OPENAPI_METADATA_FACTORY() {
        return { visitedOn: { required: false, type: () => String, nullable: true, description: "`report`: the day; the planned one where it is not given." }, summary: { required: false, type: () => String, nullable: true, description: "`report`: what was seen.", maxLength: 20000 }, findings: { required: false, type: () => [NewFindingDto], description: "`report`: each is answered by the agency.", maxItems: 50 }, documents: { required: false, type: () => [String], description: "`report`: photographs, sign-in sheets.", uniqueItems: true, format: "uuid", maxItems: 50 } };
    }
}
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], VisitActionDto.prototype, "visitedOn", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(20_000),
    __metadata("design:type", Object)
], VisitActionDto.prototype, "summary", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(50),
    ValidateNested({ each: true }),
    Type(() => NewFindingDto),
    __metadata("design:type", Array)
], VisitActionDto.prototype, "findings", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique((id) => (typeof id === 'string' ? id.toLowerCase() : id)),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], VisitActionDto.prototype, "documents", void 0);
export class VisitFindingDto {
    id;
    version;
    visit;
    no;
    text;
    answerBy;
    state;
    /** What the agency said last. */
    answer;
    /** Why it was reopened or dropped. */
    decisionReason;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, visit: { required: true, type: () => String }, no: { required: true, type: () => Number }, text: { required: true, type: () => String }, answerBy: { required: true, type: () => String, nullable: true }, state: { required: true, enum: ["closed", "open", "answered"] }, answer: { required: true, type: () => String, nullable: true, description: "What the agency said last." }, decisionReason: { required: true, type: () => String, nullable: true, description: "Why it was reopened or dropped." }, allowedActions: { required: true, type: () => [String] } };
    }
}
__decorate([
    ApiProperty({ enum: FINDING_STATES }),
    __metadata("design:type", String)
], VisitFindingDto.prototype, "state", void 0);
export class VisitDto {
    id;
    version;
    contract;
    /** For whom it is made. */
    body;
    plannedOn;
    purpose;
    state;
    visitedOn;
    summary;
    documents;
    findings;
    /** Why it was cancelled. */
    decisionReason;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, contract: { required: true, type: () => String }, body: { required: true, type: () => String, description: "For whom it is made." }, plannedOn: { required: true, type: () => String }, purpose: { required: true, type: () => String }, state: { required: true, enum: ["done", "cancelled", "planned"] }, visitedOn: { required: true, type: () => String, nullable: true }, summary: { required: true, type: () => String, nullable: true }, documents: { required: true, type: () => [String] }, findings: { required: true, type: () => [VisitFindingDto] }, decisionReason: { required: true, type: () => String, nullable: true, description: "Why it was cancelled." }, allowedActions: { required: true, type: () => [String] } };
    }
}
__decorate([
    ApiProperty({ enum: VISIT_STATES }),
    __metadata("design:type", String)
], VisitDto.prototype, "state", void 0);
export class VisitListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [VisitDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=visit.dto.js.map