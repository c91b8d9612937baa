var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../organisations/source.dto.js";
import * as openapi_import_2 from "../../platform/http/external-id.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested, } from 'class-validator';
import { IsPartialDate } from '../../platform/clock/is-date.decorators.js';
import { DATASET } from '../../platform/database/dataset.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { ExternalIdDto, externalIdKey } from '../../platform/http/external-id.dto.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { QueryInt } from '../../platform/http/list.js';
import { RootQuery } from '../../platform/http/root-query.dto.js';
import { IsCategory, IsTargetGroup } from '../rules/is-code.decorators.js';
import { SourceDto } from '../organisations/source.dto.js';
import { NEED_STATES } from './need.lifecycle.js';
/** What a resident says is needed. Nothing in it may say who they are; the community looks at it before anybody else. */
export class NeedSuggestionDto {
    /** The community whose residents need it. */
    community;
    title;
    /** In the resident's words; no names, no telephone numbers. */
    description;
    /** Code of the list `categories`. */
    category;
    /** Code of the list `target-groups`. */
    targetGroup;
    static _OPENAPI_METADATA_FACTORY() {
        return { community: { required: true, type: () => String, description: "The community whose residents need it.", format: "uuid" }, title: { required: true, type: () => String, maxLength: 200 }, description: { required: false, type: () => String, nullable: true, description: "In the resident's words; no names, no telephone numbers.", maxLength: 2000 }, category: { required: false, type: () => String, nullable: true, description: "Code of the list `categories`." }, targetGroup: { required: false, type: () => String, nullable: true, description: "Code of the list `target-groups`." } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NeedSuggestionDto.prototype, "community", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], NeedSuggestionDto.prototype, "title", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(2000),
    __metadata("design:type", Object)
], NeedSuggestionDto.prototype, "description", void 0);
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", Object)
], NeedSuggestionDto.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsTargetGroup(),
    __metadata("design:type", Object)
], NeedSuggestionDto.prototype, "targetGroup", void 0);
/** What a resident gets back: that it was received. */
export class NeedSuggestionReceiptDto {
    id;
    state;
    receivedAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, state: { required: true, enum: ["suggested"] }, receivedAt: { required: true, type: () => String } };
    }
}
/** RFC 7396: only the fields that are given change, null removes. */
export class NeedChangeDto {
    title;
    description;
    category;
    targetGroup;
    headcount;
    evidence;
    /** The service line it belongs to, in the same dataset. */
    serviceLine;
    static _OPENAPI_METADATA_FACTORY() {
        return { title: { required: false, type: () => String, maxLength: 200 }, description: { required: false, type: () => String, nullable: true, maxLength: 10000 }, category: { required: false, type: () => String, nullable: true }, targetGroup: { required: false, type: () => String, nullable: true }, headcount: { required: false, type: () => Number, nullable: true, minimum: 0, maximum: 10000000 }, evidence: { required: false, type: () => String, nullable: true, maxLength: 10000 }, serviceLine: { required: false, type: () => String, nullable: true, description: "The service line it belongs to, in the same dataset.", format: "uuid" } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], NeedChangeDto.prototype, "title", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(10_000),
    __metadata("design:type", Object)
], NeedChangeDto.prototype, "description", void 0);
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", Object)
], NeedChangeDto.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsTargetGroup(),
    __metadata("design:type", Object)
], NeedChangeDto.prototype, "targetGroup", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000_000),
    __metadata("design:type", Object)
], NeedChangeDto.prototype, "headcount", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(10_000),
    __metadata("design:type", Object)
], NeedChangeDto.prototype, "evidence", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NeedChangeDto.prototype, "serviceLine", void 0);
export class NeedActionDto extends ReasonDto {
    /** `plan` only: the programme that takes the need up, of the own body. */
    programme;
    static _OPENAPI_METADATA_FACTORY() {
        return { programme: { required: false, type: () => String, description: "`plan` only: the programme that takes the need up, of the own body.", format: "uuid" } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NeedActionDto.prototype, "programme", void 0);
export class NewNeedDto {
    title;
    /** What residents ask for; no names. */
    description;
    /** Code of the list `categories`. */
    category;
    /** Code of the list `target-groups`. */
    targetGroup;
    /** How many residents. */
    headcount;
    /** What shows it: a survey, a list, a meeting. */
    evidence;
    /** Documents that show it; the caller must be able to read them. */
    documents;
    /** Where, in the same dataset. */
    community;
    /** The service line it belongs to, in the same dataset. */
    serviceLine;
    /** When it was recorded there: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
    recordedOn;
    source;
    /** Default `live`. */
    dataset;
    /** The body that records it; default the caller's only one. */
    owner;
    externalIds;
    static _OPENAPI_METADATA_FACTORY() {
        return { title: { required: true, type: () => String, maxLength: 200 }, description: { required: false, type: () => String, nullable: true, description: "What residents ask for; no names.", maxLength: 10000 }, category: { required: false, type: () => String, nullable: true, description: "Code of the list `categories`." }, targetGroup: { required: false, type: () => String, nullable: true, description: "Code of the list `target-groups`." }, headcount: { required: false, type: () => Number, nullable: true, description: "How many residents.", minimum: 0, maximum: 10000000 }, evidence: { required: false, type: () => String, nullable: true, description: "What shows it: a survey, a list, a meeting.", maxLength: 10000 }, documents: { required: false, type: () => [String], description: "Documents that show it; the caller must be able to read them.", uniqueItems: true, format: "uuid", maxItems: 20 }, community: { required: false, type: () => String, nullable: true, description: "Where, in the same dataset.", format: "uuid" }, serviceLine: { required: false, type: () => String, nullable: true, description: "The service line it belongs to, in the same dataset.", format: "uuid" }, recordedOn: { required: false, type: () => String, nullable: true, description: "When it was recorded there: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`." }, source: { required: true, type: () => openapi_import_1.SourceDto }, dataset: { required: false, type: () => String, description: "Default `live`." }, owner: { required: false, type: () => String, description: "The body that records it; default the caller's only one.", format: "uuid" }, externalIds: { required: false, type: () => [openapi_import_2.ExternalIdDto], uniqueItems: true, maxItems: 20 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], NewNeedDto.prototype, "title", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(10_000),
    __metadata("design:type", Object)
], NewNeedDto.prototype, "description", void 0);
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", Object)
], NewNeedDto.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsTargetGroup(),
    __metadata("design:type", Object)
], NewNeedDto.prototype, "targetGroup", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(10_000_000),
    __metadata("design:type", Object)
], NewNeedDto.prototype, "headcount", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(10_000),
    __metadata("design:type", Object)
], NewNeedDto.prototype, "evidence", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    ArrayUnique(),
    IsUUID('all', { each: true }),
    __metadata("design:type", Array)
], NewNeedDto.prototype, "documents", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NewNeedDto.prototype, "community", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NewNeedDto.prototype, "serviceLine", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", Object)
], NewNeedDto.prototype, "recordedOn", void 0);
__decorate([
    IsObject(),
    ValidateNested(),
    Type(() => SourceDto),
    __metadata("design:type", SourceDto)
], NewNeedDto.prototype, "source", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], NewNeedDto.prototype, "dataset", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NewNeedDto.prototype, "owner", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    ArrayUnique(externalIdKey),
    ValidateNested({ each: true }),
    Type(() => ExternalIdDto),
    __metadata("design:type", Array)
], NewNeedDto.prototype, "externalIds", void 0);
export class NeedQuery extends RootQuery {
    category;
    community;
    serviceLine;
    state;
    /** Needs that nobody has met or rejected yet and that are at least so many days old (`waiting.days`). */
    waitingDays;
    static _OPENAPI_METADATA_FACTORY() {
        return { category: { required: false, type: () => String }, community: { required: false, type: () => String, format: "uuid" }, serviceLine: { required: false, type: () => String, format: "uuid" }, state: { required: false, enum: ["recorded", "rejected", "planned", "met", "verified", "unmet", "suggested"], enum: NEED_STATES }, waitingDays: { required: false, type: () => Number, description: "Needs that nobody has met or rejected yet and that are at least so many days old (`waiting.days`).", minimum: 0, maximum: 100000 } };
    }
}
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", String)
], NeedQuery.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NeedQuery.prototype, "community", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NeedQuery.prototype, "serviceLine", void 0);
__decorate([
    IsOptional(),
    IsIn(NEED_STATES),
    __metadata("design:type", Object)
], NeedQuery.prototype, "state", void 0);
__decorate([
    ApiPropertyOptional({ type: Number, minimum: 0, maximum: 100_000 }),
    IsOptional(),
    QueryInt(),
    IsInt(),
    Min(0),
    Max(100_000),
    __metadata("design:type", Number)
], NeedQuery.prototype, "waitingDays", void 0);
/** How long a need has waited, in calendar days of Asia/Shanghai. */
export class WaitingDto {
    /** The day it was verified, else the day it came in. */
    since;
    days;
    static _OPENAPI_METADATA_FACTORY() {
        return { since: { required: true, type: () => String, description: "The day it was verified, else the day it came in." }, days: { required: true, type: () => Number } };
    }
}
/** A documented demand of residents. */
export class NeedDto {
    id;
    version;
    dataset;
    title;
    description;
    category;
    targetGroup;
    headcount;
    evidence;
    /** Ids of documents. */
    documents;
    community;
    serviceLine;
    recordedOn;
    state;
    /** Null once it is met or rejected. */
    waiting;
    /** The programme that takes it up. */
    programme;
    /** Null for what a resident suggested. */
    source;
    /** The body that recorded it; null for what a resident suggested. */
    owner;
    externalIds;
    createdAt;
    updatedAt;
    /** What the caller may do with it now. */
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, dataset: { required: true, type: () => String }, title: { required: true, type: () => String }, description: { required: true, type: () => String, nullable: true }, category: { required: true, type: () => String, nullable: true }, targetGroup: { required: true, type: () => String, nullable: true }, headcount: { required: true, type: () => Number, nullable: true }, evidence: { required: true, type: () => String, nullable: true }, documents: { required: true, type: () => [String], description: "Ids of documents." }, community: { required: true, type: () => String, nullable: true }, serviceLine: { required: true, type: () => String, nullable: true }, recordedOn: { required: true, type: () => String, nullable: true }, state: { required: true, enum: ["recorded", "rejected", "planned", "met", "verified", "unmet", "suggested"] }, waiting: { required: true, type: () => WaitingDto, nullable: true, description: "Null once it is met or rejected." }, programme: { required: true, type: () => String, nullable: true, description: "The programme that takes it up." }, source: { required: true, type: () => openapi_import_1.SourceDto, nullable: true, description: "Null for what a resident suggested." }, owner: { required: true, type: () => String, nullable: true, description: "The body that recorded it; null for what a resident suggested." }, externalIds: { required: true, type: () => [openapi_import_2.ExternalIdDto] }, createdAt: { required: true, type: () => String }, updatedAt: { required: true, type: () => String }, allowedActions: { required: true, type: () => [String], description: "What the caller may do with it now." } };
    }
}
export class NeedListDto {
    items;
    /** Address of the next page; null on the last. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [NeedDto] }, next: { required: true, type: () => String, nullable: true, description: "Address of the next page; null on the last." } };
    }
}
//# sourceMappingURL=need.dto.js.map