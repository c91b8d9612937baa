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
import * as openapi_import_2 from "../../tenders/deadlines.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
import { SUPPLIER_SIZES } from './content.types.js';
import { REPORT_MONTHS } from './content.types.js';
export class ContractPartyDto {
    organisation;
    name;
    creditCode;
    static _OPENAPI_METADATA_FACTORY() {
        return { organisation: { required: true, type: () => String }, name: { required: true, type: () => String }, creditCode: { required: true, type: () => String, nullable: true } };
    }
}
export class ContentStandardDto {
    no;
    text;
    target;
    unit;
    measure;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, text: { required: true, type: () => String }, target: { required: false, type: () => Number, nullable: true }, unit: { required: false, type: () => String, nullable: true }, measure: { required: false, type: () => openapi_import_1.MeasureDto, nullable: true } };
    }
}
export class ContentPaymentDto {
    no;
    trigger;
    /** Basis points of the amount. */
    share;
    of;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, trigger: { required: true, type: () => String }, share: { required: true, type: () => Number, description: "Basis points of the amount." }, of: { required: false, type: () => Number, nullable: true } };
    }
}
export class ContentMilestoneDto {
    no;
    name;
    dueOn;
    shownBy;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, name: { required: true, type: () => String }, dueOn: { required: true, type: () => String }, shownBy: { required: false, type: () => String, nullable: true } };
    }
}
export class ContentTermDto {
    years;
    contentFixed;
    continuous;
    fundingStable;
    priceStable;
    budgetAssured;
    static _OPENAPI_METADATA_FACTORY() {
        return { years: { required: true, type: () => Number }, contentFixed: { required: true, type: () => Boolean }, continuous: { required: true, type: () => Boolean }, fundingStable: { required: true, type: () => Boolean }, priceStable: { required: true, type: () => Boolean }, budgetAssured: { required: true, type: () => Boolean } };
    }
}
export class ContentClauseDto {
    title;
    text;
    static _OPENAPI_METADATA_FACTORY() {
        return { title: { required: true, type: () => String }, text: { required: true, type: () => String } };
    }
}
export class ContentMemberDto {
    name;
    role;
    qualification;
    licence;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String }, role: { required: true, type: () => String }, qualification: { required: false, type: () => String, nullable: true }, licence: { required: false, type: () => String, nullable: true } };
    }
}
export class ContentWindowDto {
    start;
    end;
    static _OPENAPI_METADATA_FACTORY() {
        return { start: { required: true, type: () => String, nullable: true }, end: { required: true, type: () => String, nullable: true } };
    }
}
export class ContentTenderDto {
    ocid;
    title;
    projectNo;
    lot;
    static _OPENAPI_METADATA_FACTORY() {
        return { ocid: { required: true, type: () => String }, title: { required: true, type: () => String }, projectNo: { required: true, type: () => String, nullable: true }, lot: { required: true, type: () => Number, nullable: true } };
    }
}
export class ContentPartiesDto {
    buyer;
    supplier;
    static _OPENAPI_METADATA_FACTORY() {
        return { buyer: { required: true, type: () => ContractPartyDto }, supplier: { required: true, type: () => ContractPartyDto } };
    }
}
/** What the parties agree on; its canonical JSON (RFC 8785) is what they sign. */
export class ContractContentDto {
    contract;
    tender;
    parties;
    number;
    amount;
    currency;
    window;
    requirement;
    standards;
    payments;
    milestones;
    /** Months that one progress report covers; null: each month. */
    reportMonths;
    performanceBond;
    term;
    individualReason;
    clauses;
    team;
    supplierSize;
    paymentDays;
    acceptanceDays;
    lateInterest;
    static _OPENAPI_METADATA_FACTORY() {
        return { contract: { required: true, type: () => String }, tender: { required: true, type: () => ContentTenderDto }, parties: { required: true, type: () => ContentPartiesDto }, number: { required: true, type: () => String, nullable: true }, amount: { required: true, type: () => String, nullable: true }, currency: { required: true, enum: ["CNY"] }, window: { required: true, type: () => ContentWindowDto }, requirement: { required: true, type: () => String, nullable: true }, standards: { required: true, type: () => [ContentStandardDto] }, payments: { required: true, type: () => [ContentPaymentDto] }, milestones: { required: false, type: () => [ContentMilestoneDto] }, reportMonths: { required: false, nullable: true, description: "Months that one progress report covers; null: each month.", enum: [1, 2, 3, 12, 6] }, performanceBond: { required: true, type: () => Number, nullable: true }, term: { required: true, type: () => ContentTermDto, nullable: true }, individualReason: { required: true, type: () => String, nullable: true }, clauses: { required: true, type: () => [ContentClauseDto] }, team: { required: true, type: () => [ContentMemberDto] }, supplierSize: { required: false, nullable: true, enum: ["small", "large", "medium", "micro"] }, paymentDays: { required: false, type: () => Number, nullable: true }, acceptanceDays: { required: false, type: () => Number, nullable: true }, lateInterest: { required: false, type: () => String, nullable: true } };
    }
}
__decorate([
    ApiProperty({ enum: [...REPORT_MONTHS, null], nullable: true, type: 'integer' }),
    __metadata("design:type", Object)
], ContractContentDto.prototype, "reportMonths", void 0);
__decorate([
    ApiProperty({ enum: SUPPLIER_SIZES, required: false, nullable: true }),
    __metadata("design:type", Object)
], ContractContentDto.prototype, "supplierSize", void 0);
export class ContractSignatureDto {
    side;
    hash;
    signedAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { side: { required: true, enum: ["buyer", "supplier"] }, hash: { required: true, type: () => String }, signedAt: { required: true, type: () => String } };
    }
}
/** Any JSON. */
const ANY = {
    anyOf: [
        { type: 'string' },
        { type: 'integer' },
        { type: 'boolean' },
        { type: 'array', items: {} },
        { type: 'object', additionalProperties: true },
    ],
};
/** One place of the content: a JSON pointer, what stood there and what is to stand there. */
export class DifferenceDto {
    pointer;
    old;
    new;
    static _OPENAPI_METADATA_FACTORY() {
        return { pointer: { required: true, type: () => String }, old: { required: true, type: () => Object }, new: { required: true, type: () => Object } };
    }
}
__decorate([
    ApiProperty({ ...ANY, nullable: true }),
    __metadata("design:type", Object)
], DifferenceDto.prototype, "old", void 0);
__decorate([
    ApiProperty({ ...ANY, nullable: true }),
    __metadata("design:type", Object)
], DifferenceDto.prototype, "new", void 0);
/** A due date by a rule of law. It never refuses; whoever is late may still act. */
export class AmendmentDueDto {
    /** Null where no calendar reaches that far. */
    date;
    rule;
    basis;
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { date: { required: true, type: () => String, nullable: true, description: "Null where no calendar reaches that far." }, rule: { required: true, type: () => String }, basis: { required: true, type: () => openapi_import_2.DeadlineBasisDto }, state: { required: true, enum: ["uncertain", "due", "met", "missed"] } };
    }
}
export class AmendmentDto {
    id;
    no;
    state;
    reasonCode;
    reason;
    /** Yuan added to the amount. */
    supplement;
    difference;
    /** What both parties sign. */
    hash;
    signatures;
    proposedAt;
    inForceOn;
    publishedOn;
    publishedUrl;
    /** When it is to be published; null before it is in force, or where no rule was. */
    due;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, no: { required: true, type: () => Number }, state: { required: true, enum: ["withdrawn", "proposed", "in_force"] }, reasonCode: { required: true, type: () => String }, reason: { required: true, type: () => String }, supplement: { required: true, type: () => String, nullable: true, description: "Yuan added to the amount." }, difference: { required: true, type: () => [DifferenceDto] }, hash: { required: true, type: () => String, description: "What both parties sign." }, signatures: { required: true, type: () => [ContractSignatureDto] }, proposedAt: { required: true, type: () => String }, inForceOn: { required: true, type: () => String, nullable: true }, publishedOn: { required: true, type: () => String, nullable: true }, publishedUrl: { required: true, type: () => String, nullable: true }, due: { required: true, type: () => AmendmentDueDto, nullable: true, description: "When it is to be published; null before it is in force, or where no rule was." } };
    }
}
export class ContractRequestDto {
    id;
    kind;
    /** The team as it is to be, or who is to do which work for how much. */
    detail;
    reason;
    state;
    askedAt;
    decidedAt;
    decisionReason;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, kind: { required: true, enum: ["team", "subcontract"] }, detail: { required: true, type: () => Object, description: "The team as it is to be, or who is to do which work for how much." }, reason: { required: true, type: () => String }, state: { required: true, enum: ["asked", "refused", "consented"] }, askedAt: { required: true, type: () => String }, decidedAt: { required: true, type: () => String, nullable: true }, decisionReason: { required: true, type: () => String, nullable: true } };
    }
}
__decorate([
    ApiProperty(ANY),
    __metadata("design:type", Object)
], ContractRequestDto.prototype, "detail", void 0);
/** What only a contract that goes on here has, for its parties and those who watch over them. */
export class ConductedContractDto {
    content;
    /** SHA-256 of the content in force: what `sign` names. */
    contentHash;
    /** Both parties have signed the content in force. */
    contentAgreed;
    signatures;
    /** Yuan: all supplements in force. */
    supplements;
    team;
    amendments;
    requests;
    takenOverAt;
    startedOn;
    deliveredOn;
    publishedOn;
    publishedUrl;
    filedOn;
    filedReference;
    haltedFrom;
    haltGround;
    endGround;
    endReference;
    /** The complaint whose decision rescinded it. */
    endRemedy;
    /** By when what a round of acceptance found wanting is to be mended. */
    rectifyDueOn;
    /** Yuan: what was accepted, the whole or what follows from the part. */
    acceptedAmount;
    static _OPENAPI_METADATA_FACTORY() {
        return { content: { required: true, type: () => ContractContentDto }, contentHash: { required: true, type: () => String, description: "SHA-256 of the content in force: what `sign` names." }, contentAgreed: { required: true, type: () => Boolean, description: "Both parties have signed the content in force." }, signatures: { required: true, type: () => [ContractSignatureDto] }, supplements: { required: true, type: () => String, description: "Yuan: all supplements in force." }, team: { required: true, type: () => [ContentMemberDto] }, amendments: { required: true, type: () => [AmendmentDto] }, requests: { required: true, type: () => [ContractRequestDto] }, takenOverAt: { required: true, type: () => String, nullable: true }, startedOn: { required: true, type: () => String, nullable: true }, deliveredOn: { required: true, type: () => String, nullable: true }, publishedOn: { required: true, type: () => String, nullable: true }, publishedUrl: { required: true, type: () => String, nullable: true }, filedOn: { required: true, type: () => String, nullable: true }, filedReference: { required: true, type: () => String, nullable: true }, haltedFrom: { required: true, type: () => String, nullable: true }, haltGround: { required: true, type: () => String, nullable: true }, endGround: { required: true, type: () => String, nullable: true }, endReference: { required: true, type: () => String, nullable: true }, endRemedy: { required: true, type: () => String, nullable: true, description: "The complaint whose decision rescinded it." }, rectifyDueOn: { required: true, type: () => String, nullable: true, description: "By when what a round of acceptance found wanting is to be mended." }, acceptedAmount: { required: true, type: () => String, nullable: true, description: "Yuan: what was accepted, the whole or what follows from the part." } };
    }
}
/** The text that follows from the content. */
export class ContractTextDto {
    hash;
    text;
    static _OPENAPI_METADATA_FACTORY() {
        return { hash: { required: true, type: () => String }, text: { required: true, type: () => String } };
    }
}
//# sourceMappingURL=contract-here.dto.js.map