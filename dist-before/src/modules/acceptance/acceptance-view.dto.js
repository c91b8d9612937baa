var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../tenders/conducted/terms.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
import { ACCEPTANCE_STATES } from './acceptance.lifecycle.js';
import { MEMBER_CAPACITIES, OPINION_FORMS, RESULTS, TICKS, VERDICTS, } from './acceptance.rules.js';
/** A standard of the contract as it stood when the round was opened, with what was found of it. */
export class AcceptanceItemDto {
    no;
    text;
    target;
    unit;
    measure;
    /** What the records of service that stand come to, by the standard's measure; null where it has none. For its parties. */
    counted;
    /** Null: not ticked yet. */
    result;
    measured;
    /** Less was reached than the contract names: met all the same is a departure, with its reason in `note`. */
    short;
    /** For the parties and who watches over them, as what shows it. */
    note;
    documents;
    records;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, text: { required: true, type: () => String }, target: { required: true, type: () => Number, nullable: true }, unit: { required: true, type: () => String, nullable: true }, measure: { required: true, type: () => openapi_import_1.MeasureDto, nullable: true }, counted: { required: true, type: () => String, nullable: true, description: "What the records of service that stand come to, by the standard's measure; null where it has none. For its parties." }, result: { required: true, nullable: true, description: "Null: not ticked yet.", enum: ["met", "partly", "not_met"] }, measured: { required: true, type: () => String, nullable: true }, short: { required: true, type: () => Boolean, description: "Less was reached than the contract names: met all the same is a departure, with its reason in `note`." }, note: { required: true, type: () => String, nullable: true, description: "For the parties and who watches over them, as what shows it." }, documents: { required: true, type: () => [String] }, records: { required: true, type: () => [String] } };
    }
}
__decorate([
    ApiProperty({ enum: TICKS, nullable: true }),
    __metadata("design:type", Object)
], AcceptanceItemDto.prototype, "result", void 0);
export class AcceptanceMemberDto {
    no;
    name;
    capacity;
    user;
    signedAt;
    /** The paper that was signed. */
    document;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, name: { required: true, type: () => String }, capacity: { required: true, enum: ["community", "buyer", "agent", "expert"] }, user: { required: true, type: () => String, nullable: true }, signedAt: { required: true, type: () => String, nullable: true }, document: { required: true, type: () => String, nullable: true, description: "The paper that was signed." } };
    }
}
__decorate([
    ApiProperty({ enum: MEMBER_CAPACITIES }),
    __metadata("design:type", String)
], AcceptanceMemberDto.prototype, "capacity", void 0);
export class AcceptanceVoiceDto {
    recipient;
    number;
    verdict;
    static _OPENAPI_METADATA_FACTORY() {
        return { recipient: { required: true, type: () => String }, number: { required: true, type: () => String }, verdict: { required: true, nullable: true, enum: ["satisfied", "acceptable", "dissatisfied"] } };
    }
}
__decorate([
    ApiProperty({ enum: VERDICTS, nullable: true }),
    __metadata("design:type", Object)
], AcceptanceVoiceDto.prototype, "verdict", void 0);
export class AcceptanceOpinionDto {
    id;
    no;
    form;
    heldOn;
    documents;
    voices;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, no: { required: true, type: () => Number }, form: { required: true, enum: ["visit", "meeting", "signed_sheet", "hearing"] }, heldOn: { required: true, type: () => String }, documents: { required: true, type: () => [String] }, voices: { required: true, type: () => [AcceptanceVoiceDto] } };
    }
}
__decorate([
    ApiProperty({ enum: OPINION_FORMS }),
    __metadata("design:type", Object)
], AcceptanceOpinionDto.prototype, "form", void 0);
/** What the records of the contract show as a whole. */
export class AcceptanceRecordsDto {
    records;
    minutes;
    recipients;
    days;
    static _OPENAPI_METADATA_FACTORY() {
        return { records: { required: true, type: () => Number }, minutes: { required: true, type: () => Number }, recipients: { required: true, type: () => Number }, days: { required: true, type: () => Number } };
    }
}
/** What the contract promised for a day, and what became of it. */
export class AcceptanceMilestoneDto {
    id;
    no;
    name;
    dueOn;
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, no: { required: true, type: () => Number }, name: { required: true, type: () => String }, dueOn: { required: true, type: () => String }, state: { required: true, type: () => String } };
    }
}
/** One round of acceptance. */
export class AcceptanceDto {
    id;
    version;
    contract;
    /** First, second, … round of the contract. */
    no;
    state;
    openedAt;
    items;
    /** Records of service that stand and that the contract asks for; null for the public. */
    records;
    /** Null for the public. */
    milestones;
    /** Recipients must take part. */
    publicService;
    /** Until when they were asked for their opinions. */
    opinionsUntil;
    /** How many have given one. */
    recipientsHeard;
    /** Who said what, by number: for the buyer and who watches over it, never for the agency that serves them. */
    opinions;
    /** None for the public. */
    members;
    result;
    /** The contract had been terminated or rescinded. */
    ofEnded;
    ground;
    /** None for the public. */
    reason;
    newDueOn;
    acceptedPart;
    /** Yuan. */
    acceptedAmount;
    concludedOn;
    publishedOn;
    /** On the official site. */
    publishedUrl;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, contract: { required: true, type: () => String }, no: { required: true, type: () => Number, description: "First, second, \u2026 round of the contract." }, state: { required: true, enum: ["open", "published", "itemised", "opinions_in", "concluded"] }, openedAt: { required: true, type: () => String }, items: { required: true, type: () => [AcceptanceItemDto] }, records: { required: true, type: () => AcceptanceRecordsDto, nullable: true, description: "Records of service that stand and that the contract asks for; null for the public." }, milestones: { required: true, type: () => [AcceptanceMilestoneDto], nullable: true, description: "Null for the public." }, publicService: { required: true, type: () => Boolean, description: "Recipients must take part." }, opinionsUntil: { required: true, type: () => String, nullable: true, description: "Until when they were asked for their opinions." }, recipientsHeard: { required: true, type: () => Number, description: "How many have given one." }, opinions: { required: true, type: () => [AcceptanceOpinionDto], nullable: true, description: "Who said what, by number: for the buyer and who watches over it, never for the agency that serves them." }, members: { required: true, type: () => [AcceptanceMemberDto], description: "None for the public." }, result: { required: true, nullable: true, enum: ["failed", "passed", "rectify"] }, ofEnded: { required: true, type: () => Boolean, nullable: true, description: "The contract had been terminated or rescinded." }, ground: { required: true, type: () => String, nullable: true }, reason: { required: true, type: () => String, nullable: true, description: "None for the public." }, newDueOn: { required: true, type: () => String, nullable: true }, acceptedPart: { required: true, type: () => String, nullable: true }, acceptedAmount: { required: true, type: () => String, nullable: true, description: "Yuan." }, concludedOn: { required: true, type: () => String, nullable: true }, publishedOn: { required: true, type: () => String, nullable: true }, publishedUrl: { required: true, type: () => String, nullable: true, description: "On the official site." }, allowedActions: { required: true, type: () => [String] } };
    }
}
__decorate([
    ApiProperty({ enum: ACCEPTANCE_STATES }),
    __metadata("design:type", String)
], AcceptanceDto.prototype, "state", void 0);
__decorate([
    ApiProperty({ type: [AcceptanceMilestoneDto], nullable: true }),
    __metadata("design:type", Object)
], AcceptanceDto.prototype, "milestones", void 0);
__decorate([
    ApiProperty({ type: [AcceptanceOpinionDto], nullable: true }),
    __metadata("design:type", Object)
], AcceptanceDto.prototype, "opinions", void 0);
__decorate([
    ApiProperty({ enum: RESULTS, nullable: true }),
    __metadata("design:type", Object)
], AcceptanceDto.prototype, "result", void 0);
export class AcceptanceListDto {
    items;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [AcceptanceDto] } };
    }
}
//# sourceMappingURL=acceptance-view.dto.js.map