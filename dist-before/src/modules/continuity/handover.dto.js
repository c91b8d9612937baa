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
import { ArrayMaxSize, ArrayUnique, IsArray, IsObject, IsOptional, IsString, IsUUID, MaxLength, ValidateIf, ValidateNested, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { PageQuery } from '../../platform/http/list.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { HANDOVER_STATES } from './handover.lifecycle.js';
const MAX_NAMES = 5000;
const recipientOf = (name) => name?.recipient?.toLowerCase?.();
/** On what the name of a recipient is passed on: one of the two. */
export class NameBasisDto {
    recipient;
    /** The day on which the recipient, or the guardian, agreed to it. */
    consentOn;
    /** Another basis of the law, in words. */
    legalBasis;
    static _OPENAPI_METADATA_FACTORY() {
        return { recipient: { required: true, type: () => String, format: "uuid" }, consentOn: { required: false, type: () => String, nullable: true, description: "The day on which the recipient, or the guardian, agreed to it." }, legalBasis: { required: false, type: () => String, nullable: true, description: "Another basis of the law, in words.", maxLength: 500 } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NameBasisDto.prototype, "recipient", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], NameBasisDto.prototype, "consentOn", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(500),
    __metadata("design:type", Object)
], NameBasisDto.prototype, "legalBasis", void 0);
export class NewHandoverDto {
    /** A line of the contract; everybody whom its agency serves on it is offered. */
    serviceLine;
    /** The body that the agreed plan names, or the agency of the successor. */
    receiver;
    /** The receiver's contract for the line, where there is one. */
    toContract;
    /** Whose name goes with them. Who does not stand here passes by number alone. */
    names;
    static _OPENAPI_METADATA_FACTORY() {
        return { serviceLine: { required: true, type: () => String, description: "A line of the contract; everybody whom its agency serves on it is offered.", format: "uuid" }, receiver: { required: true, type: () => String, description: "The body that the agreed plan names, or the agency of the successor.", format: "uuid" }, toContract: { required: false, type: () => String, nullable: true, description: "The receiver's contract for the line, where there is one.", format: "uuid" }, names: { required: false, type: () => [NameBasisDto], description: "Whose name goes with them. Who does not stand here passes by number alone.", uniqueItems: true } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewHandoverDto.prototype, "serviceLine", void 0);
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewHandoverDto.prototype, "receiver", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NewHandoverDto.prototype, "toContract", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsArray(),
    ArrayMaxSize(MAX_NAMES),
    ArrayUnique(recipientOf),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => NameBasisDto),
    __metadata("design:type", Array)
], NewHandoverDto.prototype, "names", void 0);
export class HandoverActionDto extends ReasonDto {
    /** `offer`: to this body from now on; the same where it is not given. */
    receiver;
    /** `offer`: with `receiver`, its contract. */
    toContract;
    /** `offer`: all of them as they are now; as before where it is not given. */
    names;
    static _OPENAPI_METADATA_FACTORY() {
        return { receiver: { required: false, type: () => String, nullable: true, description: "`offer`: to this body from now on; the same where it is not given.", format: "uuid" }, toContract: { required: false, type: () => String, nullable: true, description: "`offer`: with `receiver`, its contract.", format: "uuid" }, names: { required: false, type: () => [NameBasisDto], description: "`offer`: all of them as they are now; as before where it is not given.", uniqueItems: true } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], HandoverActionDto.prototype, "receiver", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], HandoverActionDto.prototype, "toContract", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsArray(),
    ArrayMaxSize(MAX_NAMES),
    ArrayUnique(recipientOf),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => NameBasisDto),
    __metadata("design:type", Array)
], HandoverActionDto.prototype, "names", void 0);
export class HandoverQuery extends PageQuery {
    contract;
    static _OPENAPI_METADATA_FACTORY() {
        return { contract: { required: false, type: () => String, format: "uuid" } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], HandoverQuery.prototype, "contract", void 0);
export class HandoverDto {
    id;
    version;
    contract;
    serviceLine;
    from;
    receiver;
    toContract;
    state;
    /** How many were offered, and how many of them with their names. */
    recipients;
    named;
    /** SHA-256 over their numbers. */
    recipientsHash;
    acknowledgedOn;
    /** Why it was refused, offered anew or withdrawn. */
    decisionReason;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, contract: { required: true, type: () => String }, serviceLine: { required: true, type: () => String }, from: { required: true, type: () => String }, receiver: { required: true, type: () => String }, toContract: { required: true, type: () => String, nullable: true }, state: { required: true, enum: ["withdrawn", "refused", "offered", "acknowledged"] }, recipients: { required: true, type: () => Number, description: "How many were offered, and how many of them with their names." }, named: { required: true, type: () => Number }, recipientsHash: { required: true, type: () => String, description: "SHA-256 over their numbers." }, acknowledgedOn: { required: true, type: () => String, nullable: true }, decisionReason: { required: true, type: () => String, nullable: true, description: "Why it was refused, offered anew or withdrawn." }, allowedActions: { required: true, type: () => [String] } };
    }
}
__decorate([
    ApiProperty({ enum: HANDOVER_STATES }),
    __metadata("design:type", String)
], HandoverDto.prototype, "state", void 0);
export class HandoverListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [HandoverDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
export class HandedRecipientDto {
    recipient;
    number;
    community;
    /** Null: the name does not go with them. */
    name;
    consentOn;
    legalBasis;
    static _OPENAPI_METADATA_FACTORY() {
        return { recipient: { required: true, type: () => String }, number: { required: true, type: () => String }, community: { required: true, type: () => String, nullable: true }, name: { required: true, nullable: true, description: "Null: the name does not go with them.", enum: ["consent", "legal_basis"] }, consentOn: { required: true, type: () => String, nullable: true }, legalBasis: { required: true, type: () => String, nullable: true } };
    }
}
__decorate([
    ApiProperty({ enum: ['consent', 'legal_basis', null], nullable: true, type: 'string' }),
    __metadata("design:type", Object)
], HandedRecipientDto.prototype, "name", void 0);
export class HandedRecipientListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [HandedRecipientDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=handover.dto.js.map