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
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength, ValidateIf, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { IsSomeMoney, IsYuan } from '../../platform/money/is-yuan.decorator.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { REFUSAL_GROUNDS } from './refusal.rules.js';
import { INVOICE_STATES } from './invoice.lifecycle.js';
const isGiven = (_, value) => value !== undefined;
export class NewInvoiceDto {
    /** The instalment it is for. */
    payment;
    /** As it stands on the invoice. */
    number;
    /** Yuan. */
    amount;
    issuedOn;
    /** Ids of uploaded documents: the invoice itself. */
    documents;
    static _OPENAPI_METADATA_FACTORY() {
        return { payment: { required: true, type: () => String, description: "The instalment it is for.", format: "uuid" }, number: { required: true, type: () => String, description: "As it stands on the invoice.", maxLength: 40 }, amount: { required: true, type: () => String, description: "Yuan." }, issuedOn: { required: true, type: () => String }, documents: { required: false, type: () => [String], nullable: true, description: "Ids of uploaded documents: the invoice itself.", uniqueItems: true, format: "uuid", maxItems: 10 } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewInvoiceDto.prototype, "payment", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(40),
    __metadata("design:type", String)
], NewInvoiceDto.prototype, "number", void 0);
__decorate([
    IsYuan(),
    IsSomeMoney(),
    __metadata("design:type", String)
], NewInvoiceDto.prototype, "amount", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewInvoiceDto.prototype, "issuedOn", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(10),
    ArrayUnique(),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Object)
], NewInvoiceDto.prototype, "documents", void 0);
/** `submit` says what is another now; what is not given stays. */
export class InvoiceActionDto extends ReasonDto {
    /** `return`, `void`: one of the list, where the payee is a small or medium enterprise. */
    ground;
    number;
    /** Yuan. */
    amount;
    issuedOn;
    documents;
    static _OPENAPI_METADATA_FACTORY() {
        return { ground: { required: false, description: "`return`, `void`: one of the list, where the payee is a small or medium enterprise.", enum: ["condition_not_met", "invoice_wrong", "amount_wrong", "payee_wrong", "change_of_head", "internal_procedure", "audit_not_agreed"], enum: REFUSAL_GROUNDS }, number: { required: false, type: () => String, maxLength: 40 }, amount: { required: false, type: () => String, description: "Yuan." }, issuedOn: { required: false, type: () => String }, documents: { required: false, type: () => [String], nullable: true, uniqueItems: true, format: "uuid", maxItems: 10 } };
    }
}
__decorate([
    ValidateIf(isGiven),
    IsIn(REFUSAL_GROUNDS),
    __metadata("design:type", Object)
], InvoiceActionDto.prototype, "ground", void 0);
__decorate([
    ValidateIf(isGiven),
    IsString(),
    IsVisible(),
    MaxLength(40),
    __metadata("design:type", String)
], InvoiceActionDto.prototype, "number", void 0);
__decorate([
    ValidateIf(isGiven),
    IsYuan(),
    IsSomeMoney(),
    __metadata("design:type", String)
], InvoiceActionDto.prototype, "amount", void 0);
__decorate([
    ValidateIf(isGiven),
    IsPlainDate(),
    __metadata("design:type", String)
], InvoiceActionDto.prototype, "issuedOn", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(10),
    ArrayUnique(),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Object)
], InvoiceActionDto.prototype, "documents", void 0);
export class InvoiceDto {
    id;
    version;
    contract;
    payment;
    number;
    /** Yuan. */
    amount;
    issuedOn;
    state;
    /** When it was last submitted; the clocks of payment begin on this day. */
    receivedAt;
    decidedAt;
    /** Why it was returned, voided or withdrawn. */
    reason;
    documents;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, contract: { required: true, type: () => String }, payment: { required: true, type: () => String }, number: { required: true, type: () => String }, amount: { required: true, type: () => String, description: "Yuan." }, issuedOn: { required: true, type: () => String }, state: { required: true, enum: ["withdrawn", "accepted", "voided", "submitted", "returned"] }, receivedAt: { required: true, type: () => String, description: "When it was last submitted; the clocks of payment begin on this day." }, decidedAt: { required: true, type: () => String, nullable: true }, reason: { required: true, type: () => String, nullable: true, description: "Why it was returned, voided or withdrawn." }, documents: { required: true, type: () => [String] }, allowedActions: { required: true, type: () => [String] } };
    }
}
__decorate([
    ApiProperty({ enum: INVOICE_STATES }),
    __metadata("design:type", String)
], InvoiceDto.prototype, "state", void 0);
export class InvoiceListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [InvoiceDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=invoice.dto.js.map