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
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, IsUrl, IsUUID, Matches, Max, MaxLength, Min, ValidateIf, ValidateNested, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { IsYuan } from '../../platform/money/is-yuan.decorator.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { MEMBER_CAPACITIES, OPINION_FORMS, RESULTS, TICKS, VERDICTS, } from './acceptance.rules.js';
const isGiven = (_, value) => value !== undefined;
const lower = (id) => (typeof id === 'string' ? id.toLowerCase() : id);
/** A count or a share, in the standard's unit. */
const MEASURED = /^(0|[1-9]\d{0,11})(\.\d{1,4})?$/;
export class NewAcceptanceDto {
    /** The recipients are asked for their opinions until this day. */
    opinionsUntil;
    static _OPENAPI_METADATA_FACTORY() {
        return { opinionsUntil: { required: false, type: () => String, description: "The recipients are asked for their opinions until this day." } };
    }
}
__decorate([
    ValidateIf(isGiven),
    IsPlainDate(),
    __metadata("design:type", String)
], NewAcceptanceDto.prototype, "opinionsUntil", void 0);
export class TickDto {
    /** Number of the standard. */
    no;
    result;
    /** What was reached, in the standard's unit; needed where the contract names a number. */
    measured;
    note;
    /** Documents that show it. */
    documents;
    /** Records of service of this contract that show it. */
    records;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number, description: "Number of the standard.", minimum: 1, maximum: 1000 }, result: { required: true, enum: ["met", "partly", "not_met"], enum: TICKS }, measured: { required: false, type: () => String, nullable: true, description: "What was reached, in the standard's unit; needed where the contract names a number." }, note: { required: false, type: () => String, nullable: true, maxLength: 2000 }, documents: { required: false, type: () => [String], description: "Documents that show it.", uniqueItems: true, format: "uuid", maxItems: 50 }, records: { required: false, type: () => [String], description: "Records of service of this contract that show it.", uniqueItems: true, format: "uuid", maxItems: 200 } };
    }
}
__decorate([
    IsInt(),
    Min(1),
    Max(1000),
    __metadata("design:type", Number)
], TickDto.prototype, "no", void 0);
__decorate([
    IsIn(TICKS),
    __metadata("design:type", String)
], TickDto.prototype, "result", void 0);
__decorate([
    IsOptional(),
    IsString(),
    Matches(MEASURED),
    __metadata("design:type", Object)
], TickDto.prototype, "measured", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", Object)
], TickDto.prototype, "note", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique(lower),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], TickDto.prototype, "documents", void 0);
__decorate([
    ValidateIf(isGiven),
    IsArray(),
    ArrayMaxSize(200),
    ArrayUnique(lower),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], TickDto.prototype, "records", void 0);
/** Everything that was found so far: what is not given is not ticked. */
export class TicksDto {
    items;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [TickDto], uniqueItems: true, maxItems: 200 } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(200),
    ArrayUnique((tick) => tick?.no),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => TickDto),
    __metadata("design:type", Array)
], TicksDto.prototype, "items", void 0);
export class NewMemberDto {
    /** An account of the buyer, which signs here. Without it `name` says who signs on paper. */
    user;
    name;
    capacity;
    static _OPENAPI_METADATA_FACTORY() {
        return { user: { required: false, type: () => String, nullable: true, description: "An account of the buyer, which signs here. Without it `name` says who signs on paper.", format: "uuid" }, name: { required: false, type: () => String, nullable: true, maxLength: 100 }, capacity: { required: true, enum: ["community", "buyer", "agent", "expert"], enum: MEMBER_CAPACITIES } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NewMemberDto.prototype, "user", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", Object)
], NewMemberDto.prototype, "name", void 0);
__decorate([
    IsIn(MEMBER_CAPACITIES),
    __metadata("design:type", String)
], NewMemberDto.prototype, "capacity", void 0);
export class MembersDto {
    members;
    static _OPENAPI_METADATA_FACTORY() {
        return { members: { required: true, type: () => [NewMemberDto], minItems: 1, maxItems: 20 } };
    }
}
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(20),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => NewMemberDto),
    __metadata("design:type", Array)
], MembersDto.prototype, "members", void 0);
export class VoiceDto {
    /** Id of the recipient, as `GET /service-lines/{id}/recipients` has it. */
    recipient;
    /** Null: was there and gave no opinion. The last word of a recipient counts. */
    verdict;
    static _OPENAPI_METADATA_FACTORY() {
        return { recipient: { required: true, type: () => String, description: "Id of the recipient, as `GET /service-lines/{id}/recipients` has it.", format: "uuid" }, verdict: { required: true, nullable: true, description: "Null: was there and gave no opinion. The last word of a recipient counts.", enum: ["satisfied", "acceptable", "dissatisfied"], enum: VERDICTS } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], VoiceDto.prototype, "recipient", void 0);
__decorate([
    ValidateIf((_, value) => value !== null),
    IsIn(VERDICTS),
    __metadata("design:type", Object)
], VoiceDto.prototype, "verdict", void 0);
export class NewAcceptanceOpinionDto {
    form;
    /** The day; not one to come. */
    heldOn;
    /** The signed sheet, the minutes: what the recipients said in their own words. */
    documents;
    voices;
    static _OPENAPI_METADATA_FACTORY() {
        return { form: { required: true, enum: ["visit", "meeting", "signed_sheet", "hearing"], enum: OPINION_FORMS }, heldOn: { required: true, type: () => String, description: "The day; not one to come." }, documents: { required: true, type: () => [String], description: "The signed sheet, the minutes: what the recipients said in their own words.", uniqueItems: true, format: "uuid", minItems: 1, maxItems: 20 }, voices: { required: true, type: () => [VoiceDto], uniqueItems: true, minItems: 1, maxItems: 500 } };
    }
}
__decorate([
    IsIn(OPINION_FORMS),
    __metadata("design:type", Object)
], NewAcceptanceOpinionDto.prototype, "form", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewAcceptanceOpinionDto.prototype, "heldOn", void 0);
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(20),
    ArrayUnique(lower),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], NewAcceptanceOpinionDto.prototype, "documents", void 0);
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(500),
    ArrayUnique((voice) => lower(voice?.recipient)),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => VoiceDto),
    __metadata("design:type", Array)
], NewAcceptanceOpinionDto.prototype, "voices", void 0);
/** What an action needs, by its name. */
export class AcceptanceActionDto extends ReasonDto {
    /** `invite`: the last day for the recipients' opinions. */
    until;
    /** `sign`: the number of a member who signed on paper, with the document; without it the caller signs. */
    member;
    document;
    /** `conclude`. */
    result;
    /** `rectify`: the day by which it is to be mended. */
    newDueOn;
    /** `failed`: the contract is ended for it. */
    ground;
    /** `passed` in part: which part. */
    acceptedPart;
    /** `passed` in part: the amount that follows, in yuan. */
    acceptedAmount;
    /** `publish`: where it stands on the official site. */
    url;
    static _OPENAPI_METADATA_FACTORY() {
        return { until: { required: false, type: () => String, description: "`invite`: the last day for the recipients' opinions." }, member: { required: false, type: () => Number, description: "`sign`: the number of a member who signed on paper, with the document; without it the caller signs.", minimum: 1, maximum: 20 }, document: { required: false, type: () => String, format: "uuid" }, result: { required: false, description: "`conclude`.", enum: ["failed", "passed", "rectify"], enum: RESULTS }, newDueOn: { required: false, type: () => String, description: "`rectify`: the day by which it is to be mended." }, ground: { required: false, description: "`failed`: the contract is ended for it.", enum: ["contract_clause", "breach"], enum: ['breach', 'contract_clause'] }, acceptedPart: { required: false, type: () => String, description: "`passed` in part: which part.", maxLength: 2000 }, acceptedAmount: { required: false, type: () => String, description: "`passed` in part: the amount that follows, in yuan." }, url: { required: false, type: () => String, description: "`publish`: where it stands on the official site.", maxLength: 2000, format: "uri" } };
    }
}
__decorate([
    ValidateIf(isGiven),
    IsPlainDate(),
    __metadata("design:type", String)
], AcceptanceActionDto.prototype, "until", void 0);
__decorate([
    ValidateIf(isGiven),
    IsInt(),
    Min(1),
    Max(20),
    __metadata("design:type", Number)
], AcceptanceActionDto.prototype, "member", void 0);
__decorate([
    ValidateIf(isGiven),
    IsUUID(),
    __metadata("design:type", String)
], AcceptanceActionDto.prototype, "document", void 0);
__decorate([
    ValidateIf(isGiven),
    IsIn(RESULTS),
    __metadata("design:type", String)
], AcceptanceActionDto.prototype, "result", void 0);
__decorate([
    ValidateIf(isGiven),
    IsPlainDate(),
    __metadata("design:type", String)
], AcceptanceActionDto.prototype, "newDueOn", void 0);
__decorate([
    ValidateIf(isGiven),
    IsIn(['breach', 'contract_clause']),
    __metadata("design:type", String)
], AcceptanceActionDto.prototype, "ground", void 0);
__decorate([
    ValidateIf(isGiven),
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], AcceptanceActionDto.prototype, "acceptedPart", void 0);
__decorate([
    ValidateIf(isGiven),
    IsYuan(),
    __metadata("design:type", String)
], AcceptanceActionDto.prototype, "acceptedAmount", void 0);
__decorate([
    ValidateIf(isGiven),
    IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }),
    MaxLength(2000),
    __metadata("design:type", String)
], AcceptanceActionDto.prototype, "url", void 0);
//# sourceMappingURL=acceptance.dto.js.map