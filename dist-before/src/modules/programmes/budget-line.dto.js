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
import { IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { IsPartialDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { IsYuan } from '../../platform/money/is-yuan.decorator.js';
import { IsCategory } from '../rules/is-code.decorators.js';
class BudgetLineFields {
    /** Code of the list `categories`; null: for every category that has no line of its own. */
    category;
    /** Where the money comes from. */
    sourceOfFunds;
    /** Until when it may be used: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
    useBy;
    note;
    static _OPENAPI_METADATA_FACTORY() {
        return { category: { required: false, type: () => String, nullable: true, description: "Code of the list `categories`; null: for every category that has no line of its own." }, sourceOfFunds: { required: false, type: () => String, nullable: true, description: "Where the money comes from.", maxLength: 200 }, useBy: { required: false, type: () => String, nullable: true, description: "Until when it may be used: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`." }, note: { required: false, type: () => String, nullable: true, maxLength: 2000 } };
    }
}
__decorate([
    IsOptional(),
    IsCategory(),
    __metadata("design:type", Object)
], BudgetLineFields.prototype, "category", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(200),
    __metadata("design:type", Object)
], BudgetLineFields.prototype, "sourceOfFunds", void 0);
__decorate([
    IsOptional(),
    IsPartialDate(),
    __metadata("design:type", Object)
], BudgetLineFields.prototype, "useBy", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(2000),
    __metadata("design:type", Object)
], BudgetLineFields.prototype, "note", void 0);
/** RFC 7396: only the fields that are given change, null removes. */
export class BudgetLineChangeDto extends BudgetLineFields {
    name;
    /** Yuan. Less than what is committed is listed, not refused. */
    amount;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: false, type: () => String, maxLength: 200 }, amount: { required: false, type: () => String, description: "Yuan. Less than what is committed is listed, not refused." } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], BudgetLineChangeDto.prototype, "name", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsYuan(),
    __metadata("design:type", String)
], BudgetLineChangeDto.prototype, "amount", void 0);
export class NewBudgetLineDto extends BudgetLineFields {
    name;
    /** Yuan. */
    amount;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String, maxLength: 200 }, amount: { required: true, type: () => String, description: "Yuan." } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], NewBudgetLineDto.prototype, "name", void 0);
__decorate([
    IsYuan(),
    __metadata("design:type", String)
], NewBudgetLineDto.prototype, "amount", void 0);
/** Deals awarded or contracted under a line. */
export class CommitmentDto {
    deals;
    /** Yuan: the sum of the known amounts; a contract's amount before its award's. */
    amount;
    /** How many deals have no known amount. */
    amountUnknown;
    static _OPENAPI_METADATA_FACTORY() {
        return { deals: { required: true, type: () => Number }, amount: { required: true, type: () => String, description: "Yuan: the sum of the known amounts; a contract's amount before its award's." }, amountUnknown: { required: true, type: () => Number, description: "How many deals have no known amount." } };
    }
}
/** What the law says of money that is left over at the end of the year; it informs. */
export class CarryOverDto {
    /** Its words stand among the rules. */
    rule;
    document;
    article;
    confidence;
    static _OPENAPI_METADATA_FACTORY() {
        return { rule: { required: true, type: () => String, description: "Its words stand among the rules." }, document: { required: true, type: () => String }, article: { required: true, type: () => String }, confidence: { required: true, type: () => String } };
    }
}
/** What several lines of one category hold together: nobody says from which of them a purchase is paid. */
export class SharedLinesDto {
    /** All of them, this one among them. */
    budgetLines;
    /** Yuan: the sum of them. */
    amount;
    committed;
    reserved;
    static _OPENAPI_METADATA_FACTORY() {
        return { budgetLines: { required: true, type: () => [String], description: "All of them, this one among them." }, amount: { required: true, type: () => String, description: "Yuan: the sum of them." }, committed: { required: true, type: () => CommitmentDto }, reserved: { required: true, type: () => CommitmentDto } };
    }
}
export class BudgetLineDto {
    id;
    programme;
    /** Version of the programme, for If-Match. */
    version;
    name;
    category;
    /** Yuan. */
    amount;
    currency;
    sourceOfFunds;
    useBy;
    carryOver;
    note;
    committed;
    /** Lots of tenders that are on their way and not awarded yet, at their ceilings. */
    reserved;
    /** Null where no other line is of its category. */
    shared;
    /** Yuan by which what is committed and reserved exceeds the line, or the lines that share it; null where it does not. */
    exceededBy;
    createdAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, programme: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "Version of the programme, for If-Match." }, name: { required: true, type: () => String }, category: { required: true, type: () => String, nullable: true }, amount: { required: true, type: () => String, description: "Yuan." }, currency: { required: true, enum: ["CNY"] }, sourceOfFunds: { required: true, type: () => String, nullable: true }, useBy: { required: true, type: () => String, nullable: true }, carryOver: { required: true, type: () => [CarryOverDto] }, note: { required: true, type: () => String, nullable: true }, committed: { required: true, type: () => CommitmentDto }, reserved: { required: true, type: () => CommitmentDto, description: "Lots of tenders that are on their way and not awarded yet, at their ceilings." }, shared: { required: true, type: () => SharedLinesDto, nullable: true, description: "Null where no other line is of its category." }, exceededBy: { required: true, type: () => String, nullable: true, description: "Yuan by which what is committed and reserved exceeds the line, or the lines that share it; null where it does not." }, createdAt: { required: true, type: () => String } };
    }
}
export class BudgetLineListDto {
    items;
    /** Address of the next page; null on the last. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [BudgetLineDto] }, next: { required: true, type: () => String, nullable: true, description: "Address of the next page; null on the last." } };
    }
}
//# sourceMappingURL=budget-line.dto.js.map