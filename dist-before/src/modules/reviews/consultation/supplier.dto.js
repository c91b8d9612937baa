var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../../bids/bid-content.dto.js";
import * as openapi_import_2 from "./consultation.dto.js";
import * as openapi_import_3 from "../../bids/bid.dto.js";
import * as openapi from "@nestjs/swagger";
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsDefined, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { IsVisible } from '../../../platform/http/is-visible.decorator.js';
import { BidContentDto, BidDocumentDto, BidPersonDto } from '../../bids/bid-content.dto.js';
/** The answer to a changed requirement. It says no price: that is for the final offer. */
export class ResponseDto {
    statement;
    team;
    documents;
    static _OPENAPI_METADATA_FACTORY() {
        return { statement: { required: true, type: () => String, maxLength: 200000 }, team: { required: false, type: () => [openapi_import_1.BidPersonDto], maxItems: 200 }, documents: { required: false, type: () => [openapi_import_1.BidDocumentDto], maxItems: 50 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200_000),
    __metadata("design:type", String)
], ResponseDto.prototype, "statement", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(200),
    ValidateNested({ each: true }),
    Type(() => BidPersonDto),
    __metadata("design:type", Array)
], ResponseDto.prototype, "team", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(50),
    ValidateNested({ each: true }),
    Type(() => BidDocumentDto),
    __metadata("design:type", Array)
], ResponseDto.prototype, "documents", void 0);
export class WithdrawalDto {
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
], WithdrawalDto.prototype, "reason", void 0);
export class FinalOfferDto {
    /** The whole of it; it is made once. */
    content;
    static _OPENAPI_METADATA_FACTORY() {
        return { content: { required: true, type: () => openapi_import_1.BidContentDto, description: "The whole of it; it is made once." } };
    }
}
__decorate([
    IsDefined(),
    ValidateNested(),
    Type(() => BidContentDto),
    __metadata("design:type", BidContentDto)
], FinalOfferDto.prototype, "content", void 0);
export class OwnFinalOfferDto {
    receivedAt;
    /** SHA-256 of the canonical content (RFC 8785). */
    sha256;
    /** Yuan: once all are opened. Before, nobody reads it, its bidder included. */
    price;
    static _OPENAPI_METADATA_FACTORY() {
        return { receivedAt: { required: true, type: () => String }, sha256: { required: true, type: () => String, description: "SHA-256 of the canonical content (RFC 8785)." }, price: { required: true, type: () => String, nullable: true, description: "Yuan: once all are opened. Before, nobody reads it, its bidder included." } };
    }
}
/** A consultation as one of its suppliers sees it. Of the others it tells nothing. */
export class OwnConsultationDto {
    bid;
    /** Version of the bid; also the ETag. */
    version;
    tender;
    lot;
    lotState;
    /** `valid`: takes part. */
    state;
    changes;
    /** Whether the last change waits for an answer of this supplier. */
    answerAsked;
    finalDeadlineAt;
    finalOffer;
    notices;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "Version of the bid; also the ETag." }, tender: { required: true, type: () => String }, lot: { required: true, type: () => String }, lotState: { required: true, type: () => String }, state: { required: true, type: () => String, description: "`valid`: takes part." }, changes: { required: true, type: () => [openapi_import_2.ConfirmedChangeDto] }, answerAsked: { required: true, type: () => Boolean, description: "Whether the last change waits for an answer of this supplier." }, finalDeadlineAt: { required: true, type: () => String, nullable: true }, finalOffer: { required: true, type: () => OwnFinalOfferDto, nullable: true }, notices: { required: true, type: () => [openapi_import_3.BidNoticeDto] }, allowedActions: { required: true, type: () => [String] } };
    }
}
//# sourceMappingURL=supplier.dto.js.map