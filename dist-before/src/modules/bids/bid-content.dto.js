var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "./bid.dto.js";
import * as openapi from "@nestjs/swagger";
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateNested, } from 'class-validator';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { IsSomeMoney, IsYuan } from '../../platform/money/is-yuan.decorator.js';
import { ReceiptDto } from './bid.dto.js';
export class BidItemDto {
    no;
    name;
    /** Yuan. */
    amount;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number, minimum: 1, maximum: 9999 }, name: { required: true, type: () => String, maxLength: 500 }, amount: { required: false, type: () => String, nullable: true, description: "Yuan." } };
    }
}
__decorate([
    IsInt(),
    Min(1),
    Max(9999),
    __metadata("design:type", Number)
], BidItemDto.prototype, "no", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(500),
    __metadata("design:type", String)
], BidItemDto.prototype, "name", void 0);
__decorate([
    IsOptional(),
    IsYuan(),
    __metadata("design:type", Object)
], BidItemDto.prototype, "amount", void 0);
export class BidPersonDto {
    name;
    /** What the person does in the service. */
    role;
    qualification;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String, maxLength: 100 }, role: { required: true, type: () => String, description: "What the person does in the service.", maxLength: 200 }, qualification: { required: false, type: () => String, nullable: true, maxLength: 500 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], BidPersonDto.prototype, "name", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], BidPersonDto.prototype, "role", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(500),
    __metadata("design:type", Object)
], BidPersonDto.prototype, "qualification", void 0);
export class BidContactDto {
    name;
    phone;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String, maxLength: 100 }, phone: { required: true, type: () => String, maxLength: 40 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], BidContactDto.prototype, "name", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(40),
    __metadata("design:type", String)
], BidContactDto.prototype, "phone", void 0);
/** A file that belongs to the bid: what it is called, and what it must be. As the upload answered it, or kept by the bidder. */
export class BidDocumentDto {
    name;
    /** SHA-256 of its bytes, in lower-case hexadecimal. */
    sha256;
    /** Bytes. */
    size;
    /** What the upload answered: by it the file is found when the bid is opened. Without it the bidder keeps the file. */
    file;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String, maxLength: 255 }, sha256: { required: true, type: () => String, description: "SHA-256 of its bytes, in lower-case hexadecimal.", pattern: "^[0-9a-f]{64}$" }, size: { required: true, type: () => Number, description: "Bytes.", minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, file: { required: false, type: () => String, nullable: true, description: "What the upload answered: by it the file is found when the bid is opened. Without it the bidder keeps the file.", maxLength: 8000, pattern: "^[A-Za-z0-9_-]+$" } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(255),
    __metadata("design:type", String)
], BidDocumentDto.prototype, "name", void 0);
__decorate([
    IsString(),
    Matches(/^[0-9a-f]{64}$/),
    __metadata("design:type", String)
], BidDocumentDto.prototype, "sha256", void 0);
__decorate([
    IsInt(),
    Min(1),
    Max(Number.MAX_SAFE_INTEGER),
    __metadata("design:type", Number)
], BidDocumentDto.prototype, "size", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(8_000),
    Matches(/^[A-Za-z0-9_-]+$/),
    __metadata("design:type", Object)
], BidDocumentDto.prototype, "file", void 0);
/** What is offered, member by member (RFC 7396): what is absent stays, null is as it was in the beginning. */
export class BidContentDto {
    /** Yuan. */
    price;
    /** What is offered, in words. */
    statement;
    items;
    team;
    contacts;
    documents;
    /**
     * At least 128 random bits of the bidder's own (base64url), where nobody is to find a short content by the hash on its
     * receipt. It belongs to the content: the own copy that may have to stand for the bid holds it too.
     */
    nonce;
    static _OPENAPI_METADATA_FACTORY() {
        return { price: { required: false, type: () => String, nullable: true, description: "Yuan." }, statement: { required: false, type: () => String, nullable: true, description: "What is offered, in words.", maxLength: 200000 }, items: { required: false, type: () => [BidItemDto], nullable: true, maxItems: 500 }, team: { required: false, type: () => [BidPersonDto], nullable: true, maxItems: 200 }, contacts: { required: false, type: () => [BidContactDto], nullable: true, maxItems: 20 }, documents: { required: false, type: () => [BidDocumentDto], nullable: true, maxItems: 50 }, nonce: { required: false, type: () => String, nullable: true, description: "At least 128 random bits of the bidder's own (base64url), where nobody is to find a short content by the hash on its\nreceipt. It belongs to the content: the own copy that may have to stand for the bid holds it too.", pattern: "^[A-Za-z0-9_-]{22,64}$" } };
    }
}
__decorate([
    IsOptional(),
    IsYuan(),
    IsSomeMoney(),
    __metadata("design:type", Object)
], BidContentDto.prototype, "price", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(200_000),
    __metadata("design:type", Object)
], BidContentDto.prototype, "statement", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(500),
    ValidateNested({ each: true }),
    Type(() => BidItemDto),
    __metadata("design:type", Object)
], BidContentDto.prototype, "items", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(200),
    ValidateNested({ each: true }),
    Type(() => BidPersonDto),
    __metadata("design:type", Object)
], BidContentDto.prototype, "team", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    ValidateNested({ each: true }),
    Type(() => BidContactDto),
    __metadata("design:type", Object)
], BidContentDto.prototype, "contacts", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(50),
    ValidateNested({ each: true }),
    Type(() => BidDocumentDto),
    __metadata("design:type", Object)
], BidContentDto.prototype, "documents", void 0);
__decorate([
    IsOptional(),
    IsString(),
    Matches(/^[A-Za-z0-9_-]{22,64}$/),
    __metadata("design:type", Object)
], BidContentDto.prototype, "nonce", void 0);
export class NewBidDto {
    /** For which of the own bodies; needed by who sits in several. */
    organisation;
    content;
    static _OPENAPI_METADATA_FACTORY() {
        return { organisation: { required: false, type: () => String, nullable: true, description: "For which of the own bodies; needed by who sits in several.", format: "uuid" }, content: { required: false, type: () => BidContentDto } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NewBidDto.prototype, "organisation", void 0);
__decorate([
    IsOptional(),
    ValidateNested(),
    Type(() => BidContentDto),
    __metadata("design:type", BidContentDto)
], NewBidDto.prototype, "content", void 0);
export class BidChangeDto {
    content;
    static _OPENAPI_METADATA_FACTORY() {
        return { content: { required: false, type: () => BidContentDto } };
    }
}
__decorate([
    IsOptional(),
    ValidateNested(),
    Type(() => BidContentDto),
    __metadata("design:type", BidContentDto)
], BidChangeDto.prototype, "content", void 0);
export class BidActionDto {
    /**
     * `submit`: the whole content. Without it the draft is submitted. What was submitted is sealed for its bidder, too:
     * to replace it, the whole content is sent anew. `restore` and
     * `restore_final_offer`: the bidder's own copy of what was submitted.
     */
    content;
    /** `restore` and `restore_final_offer` only, and needed only where the altered envelope no longer tells what was submitted. */
    receipt;
    static _OPENAPI_METADATA_FACTORY() {
        return { content: { required: false, type: () => BidContentDto, description: "`submit`: the whole content. Without it the draft is submitted. What was submitted is sealed for its bidder, too:\nto replace it, the whole content is sent anew. `restore` and\n`restore_final_offer`: the bidder's own copy of what was submitted." }, receipt: { required: false, type: () => openapi_import_1.ReceiptDto, description: "`restore` and `restore_final_offer` only, and needed only where the altered envelope no longer tells what was submitted." } };
    }
}
__decorate([
    IsOptional(),
    ValidateNested(),
    Type(() => BidContentDto),
    __metadata("design:type", BidContentDto)
], BidActionDto.prototype, "content", void 0);
__decorate([
    IsOptional(),
    ValidateNested(),
    Type(() => ReceiptDto),
    __metadata("design:type", ReceiptDto)
], BidActionDto.prototype, "receipt", void 0);
//# sourceMappingURL=bid-content.dto.js.map