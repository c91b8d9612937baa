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
import * as openapi from "@nestjs/swagger";
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Max, MaxLength, Min, ValidateIf, ValidateNested, } from 'class-validator';
import { IsInstant, IsPlainDate } from '../../../platform/clock/is-date.decorators.js';
import { IsYuan } from '../../../platform/money/is-yuan.decorator.js';
import { IsCategory } from '../../rules/is-code.decorators.js';
import { CriterionDto, TermsDto } from './terms.dto.js';
/** Given means given: null is no value of these. */
const isGiven = (_, value) => value !== undefined;
export class CorrectedLotDto {
    no;
    name;
    /** Highest price, yuan. */
    ceiling;
    pricing;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number, minimum: 1, maximum: 10000 }, name: { required: false, type: () => String, nullable: true, maxLength: 500 }, ceiling: { required: false, type: () => String, nullable: true, description: "Highest price, yuan." }, pricing: { required: false, nullable: true, enum: ["fixed", "competitive"], enum: ['fixed', 'competitive'] } };
    }
}
__decorate([
    IsInt(),
    Min(1),
    Max(10_000),
    __metadata("design:type", Number)
], CorrectedLotDto.prototype, "no", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(500),
    __metadata("design:type", Object)
], CorrectedLotDto.prototype, "name", void 0);
__decorate([
    IsOptional(),
    IsYuan(),
    __metadata("design:type", Object)
], CorrectedLotDto.prototype, "ceiling", void 0);
__decorate([
    IsOptional(),
    IsIn(['fixed', 'competitive']),
    __metadata("design:type", Object)
], CorrectedLotDto.prototype, "pricing", void 0);
export class CorrectedPlanDto {
    /** Last day on which the documents are given out. */
    documentsTo;
    /** RFC 3339 with an offset; never earlier than it was. */
    deadlineAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { documentsTo: { required: false, type: () => String, description: "Last day on which the documents are given out." }, deadlineAt: { required: false, type: () => String, description: "RFC 3339 with an offset; never earlier than it was." } };
    }
}
__decorate([
    ValidateIf(isGiven),
    IsPlainDate(),
    __metadata("design:type", String)
], CorrectedPlanDto.prototype, "documentsTo", void 0);
__decorate([
    ValidateIf(isGiven),
    IsInstant(),
    __metadata("design:type", String)
], CorrectedPlanDto.prototype, "deadlineAt", void 0);
/** What the documents say anew; what is not named stays. Neither what is bought nor the qualifications change. */
export class CorrectionDto {
    category;
    /** All lots, as they shall stand. */
    lots;
    terms;
    criteria;
    plan;
    /**
     * Whether it may affect how a bid is prepared. Not said: it does, unless it moves dates alone. `false` is not believed of
     * lots, criteria, scoring, requirement, standards, payments, bonds and term.
     */
    affectsPreparation;
    static _OPENAPI_METADATA_FACTORY() {
        return { category: { required: false, type: () => String, nullable: true }, lots: { required: false, type: () => [CorrectedLotDto], description: "All lots, as they shall stand.", uniqueItems: true, minItems: 1, maxItems: 500 }, terms: { required: false, type: () => openapi_import_1.TermsDto }, criteria: { required: false, type: () => [openapi_import_1.CriterionDto], uniqueItems: true, maxItems: 100 }, plan: { required: false, type: () => CorrectedPlanDto }, affectsPreparation: { required: false, type: () => Boolean, description: "Whether it may affect how a bid is prepared. Not said: it does, unless it moves dates alone. `false` is not believed of\nlots, criteria, scoring, requirement, standards, payments, bonds and term." } };
    }
}
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", Object)
], CorrectionDto.prototype, "category", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(500),
    ArrayUnique((lot) => lot.no),
    ValidateNested({ each: true }),
    Type(() => CorrectedLotDto),
    __metadata("design:type", Array)
], CorrectionDto.prototype, "lots", void 0);
__decorate([
    ValidateIf(isGiven),
    IsObject(),
    ValidateNested(),
    Type(() => TermsDto),
    __metadata("design:type", TermsDto)
], CorrectionDto.prototype, "terms", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(100),
    ArrayUnique((item) => item.no),
    ValidateNested({ each: true }),
    Type(() => CriterionDto),
    __metadata("design:type", Array)
], CorrectionDto.prototype, "criteria", void 0);
__decorate([
    ValidateIf(isGiven),
    IsObject(),
    ValidateNested(),
    Type(() => CorrectedPlanDto),
    __metadata("design:type", CorrectedPlanDto)
], CorrectionDto.prototype, "plan", void 0);
__decorate([
    ValidateIf(isGiven),
    IsBoolean(),
    __metadata("design:type", Boolean)
], CorrectionDto.prototype, "affectsPreparation", void 0);
//# sourceMappingURL=correction.dto.js.map