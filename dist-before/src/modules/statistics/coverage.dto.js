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
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { DATASET } from '../../platform/database/dataset.js';
import { QueryInt } from '../../platform/http/list.js';
import { IsRegionCode } from '../../platform/identity/is-identity.decorators.js';
import { IsCategory } from '../rules/is-code.decorators.js';
export const COVERAGE_GROUPINGS = ['category', 'region', 'community', 'year'];
export class CoverageStatisticsQuery {
    /** The calendar year, or the last of several. */
    year;
    /** The first of several years, at most twenty; default `year` alone. */
    from;
    /** What a row stands for; default `category`. */
    groupBy;
    category;
    /** Region code of the line; the regions below it are included. */
    region;
    /** Lines that serve this community. */
    community;
    /** Default: the setting `DEFAULT_DATASET`. */
    dataset;
    static _OPENAPI_METADATA_FACTORY() {
        return { year: { required: true, type: () => Number, description: "The calendar year, or the last of several.", minimum: 1000, maximum: 9999 }, from: { required: false, type: () => Number, description: "The first of several years, at most twenty; default `year` alone.", minimum: 1000, maximum: 9999 }, groupBy: { required: false, description: "What a row stands for; default `category`.", enum: ["year", "community", "region", "category"], enum: COVERAGE_GROUPINGS }, category: { required: false, type: () => String }, region: { required: false, type: () => String, description: "Region code of the line; the regions below it are included." }, community: { required: false, type: () => String, description: "Lines that serve this community.", format: "uuid" }, dataset: { required: false, type: () => String, description: "Default: the setting `DEFAULT_DATASET`." } };
    }
}
__decorate([
    QueryInt(),
    IsInt(),
    Min(1000),
    Max(9999),
    __metadata("design:type", Number)
], CoverageStatisticsQuery.prototype, "year", void 0);
__decorate([
    IsOptional(),
    QueryInt(),
    IsInt(),
    Min(1000),
    Max(9999),
    __metadata("design:type", Number)
], CoverageStatisticsQuery.prototype, "from", void 0);
__decorate([
    IsOptional(),
    IsIn(COVERAGE_GROUPINGS),
    __metadata("design:type", String)
], CoverageStatisticsQuery.prototype, "groupBy", void 0);
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", String)
], CoverageStatisticsQuery.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsRegionCode(),
    __metadata("design:type", String)
], CoverageStatisticsQuery.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], CoverageStatisticsQuery.prototype, "community", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], CoverageStatisticsQuery.prototype, "dataset", void 0);
export class CoverageFiguresDto {
    /** Service lines that were there on some day. */
    lines;
    /** Lines that were left without a contract on some day. */
    uncoveredLines;
    /** Days of all lines, none after today, its last one, or what its dataset knows. */
    days;
    /** Those inside the window of a signed contract; each counts once. */
    contractedDays;
    /** Percent of the days, one decimal, half up. */
    ratio;
    /** Those under a contract whose services are recorded here. */
    recordedDays;
    /** Of the recorded ones those whose calendar month holds a record; null where no service is recorded. */
    evidencedDays;
    /** Percent of the recorded days. */
    evidencedRatio;
    /** Contracts whose days are not known to the day: they cover nothing here. */
    excludedContracts;
    static _OPENAPI_METADATA_FACTORY() {
        return { lines: { required: true, type: () => Number, description: "Service lines that were there on some day." }, uncoveredLines: { required: true, type: () => Number, description: "Lines that were left without a contract on some day." }, days: { required: true, type: () => Number, description: "Days of all lines, none after today, its last one, or what its dataset knows." }, contractedDays: { required: true, type: () => Number, description: "Those inside the window of a signed contract; each counts once." }, ratio: { required: true, type: () => String, nullable: true, description: "Percent of the days, one decimal, half up." }, recordedDays: { required: true, type: () => Number, description: "Those under a contract whose services are recorded here." }, evidencedDays: { required: true, type: () => Number, nullable: true, description: "Of the recorded ones those whose calendar month holds a record; null where no service is recorded." }, evidencedRatio: { required: true, type: () => String, nullable: true, description: "Percent of the recorded days." }, excludedContracts: { required: true, type: () => Number, description: "Contracts whose days are not known to the day: they cover nothing here." } };
    }
}
export class CoverageStatisticsRowDto extends CoverageFiguresDto {
    /** A code, the id of a community, or a year; null where it is not known. */
    key;
    label;
    labelEn;
    static _OPENAPI_METADATA_FACTORY() {
        return { key: { required: true, type: () => String, nullable: true, description: "A code, the id of a community, or a year; null where it is not known." }, label: { required: true, type: () => String }, labelEn: { required: true, type: () => String } };
    }
}
/** How far the service lines of one dataset were covered. */
export class CoverageStatisticsDto {
    from;
    year;
    dataset;
    groupBy;
    category;
    region;
    community;
    /** The day up to which is counted. */
    asOf;
    /** The first thousand. A line stands in the row of each of its communities. */
    rows;
    /** Each line once. */
    total;
    /** Rows beyond the first thousand; they count in the total. */
    rowsLeftOut;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: true, type: () => Number }, year: { required: true, type: () => Number }, dataset: { required: true, type: () => String }, groupBy: { required: true, enum: ["year", "community", "region", "category"] }, category: { required: true, type: () => String, nullable: true }, region: { required: true, type: () => String, nullable: true }, community: { required: true, type: () => String, nullable: true }, asOf: { required: true, type: () => String, description: "The day up to which is counted." }, rows: { required: true, type: () => [CoverageStatisticsRowDto], description: "The first thousand. A line stands in the row of each of its communities." }, total: { required: true, type: () => CoverageFiguresDto, description: "Each line once." }, rowsLeftOut: { required: true, type: () => Number, description: "Rows beyond the first thousand; they count in the total." } };
    }
}
//# sourceMappingURL=coverage.dto.js.map