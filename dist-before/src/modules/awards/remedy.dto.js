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
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { PageQuery } from '../../platform/http/list.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { DeadlineBasisDto } from '../tenders/deadlines.dto.js';
import { CHALLENGE_STATES } from './challenge.lifecycle.js';
import { COMPLAINT_STATES } from './complaint.lifecycle.js';
import { CHALLENGE_STAGES, COMPLAINT_EFFECTS } from './remedy.rules.js';
class NewRemedyDto {
    tender;
    /** Number of the lot; without it, every lot. */
    lot;
    /** The body that files it; needed only where the caller sits in several. */
    organisation;
    /** What harmed it, and on which facts and rules. */
    grounds;
    /** What it asks for. */
    requests;
    static _OPENAPI_METADATA_FACTORY() {
        return { tender: { required: true, type: () => String, format: "uuid" }, lot: { required: false, type: () => Number, nullable: true, description: "Number of the lot; without it, every lot.", minimum: 1, maximum: 1000 }, organisation: { required: false, type: () => String, description: "The body that files it; needed only where the caller sits in several.", format: "uuid" }, grounds: { required: true, type: () => String, description: "What harmed it, and on which facts and rules.", maxLength: 50000 }, requests: { required: true, type: () => String, description: "What it asks for.", maxLength: 10000 } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewRemedyDto.prototype, "tender", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(1),
    Max(1000),
    __metadata("design:type", Object)
], NewRemedyDto.prototype, "lot", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NewRemedyDto.prototype, "organisation", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(50_000),
    __metadata("design:type", String)
], NewRemedyDto.prototype, "grounds", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(10_000),
    __metadata("design:type", String)
], NewRemedyDto.prototype, "requests", void 0);
export class NewChallengeDto extends NewRemedyDto {
    /** About the documents, a step of the procedure, or the result. */
    stage;
    /** When it was known, where no notice says when it should have been. */
    knownOn;
    static _OPENAPI_METADATA_FACTORY() {
        return { stage: { required: true, description: "About the documents, a step of the procedure, or the result.", enum: ["documents", "result", "process"], enum: CHALLENGE_STAGES }, knownOn: { required: false, type: () => String, nullable: true, description: "When it was known, where no notice says when it should have been." } };
    }
}
__decorate([
    IsIn(CHALLENGE_STAGES),
    __metadata("design:type", Object)
], NewChallengeDto.prototype, "stage", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], NewChallengeDto.prototype, "knownOn", void 0);
export class NewComplaintDto extends NewRemedyDto {
    /** The challenge it follows. */
    challenge;
    static _OPENAPI_METADATA_FACTORY() {
        return { challenge: { required: false, type: () => String, nullable: true, description: "The challenge it follows.", format: "uuid" } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NewComplaintDto.prototype, "challenge", void 0);
export class ChallengeActionDto extends ReasonDto {
    /** `answer`. */
    result;
    /** `answer`: whether what is upheld affects the result. */
    affectsResult;
    /** `set-aside` of one that is `undetermined`: the day on which it was, or should have been, known. */
    knownOn;
    static _OPENAPI_METADATA_FACTORY() {
        return { result: { required: false, description: "`answer`.", enum: ["upheld", "not_upheld"], enum: ['upheld', 'not_upheld'] }, affectsResult: { required: false, type: () => Boolean, description: "`answer`: whether what is upheld affects the result." }, knownOn: { required: false, type: () => String, description: "`set-aside` of one that is `undetermined`: the day on which it was, or should have been, known." } };
    }
}
__decorate([
    IsOptional(),
    IsIn(['upheld', 'not_upheld']),
    __metadata("design:type", String)
], ChallengeActionDto.prototype, "result", void 0);
__decorate([
    IsOptional(),
    IsBoolean(),
    __metadata("design:type", Boolean)
], ChallengeActionDto.prototype, "affectsResult", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], ChallengeActionDto.prototype, "knownOn", void 0);
export class ComplaintActionDto extends ReasonDto {
    /** `refuse`: one of the list. */
    ground;
    /** `decide`. */
    result;
    /** `decide`: what follows from it. */
    effect;
    /** `decide`: number of the decision. */
    reference;
    static _OPENAPI_METADATA_FACTORY() {
        return { ground: { required: false, type: () => String, description: "`refuse`: one of the list.", maxLength: 40 }, result: { required: false, description: "`decide`.", enum: ["rejected", "upheld"], enum: ['upheld', 'rejected'] }, effect: { required: false, description: "`decide`: what follows from it.", enum: ["none", "annul_failure", "new_round", "redo", "next_rank", "rescind_contract", "compensation"], enum: COMPLAINT_EFFECTS }, reference: { required: false, type: () => String, description: "`decide`: number of the decision.", maxLength: 200 } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(40),
    __metadata("design:type", String)
], ComplaintActionDto.prototype, "ground", void 0);
__decorate([
    IsOptional(),
    IsIn(['upheld', 'rejected']),
    __metadata("design:type", String)
], ComplaintActionDto.prototype, "result", void 0);
__decorate([
    IsOptional(),
    IsIn(COMPLAINT_EFFECTS),
    __metadata("design:type", Object)
], ComplaintActionDto.prototype, "effect", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], ComplaintActionDto.prototype, "reference", void 0);
class RemedyQuery extends PageQuery {
    tender;
    static _OPENAPI_METADATA_FACTORY() {
        return { tender: { required: false, type: () => String, format: "uuid" } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], RemedyQuery.prototype, "tender", void 0);
export class ChallengeQuery extends RemedyQuery {
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { state: { required: false, enum: ["withdrawn", "received", "answered", "out_of_scope"], enum: CHALLENGE_STATES } };
    }
}
__decorate([
    IsOptional(),
    IsIn(CHALLENGE_STATES),
    __metadata("design:type", Object)
], ChallengeQuery.prototype, "state", void 0);
export class ComplaintQuery extends RemedyQuery {
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { state: { required: false, enum: ["withdrawn", "accepted", "received", "decided", "refused", "to_correct"], enum: COMPLAINT_STATES } };
    }
}
__decorate([
    IsOptional(),
    IsIn(COMPLAINT_STATES),
    __metadata("design:type", Object)
], ComplaintQuery.prototype, "state", void 0);
/** A due date by a rule of law; whoever is late may still act. */
export class RemedyDeadlineDto {
    event;
    date;
    rule;
    basis;
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { event: { required: true, type: () => String }, date: { required: true, type: () => String, nullable: true }, rule: { required: true, type: () => String }, basis: { required: true, type: () => openapi_import_1.DeadlineBasisDto }, state: { required: true, enum: ["uncertain", "future", "due", "met", "missed"] } };
    }
}
/** On what it rests that a challenge is out of scope; `rule` is null where it is no rule of time. */
export class ScopeBasisDto extends DeadlineBasisDto {
    rule;
    static _OPENAPI_METADATA_FACTORY() {
        return { rule: { required: true, type: () => String, nullable: true } };
    }
}
class RemedyDto {
    id;
    version;
    dataset;
    tender;
    lot;
    state;
    receivedAt;
    grounds;
    requests;
    result;
    /** When the buyer recorded what followed. */
    remediedAt;
    deadlines;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, dataset: { required: true, type: () => String }, tender: { required: true, type: () => String }, lot: { required: true, type: () => Number, nullable: true }, state: { required: true, type: () => String }, receivedAt: { required: true, type: () => String }, grounds: { required: true, type: () => String }, requests: { required: true, type: () => String }, result: { required: true, type: () => String, nullable: true }, remediedAt: { required: true, type: () => String, nullable: true, description: "When the buyer recorded what followed." }, deadlines: { required: true, type: () => [RemedyDeadlineDto] }, allowedActions: { required: true, type: () => [String] } };
    }
}
export class ChallengeDto extends RemedyDto {
    challenger;
    stage;
    knownOn;
    /**
     * What was found on receipt: one in scope stands in the way of a contract, and one whose day nothing tells until its buyer
     * determines it.
     */
    scope;
    /** Why it is late, or from somebody who may not challenge; null for every other. */
    basis;
    /** Last day for it, where that is known. */
    lastDay;
    /** It stands in the way of signing now. */
    blocks;
    noEffectReason;
    affectsResult;
    answeredAt;
    answer;
    static _OPENAPI_METADATA_FACTORY() {
        return { challenger: { required: true, type: () => String }, stage: { required: true, enum: ["documents", "result", "process"] }, knownOn: { required: true, type: () => String, nullable: true }, scope: { required: true, description: "What was found on receipt: one in scope stands in the way of a contract, and one whose day nothing tells until its buyer\ndetermines it.", enum: ["in_scope", "late", "took_no_part", "undetermined"] }, basis: { required: true, type: () => ScopeBasisDto, nullable: true, description: "Why it is late, or from somebody who may not challenge; null for every other." }, lastDay: { required: true, type: () => String, nullable: true, description: "Last day for it, where that is known." }, blocks: { required: true, type: () => Boolean, description: "It stands in the way of signing now." }, noEffectReason: { required: true, type: () => String, nullable: true }, affectsResult: { required: true, type: () => Boolean, nullable: true }, answeredAt: { required: true, type: () => String, nullable: true }, answer: { required: true, type: () => String, nullable: true } };
    }
}
export class ChallengeListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [ChallengeDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
/** Days that do not count towards the decision, from the day after the first one. */
export class PauseDto {
    from;
    to;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: true, type: () => String }, to: { required: true, type: () => String, nullable: true } };
    }
}
export class ComplaintDto extends RemedyDto {
    complainant;
    challenge;
    correctionAskedOn;
    correctedOn;
    appraisals;
    refusalGround;
    effect;
    decidedAt;
    decision;
    reference;
    static _OPENAPI_METADATA_FACTORY() {
        return { complainant: { required: true, type: () => String }, challenge: { required: true, type: () => String, nullable: true }, correctionAskedOn: { required: true, type: () => String, nullable: true }, correctedOn: { required: true, type: () => String, nullable: true }, appraisals: { required: true, type: () => [PauseDto] }, refusalGround: { required: true, nullable: true, enum: ["late", "not_challenged", "not_corrected", "no_standing", "other_authority", "decided_already"] }, effect: { required: true, nullable: true, enum: ["none", "annul_failure", "new_round", "redo", "next_rank", "rescind_contract", "compensation"] }, decidedAt: { required: true, type: () => String, nullable: true }, decision: { required: true, type: () => String, nullable: true }, reference: { required: true, type: () => String, nullable: true } };
    }
}
export class ComplaintListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [ComplaintDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=remedy.dto.js.map