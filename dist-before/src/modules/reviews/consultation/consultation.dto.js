var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../../tenders/conducted/terms.dto.js";
import * as openapi_import_2 from "../../tenders/tender-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional, IsString, MaxLength, ValidateNested, } from 'class-validator';
import { IsInstant } from '../../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../../platform/http/is-visible.decorator.js';
import { StandardDto } from '../../tenders/conducted/terms.dto.js';
import { LotDto } from '../review.dto.js';
/** What of the documents changes in the talks; at least one of the three, each as it shall stand. */
export class RequirementChangeDto extends LotDto {
    /** Technical and service requirements. */
    requirement;
    /** What the service must come to. */
    standards;
    /** Terms of the draft of the contract. */
    contractTerms;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { requirement: { required: false, type: () => String, nullable: true, description: "Technical and service requirements.", maxLength: 50000 }, standards: { required: false, type: () => [openapi_import_1.StandardDto], nullable: true, description: "What the service must come to.", uniqueItems: true, minItems: 1, maxItems: 200 }, contractTerms: { required: false, type: () => String, nullable: true, description: "Terms of the draft of the contract.", maxLength: 50000 }, reason: { required: true, type: () => String, maxLength: 2000 } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(50_000),
    __metadata("design:type", Object)
], RequirementChangeDto.prototype, "requirement", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(200),
    ArrayUnique((standard) => standard.no),
    ValidateNested({ each: true }),
    Type(() => StandardDto),
    __metadata("design:type", Object)
], RequirementChangeDto.prototype, "standards", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(50_000),
    __metadata("design:type", Object)
], RequirementChangeDto.prototype, "contractTerms", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], RequirementChangeDto.prototype, "reason", void 0);
export class ConfirmRequirementDto extends LotDto {
    /** Until when every supplier answers the changed requirement anew. */
    respondBy;
    static _OPENAPI_METADATA_FACTORY() {
        return { respondBy: { required: true, type: () => String, description: "Until when every supplier answers the changed requirement anew." } };
    }
}
__decorate([
    IsInstant(),
    __metadata("design:type", String)
], ConfirmRequirementDto.prototype, "respondBy", void 0);
export class RefuseRequirementDto extends LotDto {
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { reason: { required: true, type: () => String, maxLength: 2000 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], RefuseRequirementDto.prototype, "reason", void 0);
export class FinalOffersRequestDto extends LotDto {
    /** One deadline for all; the instant itself is in time. */
    deadlineAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { deadlineAt: { required: true, type: () => String, description: "One deadline for all; the instant itself is in time." } };
    }
}
__decorate([
    IsInstant(),
    __metadata("design:type", String)
], FinalOffersRequestDto.prototype, "deadlineAt", void 0);
export class ChangedStandardDto {
    no;
    text;
    target;
    unit;
    measure;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, text: { required: true, type: () => String }, target: { required: true, type: () => Number, nullable: true }, unit: { required: true, type: () => String, nullable: true }, measure: { required: true, type: () => openapi_import_1.MeasureDto, nullable: true } };
    }
}
export class ConfirmedChangeDto {
    id;
    no;
    requirement;
    standards;
    contractTerms;
    reason;
    /** Until when it is answered; null where it is not confirmed. */
    respondBy;
    decidedAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, no: { required: true, type: () => Number }, requirement: { required: true, type: () => String, nullable: true }, standards: { required: true, type: () => [ChangedStandardDto], nullable: true }, contractTerms: { required: true, type: () => String, nullable: true }, reason: { required: true, type: () => String }, respondBy: { required: true, type: () => String, nullable: true, description: "Until when it is answered; null where it is not confirmed." }, decidedAt: { required: true, type: () => String, nullable: true } };
    }
}
export class ProposedChangeDto extends ConfirmedChangeDto {
    /** `proposed`, `confirmed` or `refused`. */
    state;
    proposedAt;
    /** Why it was refused. */
    decisionReason;
    static _OPENAPI_METADATA_FACTORY() {
        return { state: { required: true, type: () => String, description: "`proposed`, `confirmed` or `refused`." }, proposedAt: { required: true, type: () => String }, decisionReason: { required: true, type: () => String, nullable: true, description: "Why it was refused." } };
    }
}
export class ResponsePersonDto {
    name;
    role;
    qualification;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String }, role: { required: true, type: () => String }, qualification: { required: true, type: () => String, nullable: true } };
    }
}
export class ResponseDocumentDto {
    name;
    sha256;
    size;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String }, sha256: { required: true, type: () => String }, size: { required: true, type: () => Number } };
    }
}
export class ResponseContentDto {
    statement;
    team;
    documents;
    static _OPENAPI_METADATA_FACTORY() {
        return { statement: { required: true, type: () => String }, team: { required: true, type: () => [ResponsePersonDto] }, documents: { required: true, type: () => [ResponseDocumentDto] } };
    }
}
export class SupplierResponseDto {
    change;
    receivedAt;
    sha256;
    /** For the panel alone. */
    content;
    static _OPENAPI_METADATA_FACTORY() {
        return { change: { required: true, type: () => String }, receivedAt: { required: true, type: () => String }, sha256: { required: true, type: () => String }, content: { required: true, type: () => ResponseContentDto, nullable: true, description: "For the panel alone." } };
    }
}
export class ConsultedSupplierDto {
    bid;
    bidder;
    /** `valid`: takes part. */
    status;
    /** What it answered to each change. */
    responses;
    /** Yuan: for the panel once all final offers are opened, for the purchase's own bodies with the result. */
    finalPrice;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String }, bidder: { required: true, type: () => openapi_import_2.BodyRef, nullable: true }, status: { required: true, type: () => String, description: "`valid`: takes part." }, responses: { required: true, type: () => [SupplierResponseDto], description: "What it answered to each change." }, finalPrice: { required: true, type: () => String, nullable: true, description: "Yuan: for the panel once all final offers are opened, for the purchase's own bodies with the result." } };
    }
}
/** A deadline that members of the panel call for, while most of them have not called for the same. */
export class CalledDeadlineDto {
    deadlineAt;
    members;
    static _OPENAPI_METADATA_FACTORY() {
        return { deadlineAt: { required: true, type: () => String }, members: { required: true, type: () => Number } };
    }
}
/** The consultation of a lot, for its panel and the purchase's own bodies. */
export class ConsultationDto {
    tender;
    /** Version of the tender; also the ETag. */
    version;
    lot;
    lotState;
    finalDeadlineAt;
    calledDeadlines;
    changes;
    suppliers;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { tender: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "Version of the tender; also the ETag." }, lot: { required: true, type: () => Number }, lotState: { required: true, type: () => String, nullable: true }, finalDeadlineAt: { required: true, type: () => String, nullable: true }, calledDeadlines: { required: true, type: () => [CalledDeadlineDto] }, changes: { required: true, type: () => [ProposedChangeDto] }, suppliers: { required: true, type: () => [ConsultedSupplierDto] }, allowedActions: { required: true, type: () => [String] } };
    }
}
//# sourceMappingURL=consultation.dto.js.map