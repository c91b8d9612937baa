var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../tenders/deadlines.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength, ValidateIf, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { IsSomeMoney, IsYuan } from '../../platform/money/is-yuan.decorator.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { PAYMENT_TRIGGERS } from '../tenders/conducted/terms.types.js';
import { ORDER_802_REASONS, ORDER_802_STATES } from './order-802.js';
import { PAYMENT_STATES } from './payment.lifecycle.js';
import { MISSING } from './trigger.rules.js';
import { REFUSAL_GROUNDS } from './refusal.rules.js';
const ACCOUNT = /^\d{8,30}$/;
export class PaymentActionDto extends ReasonDto {
    /** `refuse`, `withdraw`: one of the list, where the payee is a small or medium enterprise. */
    ground;
    static _OPENAPI_METADATA_FACTORY() {
        return { ground: { required: false, description: "`refuse`, `withdraw`: one of the list, where the payee is a small or medium enterprise.", enum: ["condition_not_met", "invoice_wrong", "amount_wrong", "payee_wrong", "change_of_head", "internal_procedure", "audit_not_agreed"], enum: REFUSAL_GROUNDS } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsIn(REFUSAL_GROUNDS),
    __metadata("design:type", Object)
], PaymentActionDto.prototype, "ground", void 0);
/** What went out of the buyer's account. */
export class PayDto {
    /** Number of the account to which it went: it must be the one that the supplier has stated. Kept nowhere. */
    account;
    /** Day on which it went; today where it is not given. */
    on;
    /** Number of the payment order. */
    reference;
    static _OPENAPI_METADATA_FACTORY() {
        return { account: { required: true, type: () => String, description: "Number of the account to which it went: it must be the one that the supplier has stated. Kept nowhere." }, on: { required: false, type: () => String, description: "Day on which it went; today where it is not given." }, reference: { required: false, type: () => String, description: "Number of the payment order.", maxLength: 100 } };
    }
}
__decorate([
    Matches(ACCOUNT),
    __metadata("design:type", String)
], PayDto.prototype, "account", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], PayDto.prototype, "on", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], PayDto.prototype, "reference", void 0);
export class PaymentTriggerDto {
    /** Day from which it is met; null: it is not. */
    on;
    /** What is missing. */
    missing;
    static _OPENAPI_METADATA_FACTORY() {
        return { on: { required: true, type: () => String, nullable: true, description: "Day from which it is met; null: it is not." }, missing: { required: true, nullable: true, description: "What is missing.", enum: ["signature", "milestone", "acceptance", "report", "contract_in_force"] } };
    }
}
__decorate([
    ApiProperty({ enum: MISSING, nullable: true }),
    __metadata("design:type", Object)
], PaymentTriggerDto.prototype, "missing", void 0);
export class PaymentInvoiceDto {
    id;
    number;
    /** Yuan. */
    amount;
    state;
    receivedAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, number: { required: true, type: () => String }, amount: { required: true, type: () => String, description: "Yuan." }, state: { required: true, type: () => String }, receivedAt: { required: true, type: () => String } };
    }
}
export class PaymentApprovalDto {
    user;
    at;
    static _OPENAPI_METADATA_FACTORY() {
        return { user: { required: true, type: () => String }, at: { required: true, type: () => String } };
    }
}
export class LateInterestDto {
    /** Days after the due day, to the day of payment or to today. */
    days;
    /** Yuan: simple, on the whole amount. */
    amount;
    ratePerDay;
    rule;
    basis;
    static _OPENAPI_METADATA_FACTORY() {
        return { days: { required: true, type: () => Number, description: "Days after the due day, to the day of payment or to today." }, amount: { required: true, type: () => String, description: "Yuan: simple, on the whole amount." }, ratePerDay: { required: true, type: () => String }, rule: { required: true, type: () => String }, basis: { required: true, type: () => openapi_import_1.DeadlineBasisDto } };
    }
}
export class Order802Dto {
    state;
    /** Why it does not apply, or what is not known. */
    reason;
    /** Null where another one was agreed on, none is due, or no rule was in force on the due day. */
    interest;
    /** What the contract says of interest, in its words; it stands in the place of what the law gives. */
    interestAgreed;
    static _OPENAPI_METADATA_FACTORY() {
        return { state: { required: true, enum: ["insufficient_data", "not_applicable", "applies"] }, reason: { required: true, nullable: true, description: "Why it does not apply, or what is not known.", enum: ["no_enterprise", "large_enterprise", "advance", "size_undeclared", "payee_unknown", "day_of_delivery"] }, interest: { required: true, type: () => LateInterestDto, nullable: true, description: "Null where another one was agreed on, none is due, or no rule was in force on the due day." }, interestAgreed: { required: true, type: () => String, nullable: true, description: "What the contract says of interest, in its words; it stands in the place of what the law gives." } };
    }
}
__decorate([
    ApiProperty({ enum: ORDER_802_STATES }),
    __metadata("design:type", Object)
], Order802Dto.prototype, "state", void 0);
__decorate([
    ApiProperty({ enum: ORDER_802_REASONS, nullable: true }),
    __metadata("design:type", Object)
], Order802Dto.prototype, "reason", void 0);
export class PlannedAfterUseDto {
    budgetLine;
    /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
    useBy;
    static _OPENAPI_METADATA_FACTORY() {
        return { budgetLine: { required: true, type: () => String }, useBy: { required: true, type: () => String, description: "`YYYY-MM-DD`, `YYYY-MM` or `YYYY`." } };
    }
}
/** One instalment of a contract. */
export class PaymentDto {
    id;
    version;
    contract;
    no;
    /** Number of the instalment in the contract's content; null: a supplement's. */
    instalment;
    amendment;
    trigger;
    of;
    /** Basis points of the contract's amount. */
    share;
    /** Yuan. */
    amount;
    /** Yuan that are asked for: what its invoice says. */
    claimed;
    state;
    met;
    /** The day that the contract gives for what it waits for. */
    plannedOn;
    /** A notice: it is planned after the day until which its budget line may be used. Null: it is not, or nothing is known. */
    plannedAfterUse;
    invoice;
    requestedBy;
    requestedAt;
    /** How many have to approve what is asked for now. */
    approversNeeded;
    approvals;
    paidOn;
    paidBy;
    /** Last digits of the account. */
    paidTo;
    reference;
    /** When it is to be paid by law; due dates, after which nothing is refused. */
    deadlines;
    /** What State Council Order 802 gives a small or medium enterprise. */
    order802;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, contract: { required: true, type: () => String }, no: { required: true, type: () => Number }, instalment: { required: true, type: () => Number, nullable: true, description: "Number of the instalment in the contract's content; null: a supplement's." }, amendment: { required: true, type: () => String, nullable: true }, trigger: { required: true, enum: ["milestone", "acceptance", "signing", "report"] }, of: { required: true, type: () => Number, nullable: true }, share: { required: true, type: () => Number, nullable: true, description: "Basis points of the contract's amount." }, amount: { required: true, type: () => String, description: "Yuan." }, claimed: { required: true, type: () => String, nullable: true, description: "Yuan that are asked for: what its invoice says." }, state: { required: true, enum: ["failed", "cancelled", "paid", "due", "approved", "scheduled", "reversed"] }, met: { required: true, type: () => PaymentTriggerDto }, plannedOn: { required: true, type: () => String, nullable: true, description: "The day that the contract gives for what it waits for." }, plannedAfterUse: { required: true, type: () => PlannedAfterUseDto, nullable: true, description: "A notice: it is planned after the day until which its budget line may be used. Null: it is not, or nothing is known." }, invoice: { required: true, type: () => PaymentInvoiceDto, nullable: true }, requestedBy: { required: true, type: () => String, nullable: true }, requestedAt: { required: true, type: () => String, nullable: true }, approversNeeded: { required: true, type: () => Number, nullable: true, description: "How many have to approve what is asked for now." }, approvals: { required: true, type: () => [PaymentApprovalDto] }, paidOn: { required: true, type: () => String, nullable: true }, paidBy: { required: true, type: () => String, nullable: true }, paidTo: { required: true, type: () => String, nullable: true, description: "Last digits of the account." }, reference: { required: true, type: () => String, nullable: true }, deadlines: { required: true, type: () => [openapi_import_1.DeadlineDto], description: "When it is to be paid by law; due dates, after which nothing is refused." }, order802: { required: true, type: () => Order802Dto, description: "What State Council Order 802 gives a small or medium enterprise." }, allowedActions: { required: true, type: () => [String] } };
    }
}
__decorate([
    ApiProperty({ enum: PAYMENT_TRIGGERS }),
    __metadata("design:type", Object)
], PaymentDto.prototype, "trigger", void 0);
__decorate([
    ApiProperty({ enum: PAYMENT_STATES }),
    __metadata("design:type", String)
], PaymentDto.prototype, "state", void 0);
export class PaymentListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [PaymentDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
export class PayeeAccountDto {
    /** Digits alone. Only a keyed hash and the last of them are kept. */
    account;
    /** In whose name it is. */
    holder;
    bank;
    static _OPENAPI_METADATA_FACTORY() {
        return { account: { required: true, type: () => String, description: "Digits alone. Only a keyed hash and the last of them are kept." }, holder: { required: true, type: () => String, description: "In whose name it is.", maxLength: 200 }, bank: { required: true, type: () => String, maxLength: 200 } };
    }
}
__decorate([
    Matches(ACCOUNT),
    __metadata("design:type", String)
], PayeeAccountDto.prototype, "account", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], PayeeAccountDto.prototype, "holder", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], PayeeAccountDto.prototype, "bank", void 0);
export class PayeeAccountViewDto {
    organisation;
    /** Of the body, for If-Match. */
    version;
    /** Its last digits. */
    account;
    holder;
    bank;
    statedAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { organisation: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "Of the body, for If-Match." }, account: { required: true, type: () => String, description: "Its last digits." }, holder: { required: true, type: () => String }, bank: { required: true, type: () => String }, statedAt: { required: true, type: () => String } };
    }
}
export class ApprovalLevelsDto {
    /** Yuan: above each of them one more person approves. None: one approves. */
    levels;
    static _OPENAPI_METADATA_FACTORY() {
        return { levels: { required: true, type: () => [String], description: "Yuan: above each of them one more person approves. None: one approves.", uniqueItems: true, maxItems: 5 } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(5),
    ArrayUnique(),
    IsYuan({ each: true }),
    IsSomeMoney({ each: true }),
    __metadata("design:type", Array)
], ApprovalLevelsDto.prototype, "levels", void 0);
export class ApprovalLevelsViewDto {
    organisation;
    /** Of the body, for If-Match. */
    version;
    levels;
    static _OPENAPI_METADATA_FACTORY() {
        return { organisation: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "Of the body, for If-Match." }, levels: { required: true, type: () => [String] } };
    }
}
//# sourceMappingURL=payment.dto.js.map