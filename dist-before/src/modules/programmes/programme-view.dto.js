var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "./calendar-template.dto.js";
import * as openapi_import_2 from "../organisations/source.dto.js";
import * as openapi_import_3 from "../../platform/http/external-id.dto.js";
import * as openapi_import_4 from "./budget-line.dto.js";
import * as openapi_import_5 from "./earlier-grade.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
/** A bureau's plan for one fiscal year. */
export class ProgrammeDto {
    id;
    version;
    dataset;
    /** The bureau that plans. */
    buyer;
    buyerName;
    name;
    year;
    region;
    budgetLevel;
    /** Yuan: the sum of its budget lines; null without one. */
    budget;
    currency;
    calendar;
    state;
    /** When it was approved here; null for one that was recorded as approved elsewhere. */
    approvedAt;
    source;
    externalIds;
    createdAt;
    updatedAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, dataset: { required: true, type: () => String }, buyer: { required: true, type: () => String, description: "The bureau that plans." }, buyerName: { required: true, type: () => String }, name: { required: true, type: () => String }, year: { required: true, type: () => Number }, region: { required: true, type: () => String, nullable: true }, budgetLevel: { required: true, nullable: true, enum: ["central", "provincial", "below_provincial"] }, budget: { required: true, type: () => String, nullable: true, description: "Yuan: the sum of its budget lines; null without one." }, currency: { required: true, enum: ["CNY"] }, calendar: { required: true, type: () => openapi_import_1.CalendarTemplateDto }, state: { required: true, enum: ["closed", "draft", "approved", "adjusted"] }, approvedAt: { required: true, type: () => String, nullable: true, description: "When it was approved here; null for one that was recorded as approved elsewhere." }, source: { required: true, type: () => openapi_import_2.SourceDto }, externalIds: { required: true, type: () => [openapi_import_3.ExternalIdDto] }, createdAt: { required: true, type: () => String }, updatedAt: { required: true, type: () => String } };
    }
}
export class ProgrammeListDto {
    items;
    /** Address of the next page; null on the last. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [ProgrammeDto] }, next: { required: true, type: () => String, nullable: true, description: "Address of the next page; null on the last." } };
    }
}
/** What a line does not hold any more: an award with its contract, a contract of which no award is known, or a lot on its way. */
export class ExceedingPurchaseDto {
    kind;
    id;
    tender;
    lot;
    /** Yuan. */
    amount;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, enum: ["tender", "contract", "award"] }, id: { required: true, type: () => String }, tender: { required: true, type: () => String }, lot: { required: true, type: () => Number, nullable: true }, amount: { required: true, type: () => String, description: "Yuan." } };
    }
}
__decorate([
    ApiProperty({ enum: ['award', 'contract', 'tender'] }),
    __metadata("design:type", String)
], ExceedingPurchaseDto.prototype, "kind", void 0);
/** A line whose amount is less than what is committed and on its way. */
export class ExceededLineDto {
    budgetLine;
    name;
    /** Yuan. */
    exceededBy;
    /** The purchases that share the line, the largest first; at most a hundred. */
    purchases;
    static _OPENAPI_METADATA_FACTORY() {
        return { budgetLine: { required: true, type: () => String }, name: { required: true, type: () => String }, exceededBy: { required: true, type: () => String, description: "Yuan." }, purchases: { required: true, type: () => [ExceedingPurchaseDto], description: "The purchases that share the line, the largest first; at most a hundred." } };
    }
}
export class ProgrammeDetailDto extends ProgrammeDto {
    budgetLines;
    /** All deals under the programme. */
    committed;
    /** Deals of which nobody said to which line they belong. */
    unassigned;
    /** Lines that were cut below, or awarded above, their amount; where several share it, each of them by the same. */
    exceeded;
    /** How services of its buyer were judged in the year before and in its own, for what its lines propose. */
    earlierGrades;
    /** What the caller may do with it now. */
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { budgetLines: { required: true, type: () => [openapi_import_4.BudgetLineDto] }, committed: { required: true, type: () => openapi_import_4.CommitmentDto, description: "All deals under the programme." }, unassigned: { required: true, type: () => openapi_import_4.CommitmentDto, description: "Deals of which nobody said to which line they belong." }, exceeded: { required: true, type: () => [ExceededLineDto], description: "Lines that were cut below, or awarded above, their amount; where several share it, each of them by the same." }, earlierGrades: { required: true, type: () => [openapi_import_5.EarlierGradeDto], description: "How services of its buyer were judged in the year before and in its own, for what its lines propose." }, allowedActions: { required: true, type: () => [String], description: "What the caller may do with it now." } };
    }
}
//# sourceMappingURL=programme-view.dto.js.map