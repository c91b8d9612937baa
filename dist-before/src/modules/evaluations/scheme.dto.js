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
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, ValidateIf, ValidateNested, } from 'class-validator';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { PageQuery } from '../../platform/http/list.js';
import { DATASET } from '../../platform/database/dataset.js';
import { IsCategory } from '../rules/is-code.decorators.js';
import { SCHEME_STATES } from './evaluation.lifecycle.js';
import { CHANNELS, LEAF_KINDS } from './scheme.rules.js';
import { SCHEME_TEMPLATES } from './scheme.templates.js';
/** A decimal from 0 to 100 with at most two places. */
const HUNDRED = /^((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/;
/** The same above zero. */
export const POINTS = /^(?!0(\.0{1,2})?$)((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/;
class Weighed {
    name;
    /** Percent of the level above; those of one level are 100 together. */
    weight;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String, maxLength: 200 }, weight: { required: true, type: () => String, description: "Percent of the level above; those of one level are 100 together." } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], Weighed.prototype, "name", void 0);
__decorate([
    Matches(HUNDRED),
    __metadata("design:type", String)
], Weighed.prototype, "weight", void 0);
/** What is scored. */
export class SchemeLeafDto extends Weighed {
    /** 考 `indicators`, 评 `third_party`, 议 `residents`. */
    channel;
    kind;
    /** The most points it can have. */
    max;
    /** How the points follow from what is found. */
    how;
    static _OPENAPI_METADATA_FACTORY() {
        return { channel: { required: true, description: "\u8003 `indicators`, \u8BC4 `third_party`, \u8BAE `residents`.", enum: ["residents", "indicators", "third_party"], enum: CHANNELS }, kind: { required: true, enum: ["process", "input", "output", "outcome"], enum: LEAF_KINDS }, max: { required: true, type: () => String, description: "The most points it can have." }, how: { required: false, type: () => String, nullable: true, description: "How the points follow from what is found.", maxLength: 1000 } };
    }
}
__decorate([
    IsIn(CHANNELS),
    __metadata("design:type", String)
], SchemeLeafDto.prototype, "channel", void 0);
__decorate([
    IsIn(LEAF_KINDS),
    __metadata("design:type", String)
], SchemeLeafDto.prototype, "kind", void 0);
__decorate([
    Matches(POINTS),
    __metadata("design:type", String)
], SchemeLeafDto.prototype, "max", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(1000),
    __metadata("design:type", Object)
], SchemeLeafDto.prototype, "how", void 0);
export class SchemeIndicatorDto extends Weighed {
    leaves;
    static _OPENAPI_METADATA_FACTORY() {
        return { leaves: { required: true, type: () => [SchemeLeafDto], maxItems: 30 } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(30),
    ValidateNested({ each: true }),
    Type(() => SchemeLeafDto),
    __metadata("design:type", Array)
], SchemeIndicatorDto.prototype, "leaves", void 0);
export class SchemeDimensionDto extends Weighed {
    indicators;
    static _OPENAPI_METADATA_FACTORY() {
        return { indicators: { required: true, type: () => [SchemeIndicatorDto], maxItems: 20 } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(20),
    ValidateNested({ each: true }),
    Type(() => SchemeIndicatorDto),
    __metadata("design:type", Array)
], SchemeDimensionDto.prototype, "indicators", void 0);
/** From a template, from an earlier version, or from nothing. What is given goes before what they say. */
export class NewSchemeDto {
    /** The body whose scheme it is; default the caller's only one. */
    owner;
    /** Default `live`. */
    dataset;
    template;
    /** A scheme of the own body, of which this is the next version. */
    basedOn;
    name;
    /** Code of the list `categories`; null: for any. */
    category;
    dimensions;
    static _OPENAPI_METADATA_FACTORY() {
        return { owner: { required: false, type: () => String, description: "The body whose scheme it is; default the caller's only one.", format: "uuid" }, dataset: { required: false, type: () => String, description: "Default `live`." }, template: { required: false, enum: ["ELDERLY_HOME_CARE", "COMMUNITY_SOCIAL_WORK"], enum: SCHEME_TEMPLATES }, basedOn: { required: false, type: () => String, description: "A scheme of the own body, of which this is the next version.", format: "uuid" }, name: { required: false, type: () => String, maxLength: 200 }, category: { required: false, type: () => String, nullable: true, description: "Code of the list `categories`; null: for any." }, dimensions: { required: false, type: () => [SchemeDimensionDto], maxItems: 20 } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NewSchemeDto.prototype, "owner", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], NewSchemeDto.prototype, "dataset", void 0);
__decorate([
    IsOptional(),
    IsIn(SCHEME_TEMPLATES),
    __metadata("design:type", String)
], NewSchemeDto.prototype, "template", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NewSchemeDto.prototype, "basedOn", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], NewSchemeDto.prototype, "name", void 0);
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", Object)
], NewSchemeDto.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    ValidateNested({ each: true }),
    Type(() => SchemeDimensionDto),
    __metadata("design:type", Array)
], NewSchemeDto.prototype, "dimensions", void 0);
/** RFC 7396 for a draft; the tree is replaced as a whole. */
export class SchemeChangeDto {
    name;
    category;
    dimensions;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: false, type: () => String, maxLength: 200 }, category: { required: false, type: () => String, nullable: true }, dimensions: { required: false, type: () => [SchemeDimensionDto], maxItems: 20 } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], SchemeChangeDto.prototype, "name", void 0);
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", Object)
], SchemeChangeDto.prototype, "category", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsArray(),
    ArrayMaxSize(20),
    ValidateNested({ each: true }),
    Type(() => SchemeDimensionDto),
    __metadata("design:type", Array)
], SchemeChangeDto.prototype, "dimensions", void 0);
export class SchemeQuery extends PageQuery {
    state;
    category;
    /** Every version of one scheme. */
    series;
    static _OPENAPI_METADATA_FACTORY() {
        return { state: { required: false, enum: ["active", "draft", "retired"], enum: SCHEME_STATES }, category: { required: false, type: () => String }, series: { required: false, type: () => String, description: "Every version of one scheme.", format: "uuid" } };
    }
}
__decorate([
    IsOptional(),
    IsIn(SCHEME_STATES),
    __metadata("design:type", String)
], SchemeQuery.prototype, "state", void 0);
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", String)
], SchemeQuery.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], SchemeQuery.prototype, "series", void 0);
export class SchemeSharesDto {
    /** Percent of the whole that each channel and what comes of the service weigh. */
    indicators;
    thirdParty;
    residents;
    outcome;
    static _OPENAPI_METADATA_FACTORY() {
        return { indicators: { required: true, type: () => String, description: "Percent of the whole that each channel and what comes of the service weigh." }, thirdParty: { required: true, type: () => String }, residents: { required: true, type: () => String }, outcome: { required: true, type: () => String } };
    }
}
/** One version of an evaluation scheme. */
export class SchemeDto {
    id;
    version;
    dataset;
    owner;
    /** The same in every version of one scheme. */
    series;
    no;
    name;
    category;
    /** Where its tree began: dimensions of the study, weights of ours. */
    template;
    dimensions;
    shares;
    state;
    activatedAt;
    retiredAt;
    createdAt;
    updatedAt;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, dataset: { required: true, type: () => String }, owner: { required: true, type: () => String }, series: { required: true, type: () => String, description: "The same in every version of one scheme." }, no: { required: true, type: () => Number }, name: { required: true, type: () => String }, category: { required: true, type: () => String, nullable: true }, template: { required: true, nullable: true, description: "Where its tree began: dimensions of the study, weights of ours.", enum: ["ELDERLY_HOME_CARE", "COMMUNITY_SOCIAL_WORK"] }, dimensions: { required: true, type: () => [SchemeDimensionDto] }, shares: { required: true, type: () => SchemeSharesDto }, state: { required: true, enum: ["active", "draft", "retired"] }, activatedAt: { required: true, type: () => String, nullable: true }, retiredAt: { required: true, type: () => String, nullable: true }, createdAt: { required: true, type: () => String }, updatedAt: { required: true, type: () => String }, allowedActions: { required: true, type: () => [String] } };
    }
}
export class SchemeListDto {
    items;
    /** Address of the next page; null on the last. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [SchemeDto] }, next: { required: true, type: () => String, nullable: true, description: "Address of the next page; null on the last." } };
    }
}
//# sourceMappingURL=scheme.dto.js.map