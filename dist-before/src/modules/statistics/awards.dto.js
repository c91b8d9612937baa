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
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { DATASET } from '../../platform/database/dataset.js';
import { QueryInt } from '../../platform/http/list.js';
import { IsRegionCode } from '../../platform/identity/is-identity.decorators.js';
import { IsCategory } from '../rules/is-code.decorators.js';
export const GROUPINGS = ['category', 'region', 'agency', 'method'];
export class AwardsQuery {
    /** Year of the award. */
    year;
    /** What a row stands for; default `category`. */
    groupBy;
    /** Region code; the regions below it are included. */
    region;
    /** A region that contains `region`: each row also says what share of its deals `region` has. */
    within;
    category;
    /** Default: the setting `DEFAULT_DATASET`. */
    dataset;
    static _OPENAPI_METADATA_FACTORY() {
        return { year: { required: true, type: () => Number, description: "Year of the award.", minimum: 1000, maximum: 9999 }, groupBy: { required: false, description: "What a row stands for; default `category`.", enum: ["method", "agency", "region", "category"], enum: GROUPINGS }, region: { required: false, type: () => String, description: "Region code; the regions below it are included." }, within: { required: false, type: () => String, description: "A region that contains `region`: each row also says what share of its deals `region` has." }, category: { required: false, type: () => String }, dataset: { required: false, type: () => String, description: "Default: the setting `DEFAULT_DATASET`." } };
    }
}
__decorate([
    QueryInt(),
    IsInt(),
    Min(1000),
    Max(9999),
    __metadata("design:type", Number)
], AwardsQuery.prototype, "year", void 0);
__decorate([
    IsOptional(),
    IsIn(GROUPINGS),
    __metadata("design:type", String)
], AwardsQuery.prototype, "groupBy", void 0);
__decorate([
    IsOptional(),
    IsRegionCode(),
    __metadata("design:type", String)
], AwardsQuery.prototype, "region", void 0);
__decorate([
    IsOptional(),
    IsRegionCode(),
    __metadata("design:type", String)
], AwardsQuery.prototype, "within", void 0);
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", String)
], AwardsQuery.prototype, "category", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], AwardsQuery.prototype, "dataset", void 0);
class AwardFiguresDto {
    deals;
    /** Yuan: the sum of the known amounts; null where none is known. */
    amount;
    /** Percent of the amount, one decimal, half up; null where no amount is known. */
    share;
    /** How many of the deals have no known amount. */
    amountUnknown;
    /** With `within`: deals in that region. */
    withinDeals;
    /** With `within`: percent of those deals, one decimal, half up. */
    dealShare;
    static _OPENAPI_METADATA_FACTORY() {
        return { deals: { required: true, type: () => Number }, amount: { required: true, type: () => String, nullable: true, description: "Yuan: the sum of the known amounts; null where none is known." }, share: { required: true, type: () => String, nullable: true, description: "Percent of the amount, one decimal, half up; null where no amount is known." }, amountUnknown: { required: true, type: () => Number, description: "How many of the deals have no known amount." }, withinDeals: { required: false, type: () => Number, description: "With `within`: deals in that region." }, dealShare: { required: false, type: () => String, nullable: true, description: "With `within`: percent of those deals, one decimal, half up." } };
    }
}
export class AwardsRowDto extends AwardFiguresDto {
    /** A code, or the id of an organisation; null where it is not known. */
    key;
    label;
    labelEn;
    static _OPENAPI_METADATA_FACTORY() {
        return { key: { required: true, type: () => String, nullable: true, description: "A code, or the id of an organisation; null where it is not known." }, label: { required: true, type: () => String }, labelEn: { required: true, type: () => String } };
    }
}
export class AwardsTotalDto extends AwardFiguresDto {
    static _OPENAPI_METADATA_FACTORY() {
        return {};
    }
}
/** Awards of one year in one dataset. */
export class AwardsDto {
    year;
    dataset;
    groupBy;
    region;
    within;
    category;
    currency;
    /** In the order of the code list; agencies by amount, the first thousand. */
    rows;
    total;
    /** Rows beyond the first thousand; they count in the total. */
    rowsLeftOut;
    /** Awards of no known year, which no year counts. */
    undated;
    static _OPENAPI_METADATA_FACTORY() {
        return { year: { required: true, type: () => Number }, dataset: { required: true, type: () => String }, groupBy: { required: true, enum: ["method", "agency", "region", "category"] }, region: { required: true, type: () => String, nullable: true }, within: { required: true, type: () => String, nullable: true }, category: { required: true, type: () => String, nullable: true }, currency: { required: true, enum: ["CNY"] }, rows: { required: true, type: () => [AwardsRowDto], description: "In the order of the code list; agencies by amount, the first thousand." }, total: { required: true, type: () => AwardsTotalDto }, rowsLeftOut: { required: true, type: () => Number, description: "Rows beyond the first thousand; they count in the total." }, undated: { required: true, type: () => Number, description: "Awards of no known year, which no year counts." } };
    }
}
//# sourceMappingURL=awards.dto.js.map