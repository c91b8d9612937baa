var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "./coverage.dto.js";
import * as openapi from "@nestjs/swagger";
import { IsString, Matches } from 'class-validator';
export class UncoveredQuery {
    /** `YYYY-MM`. */
    month;
    static _OPENAPI_METADATA_FACTORY() {
        return { month: { required: true, type: () => String, description: "`YYYY-MM`.", pattern: "^[12]\\d{3}-(0[1-9]|1[0-2])$" } };
    }
}
__decorate([
    IsString(),
    Matches(/^[12]\d{3}-(0[1-9]|1[0-2])$/),
    __metadata("design:type", String)
], UncoveredQuery.prototype, "month", void 0);
export class UncoveredDaysDto {
    from;
    to;
    days;
    /** First day of the whole hole. */
    since;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: true, type: () => String }, to: { required: true, type: () => String }, days: { required: true, type: () => Number }, since: { required: true, type: () => String, description: "First day of the whole hole." } };
    }
}
export class UncoveredRecipientDto {
    id;
    /** Issued here; goes on over every contract of the line. */
    number;
    /** For the agency that holds them alone; null for everybody else. */
    displayName;
    community;
    /** Who served them last, and under which contract. */
    servedBy;
    contract;
    since;
    until;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, number: { required: true, type: () => String, description: "Issued here; goes on over every contract of the line." }, displayName: { required: true, type: () => String, nullable: true, description: "For the agency that holds them alone; null for everybody else." }, community: { required: true, type: () => String, nullable: true }, servedBy: { required: true, type: () => String, description: "Who served them last, and under which contract." }, contract: { required: true, type: () => String }, since: { required: true, type: () => String }, until: { required: true, type: () => String, nullable: true } };
    }
}
export class UncoveredDto {
    serviceLine;
    dataset;
    month;
    /** The last day looked at: of the month, or the last one that the dataset knows. */
    asOf;
    /** Some of its days lie ahead: they count by the contracts that are signed today. */
    expected;
    /** Days of the month on which the line was there and something is known of it. */
    days;
    /** Null where that is no day at all. */
    uncoveredDays;
    spells;
    /**
     * Who was served on the day before their contract ended; 0 where every day is covered; null where it is not known, and to the
     * public where they are fewer than five.
     */
    recipientsAffected;
    /** They are fewer than five, which is told to those whom the line concerns. */
    suppressed;
    /** By number, for who holds them, bought their service or watches over it; null for everybody else. */
    recipients;
    /** Beyond the first thousand. */
    recipientsLeftOut;
    /** Contracts whose days are not known to the day. */
    excluded;
    static _OPENAPI_METADATA_FACTORY() {
        return { serviceLine: { required: true, type: () => String }, dataset: { required: true, type: () => String }, month: { required: true, type: () => String }, asOf: { required: true, type: () => String, description: "The last day looked at: of the month, or the last one that the dataset knows." }, expected: { required: true, type: () => Boolean, description: "Some of its days lie ahead: they count by the contracts that are signed today." }, days: { required: true, type: () => Number, description: "Days of the month on which the line was there and something is known of it." }, uncoveredDays: { required: true, type: () => Number, nullable: true, description: "Null where that is no day at all." }, spells: { required: true, type: () => [UncoveredDaysDto] }, recipientsAffected: { required: true, type: () => Number, nullable: true, description: "Who was served on the day before their contract ended; 0 where every day is covered; null where it is not known, and to the\npublic where they are fewer than five." }, suppressed: { required: true, type: () => Boolean, description: "They are fewer than five, which is told to those whom the line concerns." }, recipients: { required: true, type: () => [UncoveredRecipientDto], nullable: true, description: "By number, for who holds them, bought their service or watches over it; null for everybody else." }, recipientsLeftOut: { required: true, type: () => Number, description: "Beyond the first thousand." }, excluded: { required: true, type: () => [openapi_import_1.ExcludedDto], description: "Contracts whose days are not known to the day." } };
    }
}
//# sourceMappingURL=uncovered.dto.js.map