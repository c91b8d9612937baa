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
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, MaxLength, Min, ValidateNested } from 'class-validator';
import { IsInstant } from '../../platform/clock/is-date.decorators.js';
export class BidContentViewDto {
    price;
    statement;
    items;
    team;
    contacts;
    documents;
    /** Where the bidder gave one. */
    nonce;
    static _OPENAPI_METADATA_FACTORY() {
        return { price: { required: true, type: () => String, nullable: true }, statement: { required: true, type: () => String, nullable: true }, items: { required: true, type: () => [({ no: { required: true, type: () => Number }, name: { required: true, type: () => String }, amount: { required: false, type: () => String, nullable: true } })] }, team: { required: true, type: () => [({ name: { required: true, type: () => String }, role: { required: true, type: () => String }, qualification: { required: false, type: () => String, nullable: true } })] }, contacts: { required: true, type: () => [({ name: { required: true, type: () => String }, phone: { required: true, type: () => String } })] }, documents: { required: true, type: () => [({ name: { required: true, type: () => String }, sha256: { required: true, type: () => String }, size: { required: true, type: () => Number }, file: { required: false, type: () => String, nullable: true } })] }, nonce: { required: false, type: () => String, description: "Where the bidder gave one." } };
    }
}
/** What an upload answers: named so in `documents`, the file belongs to the bid. */
export class UploadedBidFileDto {
    name;
    mediaType;
    /** Bytes. */
    size;
    /** SHA-256 of its bytes. */
    sha256;
    /** Its handle: of use for this bid alone. It stands nowhere else. */
    file;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String }, mediaType: { required: true, type: () => String }, size: { required: true, type: () => Number, description: "Bytes." }, sha256: { required: true, type: () => String, description: "SHA-256 of its bytes." }, file: { required: true, type: () => String, description: "Its handle: of use for this bid alone. It stands nowhere else." } };
    }
}
export class BidFileUploadDto {
    file;
    static _OPENAPI_METADATA_FACTORY() {
        return { file: { required: true, type: () => Object } };
    }
}
__decorate([
    ApiProperty({ type: 'string', format: 'binary' }),
    __metadata("design:type", Object)
], BidFileUploadDto.prototype, "file", void 0);
/** A file of a bid, for whoever may read the bid. */
export class BidFileDto {
    /** Its place among the documents of the bid, from 1. */
    no;
    name;
    mediaType;
    size;
    sha256;
    /** `altered`, `missing`: not what was uploaded. `not_given`: named, and kept by its bidder. */
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number, description: "Its place among the documents of the bid, from 1." }, name: { required: true, type: () => String }, mediaType: { required: true, type: () => String, nullable: true }, size: { required: true, type: () => Number }, sha256: { required: true, type: () => String }, state: { required: true, description: "`altered`, `missing`: not what was uploaded. `not_given`: named, and kept by its bidder.", enum: ["readable", "missing", "altered", "not_given"] } };
    }
}
/** What its bidder should know and nobody refuses. */
export class BidNoticeDto {
    code;
    text;
    static _OPENAPI_METADATA_FACTORY() {
        return { code: { required: true, type: () => String }, text: { required: true, type: () => String } };
    }
}
/** What its bidder is told with the result: rank and score of the own offer, or why it was rejected. */
export class BidResultDto {
    rank;
    /** Points with two decimals. */
    score;
    /** `qualification`, `conformity` or `price`. */
    stage;
    ground;
    detail;
    static _OPENAPI_METADATA_FACTORY() {
        return { rank: { required: true, type: () => Number, nullable: true }, score: { required: true, type: () => String, nullable: true, description: "Points with two decimals." }, stage: { required: true, type: () => String, nullable: true, description: "`qualification`, `conformity` or `price`." }, ground: { required: true, type: () => String, nullable: true }, detail: { required: true, type: () => String, nullable: true } };
    }
}
export class BidDto {
    id;
    /** Version of the record; also the ETag. */
    version;
    tender;
    lot;
    organisation;
    state;
    /** A draft for its bidder; what was submitted for nobody before the opening. */
    content;
    currency;
    /** Read by `GET /bids/{id}/files/{no}`; empty for whom the content is null. */
    files;
    /** SHA-256 of the canonical content (RFC 8785) that was submitted; null for who may not read the content. */
    sha256;
    /** When it was accepted. */
    receivedAt;
    /** The revision of the documents that it answers. */
    revision;
    /** The documents were corrected since; it opens as submitted. */
    stale;
    /** For its bidder alone, once the result is published. */
    result;
    notices;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "Version of the record; also the ETag." }, tender: { required: true, type: () => String }, lot: { required: true, type: () => String }, organisation: { required: true, type: () => String }, state: { required: true, enum: ["valid", "rejected", "withdrawn", "opened", "draft", "unreadable", "won", "lost", "submitted", "sealed_for_good", "withdrawn_in_consultation"] }, content: { required: true, type: () => BidContentViewDto, nullable: true, description: "A draft for its bidder; what was submitted for nobody before the opening." }, currency: { required: true, enum: ["CNY"] }, files: { required: true, type: () => [BidFileDto], description: "Read by `GET /bids/{id}/files/{no}`; empty for whom the content is null." }, sha256: { required: true, type: () => String, nullable: true, description: "SHA-256 of the canonical content (RFC 8785) that was submitted; null for who may not read the content." }, receivedAt: { required: true, type: () => String, nullable: true, description: "When it was accepted." }, revision: { required: true, type: () => Number, nullable: true, description: "The revision of the documents that it answers." }, stale: { required: true, type: () => Boolean, description: "The documents were corrected since; it opens as submitted." }, result: { required: true, type: () => BidResultDto, nullable: true, description: "For its bidder alone, once the result is published." }, notices: { required: true, type: () => [BidNoticeDto] }, allowedActions: { required: true, type: () => [String] } };
    }
}
/** What was received, when, to the microsecond. */
export class ReceiptContentDto {
    bid;
    /** Of the final offer in a consultation; absent: of the bid itself. */
    kind;
    tender;
    lot;
    organisation;
    revision;
    /** Business time of the database. */
    receivedAt;
    sha256;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String, format: "uuid" }, kind: { required: false, description: "Of the final offer in a consultation; absent: of the bid itself.", enum: ["final_offer"], enum: ['final_offer'] }, tender: { required: true, type: () => String, format: "uuid" }, lot: { required: true, type: () => String, format: "uuid" }, organisation: { required: true, type: () => String, format: "uuid" }, revision: { required: true, type: () => Number, minimum: 1 }, receivedAt: { required: true, type: () => String, description: "Business time of the database." }, sha256: { required: true, type: () => String, pattern: "^[0-9a-f]{64}$" } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], ReceiptContentDto.prototype, "bid", void 0);
__decorate([
    IsOptional(),
    IsIn(['final_offer']),
    __metadata("design:type", String)
], ReceiptContentDto.prototype, "kind", void 0);
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], ReceiptContentDto.prototype, "tender", void 0);
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], ReceiptContentDto.prototype, "lot", void 0);
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], ReceiptContentDto.prototype, "organisation", void 0);
__decorate([
    IsInt(),
    Min(1),
    __metadata("design:type", Number)
], ReceiptContentDto.prototype, "revision", void 0);
__decorate([
    IsInstant(),
    __metadata("design:type", String)
], ReceiptContentDto.prototype, "receivedAt", void 0);
__decorate([
    IsString(),
    Matches(/^[0-9a-f]{64}$/),
    __metadata("design:type", String)
], ReceiptContentDto.prototype, "sha256", void 0);
/** Signed over the canonical text (RFC 8785) of `receipt`. */
export class ReceiptDto {
    receipt;
    /** Name of the key that signed. */
    keyId;
    /** Ed25519, base64url. */
    signature;
    static _OPENAPI_METADATA_FACTORY() {
        return { receipt: { required: true, type: () => ReceiptContentDto }, keyId: { required: true, type: () => String, description: "Name of the key that signed.", maxLength: 64 }, signature: { required: true, type: () => String, description: "Ed25519, base64url.", pattern: "^[A-Za-z0-9_-]{86}$" } };
    }
}
__decorate([
    ValidateNested(),
    Type(() => ReceiptContentDto),
    __metadata("design:type", ReceiptContentDto)
], ReceiptDto.prototype, "receipt", void 0);
__decorate([
    IsString(),
    MaxLength(64),
    __metadata("design:type", String)
], ReceiptDto.prototype, "keyId", void 0);
__decorate([
    IsString(),
    Matches(/^[A-Za-z0-9_-]{86}$/),
    __metadata("design:type", String)
], ReceiptDto.prototype, "signature", void 0);
export class VerifiedReceiptDto {
    valid;
    receipt;
    static _OPENAPI_METADATA_FACTORY() {
        return { valid: { required: true, type: () => Boolean }, receipt: { required: true, type: () => ReceiptContentDto } };
    }
}
//# sourceMappingURL=bid.dto.js.map