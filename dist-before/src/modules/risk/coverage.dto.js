var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../planning/backward.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { PLAN_KINDS } from './facts.types.js';
import { NEXT_KINDS } from './next.rules.js';
export class CoverageQuery {
    /** Left out: today. Days after what the dataset knows say nothing. */
    asOf;
    static _OPENAPI_METADATA_FACTORY() {
        return { asOf: { required: false, type: () => String, description: "Left out: today. Days after what the dataset knows say nothing." } };
    }
}
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], CoverageQuery.prototype, "asOf", void 0);
export class SpellDto {
    from;
    to;
    /** Null where the contract was not published and does not concern the caller. */
    contract;
    agency;
    contractedDays;
    /** Contracted days whose calendar month holds a record of a service within the contract; null without any record. */
    evidencedDays;
    /** Whether its residents were handed over to what follows. */
    handover;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: true, type: () => String }, to: { required: true, type: () => String }, contract: { required: true, type: () => String, nullable: true, description: "Null where the contract was not published and does not concern the caller." }, agency: { required: true, type: () => String, nullable: true }, contractedDays: { required: true, type: () => Number }, evidencedDays: { required: true, type: () => Number, nullable: true, description: "Contracted days whose calendar month holds a record of a service within the contract; null without any record." }, handover: { required: true, type: () => Boolean, description: "Whether its residents were handed over to what follows." } };
    }
}
export class GapDto {
    from;
    to;
    days;
    /** Still running on `asOf`, where it is cut. */
    open;
    /**
     * Whom the contracts served that ended the day before; null where it is not known, and to the public where they are fewer
     * than five.
     */
    recipientsAffected;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: true, type: () => String }, to: { required: true, type: () => String }, days: { required: true, type: () => Number }, open: { required: true, type: () => Boolean, description: "Still running on `asOf`, where it is cut." }, recipientsAffected: { required: true, type: () => Number, nullable: true, description: "Whom the contracts served that ended the day before; null where it is not known, and to the public where they are fewer\nthan five." } };
    }
}
export class CoverageYearDto {
    year;
    days;
    contractedDays;
    /** Percent, one decimal. */
    ratio;
    static _OPENAPI_METADATA_FACTORY() {
        return { year: { required: true, type: () => Number }, days: { required: true, type: () => Number }, contractedDays: { required: true, type: () => Number }, ratio: { required: true, type: () => String, description: "Percent, one decimal." } };
    }
}
export class OverlapDto {
    from;
    to;
    days;
    contracts;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: true, type: () => String }, to: { required: true, type: () => String }, days: { required: true, type: () => Number }, contracts: { required: true, type: () => [Object] } };
    }
}
__decorate([
    ApiProperty({ type: 'array', items: { type: 'string', nullable: true } }),
    __metadata("design:type", Array)
], OverlapDto.prototype, "contracts", void 0);
export class SuccessorDto {
    contract;
    from;
    static _OPENAPI_METADATA_FACTORY() {
        return { contract: { required: true, type: () => String, nullable: true }, from: { required: true, type: () => String } };
    }
}
export class ExcludedDto {
    contract;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { contract: { required: true, type: () => String, nullable: true }, reason: { required: true, enum: ["start_unknown", "end_unknown", "start_imprecise", "end_imprecise", "ends_before_start"] } };
    }
}
/** A tender for the line that has not led to a contract; only where the caller may see it. */
export class NextTenderDto {
    id;
    /** Null where nothing is known of it. */
    state;
    /** First day of its window, as finely as it is known. */
    start;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, state: { required: true, type: () => String, nullable: true, description: "Null where nothing is known of it." }, start: { required: true, type: () => String, nullable: true, description: "First day of its window, as finely as it is known." } };
    }
}
export class NextPlanDto {
    kind;
    agreedOn;
    carriedOutOn;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, enum: ["none", "end", "renew", "retender", "hand_over", "absorb"] }, agreedOn: { required: true, type: () => String, nullable: true }, carriedOutOn: { required: true, type: () => String, nullable: true } };
    }
}
__decorate([
    ApiProperty({ enum: PLAN_KINDS }),
    __metadata("design:type", Object)
], NextPlanDto.prototype, "kind", void 0);
/** A purchase by one method that would start on the day after the end. */
export class PurchasePathDto {
    method;
    /** Last day of issue if every step takes its statutory maximum. */
    latestSafe;
    /** Last day of issue from which the service can start on the day at all. */
    latestPossible;
    /** Whether the documents can still be issued in time on `asOf`; null where that is not known. */
    inTime;
    /** First day of service if the documents are issued on `asOf`. */
    earliestStart;
    /** The rule that decides between issue and deadline. */
    rule;
    basis;
    /** `uncertain`: it touches a year whose calendar is not loaded, or a day on which a rule was not in force. */
    certainty;
    missingYears;
    static _OPENAPI_METADATA_FACTORY() {
        return { method: { required: true, type: () => String }, latestSafe: { required: true, type: () => String, nullable: true, description: "Last day of issue if every step takes its statutory maximum." }, latestPossible: { required: true, type: () => String, nullable: true, description: "Last day of issue from which the service can start on the day at all." }, inTime: { required: true, type: () => Boolean, nullable: true, description: "Whether the documents can still be issued in time on `asOf`; null where that is not known." }, earliestStart: { required: true, type: () => String, nullable: true, description: "First day of service if the documents are issued on `asOf`." }, rule: { required: true, type: () => String, nullable: true, description: "The rule that decides between issue and deadline." }, basis: { required: true, type: () => openapi_import_1.PlanBasisDto, nullable: true }, certainty: { required: true, description: "`uncertain`: it touches a year whose calendar is not loaded, or a day on which a rule was not in force.", enum: ["known", "uncertain"] }, missingYears: { required: true, type: () => [Number] } };
    }
}
/** What comes after what is signed, and how long its purchase takes at least. */
export class NextDto {
    /** The furthest that is known: `line_ends` where no day of the line comes after. */
    kind;
    /** The day after the end of what covers `asOf` without a break, or of what covered the line last. */
    from;
    /** The successor that is signed; null also where it was not published and does not concern the caller. */
    contract;
    tender;
    /** What was planned under the contract that ends the day before. */
    plan;
    /** By each method whose periods the law states. */
    paths;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, description: "The furthest that is known: `line_ends` where no day of the line comes after.", enum: ["none", "tender", "signed", "plan", "line_ends"] }, from: { required: true, type: () => String, nullable: true, description: "The day after the end of what covers `asOf` without a break, or of what covered the line last." }, contract: { required: true, type: () => String, nullable: true, description: "The successor that is signed; null also where it was not published and does not concern the caller." }, tender: { required: true, type: () => NextTenderDto, nullable: true }, plan: { required: true, type: () => NextPlanDto, nullable: true, description: "What was planned under the contract that ends the day before." }, paths: { required: true, type: () => [PurchasePathDto], description: "By each method whose periods the law states." } };
    }
}
__decorate([
    ApiProperty({ enum: NEXT_KINDS }),
    __metadata("design:type", Object)
], NextDto.prototype, "kind", void 0);
export class CoverageDto {
    serviceLine;
    dataset;
    since;
    until;
    asOf;
    /** The last day the dataset knows about; null: live. */
    knownUntil;
    spells;
    gaps;
    years;
    overlaps;
    /** The next signed contract after `asOf`. */
    successor;
    next;
    /** Contracts whose days are not known to the day. */
    excluded;
    static _OPENAPI_METADATA_FACTORY() {
        return { serviceLine: { required: true, type: () => String }, dataset: { required: true, type: () => String }, since: { required: true, type: () => String, nullable: true }, until: { required: true, type: () => String, nullable: true }, asOf: { required: true, type: () => String }, knownUntil: { required: true, type: () => String, nullable: true, description: "The last day the dataset knows about; null: live." }, spells: { required: true, type: () => [SpellDto] }, gaps: { required: true, type: () => [GapDto] }, years: { required: true, type: () => [CoverageYearDto] }, overlaps: { required: true, type: () => [OverlapDto] }, successor: { required: true, type: () => SuccessorDto, nullable: true, description: "The next signed contract after `asOf`." }, next: { required: true, type: () => NextDto }, excluded: { required: true, type: () => [ExcludedDto], description: "Contracts whose days are not known to the day." } };
    }
}
//# sourceMappingURL=coverage.dto.js.map