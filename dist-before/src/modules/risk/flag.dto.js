var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../../platform/openapi/problem.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, ValidateIf, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { DATASET } from '../../platform/database/dataset.js';
import { PageQuery } from '../../platform/http/list.js';
import { IsRegionCode } from '../../platform/identity/is-region-code.decorator.js';
import { SEVERITIES } from './assessment.types.js';
import { FLAG_STATES } from './flag.lifecycle.js';
import { INDICATOR_IDS } from './registry.js';
const ASSIGNEE = /^(me|none|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
export class FlagQuery extends PageQuery {
    indicator;
    severity;
    state;
    /** This region and what lies below it. */
    region;
    programme;
    /** Id of a user, `me`, or `none`. */
    assignee;
    dataset;
    static _OPENAPI_METADATA_FACTORY() {
        return { indicator: { required: false, type: () => String, enum: INDICATOR_IDS }, severity: { required: false, enum: ["notice", "violation", "risk"], enum: SEVERITIES }, state: { required: false, enum: ["open", "confirmed", "in_review", "explained", "data_error", "dismissed", "cleared", "remedied"], enum: FLAG_STATES }, region: { required: false, type: () => String, description: "This region and what lies below it." }, programme: { required: false, type: () => String, format: "uuid" }, assignee: { required: false, type: () => String, description: "Id of a user, `me`, or `none`." }, dataset: { required: false, type: () => String } };
    }
}
__decorate([
    IsOptional(),
    IsIn(INDICATOR_IDS),
    __metadata("design:type", String)
], FlagQuery.prototype, "indicator", void 0);
__decorate([
    IsOptional(),
    IsIn(SEVERITIES),
    __metadata("design:type", String)
], FlagQuery.prototype, "severity", void 0);
__decorate([
    IsOptional(),
    IsIn(FLAG_STATES),
    __metadata("design:type", String)
], FlagQuery.prototype, "state", void 0);
__decorate([
    IsOptional(),
    IsRegionCode(),
    __metadata("design:type", String)
], FlagQuery.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], FlagQuery.prototype, "programme", void 0);
__decorate([
    IsOptional(),
    Matches(ASSIGNEE),
    __metadata("design:type", String)
], FlagQuery.prototype, "assignee", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], FlagQuery.prototype, "dataset", void 0);
const notNull = (_, value) => value !== null && value !== undefined;
export class FlagActionDto {
    /** Required to respond, explain, confirm, mark as data error and dismiss. */
    reason;
    /** With `assign`: a user who works flags of this region; null takes it from whoever has it. */
    assignee;
    /** With `assign`: until when; null: no day. */
    dueOn;
    /** With `assign`: bodies concerned that are asked to respond; from then on they see the flag. */
    askOrganisations;
    static _OPENAPI_METADATA_FACTORY() {
        return { reason: { required: false, type: () => String, description: "Required to respond, explain, confirm, mark as data error and dismiss.", maxLength: 4000 }, assignee: { required: false, type: () => String, nullable: true, description: "With `assign`: a user who works flags of this region; null takes it from whoever has it.", format: "uuid" }, dueOn: { required: false, type: () => String, nullable: true, description: "With `assign`: until when; null: no day." }, askOrganisations: { required: false, type: () => [String], description: "With `assign`: bodies concerned that are asked to respond; from then on they see the flag.", uniqueItems: true, format: "uuid", maxItems: 50 } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(4000),
    __metadata("design:type", String)
], FlagActionDto.prototype, "reason", void 0);
__decorate([
    ValidateIf(notNull),
    IsUUID(),
    __metadata("design:type", Object)
], FlagActionDto.prototype, "assignee", void 0);
__decorate([
    ValidateIf(notNull),
    IsPlainDate(),
    __metadata("design:type", Object)
], FlagActionDto.prototype, "dueOn", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique(),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], FlagActionDto.prototype, "askOrganisations", void 0);
export class BulkFlagActionDto extends FlagActionDto {
    ids;
    static _OPENAPI_METADATA_FACTORY() {
        return { ids: { required: true, type: () => [String], uniqueItems: true, format: "uuid", minItems: 1, maxItems: 200 } };
    }
}
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(200),
    ArrayUnique(),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], BulkFlagActionDto.prototype, "ids", void 0);
export class LabelledDto {
    type;
    id;
    /** As its record calls it. */
    label;
    static _OPENAPI_METADATA_FACTORY() {
        return { type: { required: true, type: () => String }, id: { required: true, type: () => String }, label: { required: true, type: () => String, nullable: true, description: "As its record calls it." } };
    }
}
export class FlagSubjectsDto {
    count;
    /** The heaviest five. */
    first;
    static _OPENAPI_METADATA_FACTORY() {
        return { count: { required: true, type: () => Number }, first: { required: true, type: () => [LabelledDto], description: "The heaviest five." } };
    }
}
export class FlagEventDto {
    at;
    action;
    from;
    to;
    /** Null: facts did it. */
    by;
    /** The body that answered. */
    organisation;
    reason;
    /** `clear` names the correction: its audit entry and fact. */
    data;
    static _OPENAPI_METADATA_FACTORY() {
        return { at: { required: true, type: () => String }, action: { required: true, type: () => String }, from: { required: true, type: () => String, nullable: true }, to: { required: true, type: () => String }, by: { required: true, type: () => String, nullable: true, description: "Null: facts did it." }, organisation: { required: true, type: () => String, nullable: true, description: "The body that answered." }, reason: { required: true, type: () => String, nullable: true }, data: { required: true, type: "object", additionalProperties: true, description: "`clear` names the correction: its audit entry and fact." } };
    }
}
__decorate([
    ApiProperty({ type: 'object', additionalProperties: true }),
    __metadata("design:type", Object)
], FlagEventDto.prototype, "data", void 0);
export class FlagAskDto {
    organisation;
    name;
    askedAt;
    dueOn;
    answeredAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { organisation: { required: true, type: () => String }, name: { required: true, type: () => String }, askedAt: { required: true, type: () => String }, dueOn: { required: true, type: () => String, nullable: true }, answeredAt: { required: true, type: () => String, nullable: true } };
    }
}
/** A case: everything that triggers for one cause. */
export class FlagDto {
    id;
    version;
    indicator;
    severity;
    state;
    dataset;
    rootCause;
    subjects;
    title;
    explanation;
    limitation;
    basis;
    /** Ids of the assessments behind it, at most 100. */
    assessments;
    region;
    programme;
    /** Everything in it was history when it was recorded. */
    summary;
    assignee;
    dueOn;
    asked;
    openedAt;
    history;
    /** What the caller may do now. */
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, indicator: { required: true, type: () => String }, severity: { required: true, enum: ["notice", "violation", "risk"] }, state: { required: true, enum: ["open", "confirmed", "in_review", "explained", "data_error", "dismissed", "cleared", "remedied"] }, dataset: { required: true, type: () => String }, rootCause: { required: true, type: () => LabelledDto }, subjects: { required: true, type: () => FlagSubjectsDto }, title: { required: true, type: () => String }, explanation: { required: true, type: () => String }, limitation: { required: true, type: () => String }, basis: { required: true, type: () => Object }, assessments: { required: true, type: () => [String], description: "Ids of the assessments behind it, at most 100." }, region: { required: true, type: () => String, nullable: true }, programme: { required: true, type: () => String, nullable: true }, summary: { required: true, type: () => Boolean, description: "Everything in it was history when it was recorded." }, assignee: { required: true, type: () => String, nullable: true }, dueOn: { required: true, type: () => String, nullable: true }, asked: { required: true, type: () => [FlagAskDto] }, openedAt: { required: true, type: () => String }, history: { required: true, type: () => [FlagEventDto] }, allowedActions: { required: true, type: () => [String], description: "What the caller may do now." } };
    }
}
__decorate([
    ApiProperty({ enum: SEVERITIES }),
    __metadata("design:type", String)
], FlagDto.prototype, "severity", void 0);
__decorate([
    ApiProperty({ enum: FLAG_STATES }),
    __metadata("design:type", String)
], FlagDto.prototype, "state", void 0);
__decorate([
    ApiProperty({ type: 'object', additionalProperties: true }),
    __metadata("design:type", Object)
], FlagDto.prototype, "basis", void 0);
export class FlagListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [FlagDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
export class BulkResultDto {
    id;
    ok;
    /** The state after, where it went well. */
    state;
    /** Why not, as a problem document. */
    problem;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, ok: { required: true, type: () => Boolean }, state: { required: false, type: () => String, description: "The state after, where it went well." }, problem: { required: false, type: () => openapi_import_1.ProblemDto, description: "Why not, as a problem document." } };
    }
}
export class BulkResultsDto {
    results;
    static _OPENAPI_METADATA_FACTORY() {
        return { results: { required: true, type: () => [BulkResultDto] } };
    }
}
//# sourceMappingURL=flag.dto.js.map