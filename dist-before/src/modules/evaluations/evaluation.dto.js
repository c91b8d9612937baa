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
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, ValidateNested, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { DATASET } from '../../platform/database/dataset.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { PageQuery } from '../../platform/http/list.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { EVALUATION_STATES } from './evaluation.lifecycle.js';
export const KINDS = ['midterm', 'final'];
export class NewEvaluationDto {
    kind;
    /** A scheme of the own body, in the contract's dataset. It must be active when somebody is appointed. */
    scheme;
    /** The day by which it is to be sent. */
    dueOn;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, enum: ["midterm", "final"], enum: KINDS }, scheme: { required: true, type: () => String, description: "A scheme of the own body, in the contract's dataset. It must be active when somebody is appointed.", format: "uuid" }, dueOn: { required: true, type: () => String, description: "The day by which it is to be sent." } };
    }
}
__decorate([
    IsIn(KINDS),
    __metadata("design:type", String)
], NewEvaluationDto.prototype, "kind", void 0);
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewEvaluationDto.prototype, "scheme", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewEvaluationDto.prototype, "dueOn", void 0);
export class EvaluationActionDto extends ReasonDto {
    /** `propose_evaluator` only: the body that is to evaluate. */
    evaluator;
    /** `propose_evaluator` of what is planned only: another scheme. */
    scheme;
    /** `declare` only: whether the caller is tied to a body of the purchase by kin, work or interest. */
    tied;
    /** `declare` only: which tie. */
    tie;
    static _OPENAPI_METADATA_FACTORY() {
        return { evaluator: { required: false, type: () => String, description: "`propose_evaluator` only: the body that is to evaluate.", format: "uuid" }, scheme: { required: false, type: () => String, description: "`propose_evaluator` of what is planned only: another scheme.", format: "uuid" }, tied: { required: false, type: () => Boolean, description: "`declare` only: whether the caller is tied to a body of the purchase by kin, work or interest." }, tie: { required: false, type: () => String, description: "`declare` only: which tie.", maxLength: 2000 } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], EvaluationActionDto.prototype, "evaluator", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], EvaluationActionDto.prototype, "scheme", void 0);
__decorate([
    IsOptional(),
    IsBoolean(),
    __metadata("design:type", Boolean)
], EvaluationActionDto.prototype, "tied", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], EvaluationActionDto.prototype, "tie", void 0);
export const EVIDENCE_KINDS = ['document', 'record', 'survey'];
export class ScoreEvidenceDto {
    /** A document the caller may read, a record of service of the contract, or a survey of its recipients that is over. */
    kind;
    id;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, description: "A document the caller may read, a record of service of the contract, or a survey of its recipients that is over.", enum: ["record", "document", "survey"], enum: EVIDENCE_KINDS }, id: { required: true, type: () => String, format: "uuid" } };
    }
}
__decorate([
    IsIn(EVIDENCE_KINDS),
    __metadata("design:type", Object)
], ScoreEvidenceDto.prototype, "kind", void 0);
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], ScoreEvidenceDto.prototype, "id", void 0);
export class LeafScoreDto {
    /** Its place in the tree: `2.1.3`. */
    leaf;
    /** From 0 to the leaf's maximum. */
    points;
    comment;
    evidence;
    static _OPENAPI_METADATA_FACTORY() {
        return { leaf: { required: true, type: () => String, description: "Its place in the tree: `2.1.3`.", pattern: "^[1-9]\\d?\\.[1-9]\\d?\\.[1-9]\\d?$" }, points: { required: true, type: () => String, description: "From 0 to the leaf's maximum.", pattern: "^((0|[1-9]\\d?)(\\.\\d{1,2})?|100(\\.0{1,2})?)$" }, comment: { required: false, type: () => String, nullable: true, maxLength: 2000 }, evidence: { required: false, type: () => [ScoreEvidenceDto], uniqueItems: true, maxItems: 50 } };
    }
}
__decorate([
    Matches(/^[1-9]\d?\.[1-9]\d?\.[1-9]\d?$/),
    __metadata("design:type", String)
], LeafScoreDto.prototype, "leaf", void 0);
__decorate([
    Matches(/^((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/),
    __metadata("design:type", String)
], LeafScoreDto.prototype, "points", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(2000),
    __metadata("design:type", Object)
], LeafScoreDto.prototype, "comment", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique((evidence) => `${evidence?.kind} ${evidence?.id}`),
    ValidateNested({ each: true }),
    Type(() => ScoreEvidenceDto),
    __metadata("design:type", Array)
], LeafScoreDto.prototype, "evidence", void 0);
/** Points of some leaves; those of the others stay. */
export class ScoresDto {
    scores;
    static _OPENAPI_METADATA_FACTORY() {
        return { scores: { required: true, type: () => [LeafScoreDto], uniqueItems: true, minItems: 1, maxItems: 500 } };
    }
}
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(500),
    ArrayUnique((score) => score?.leaf),
    ValidateNested({ each: true }),
    Type(() => LeafScoreDto),
    __metadata("design:type", Array)
], ScoresDto.prototype, "scores", void 0);
export class EvaluationQuery extends PageQuery {
    /** `me`: those to which a body was appointed for which the caller evaluates. */
    assignee;
    /** Due on this day or before. */
    due;
    state;
    kind;
    dataset;
    static _OPENAPI_METADATA_FACTORY() {
        return { assignee: { required: false, description: "`me`: those to which a body was appointed for which the caller evaluates.", enum: ["me"], enum: ['me'] }, due: { required: false, type: () => String, description: "Due on this day or before." }, state: { required: false, enum: ["cancelled", "published", "confirmed", "planned", "scored", "appointed", "declared", "in_field", "appealed", "re_evaluated"], enum: EVALUATION_STATES }, kind: { required: false, enum: ["midterm", "final"], enum: KINDS }, dataset: { required: false, type: () => String } };
    }
}
__decorate([
    IsOptional(),
    IsIn(['me']),
    __metadata("design:type", String)
], EvaluationQuery.prototype, "assignee", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], EvaluationQuery.prototype, "due", void 0);
__decorate([
    IsOptional(),
    IsIn(EVALUATION_STATES),
    __metadata("design:type", String)
], EvaluationQuery.prototype, "state", void 0);
__decorate([
    IsOptional(),
    IsIn(KINDS),
    __metadata("design:type", String)
], EvaluationQuery.prototype, "kind", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], EvaluationQuery.prototype, "dataset", void 0);
export class EvaluationSchemeOfDto {
    id;
    name;
    no;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, name: { required: true, type: () => String }, no: { required: true, type: () => Number } };
    }
}
/** How far the evaluator is; for buyer and evaluator. */
export class EvaluationProgressDto {
    leaves;
    scored;
    /** Leaves of the tree that have no points, and those that have nothing that shows them. */
    unscored;
    missingEvidence;
    static _OPENAPI_METADATA_FACTORY() {
        return { leaves: { required: true, type: () => Number }, scored: { required: true, type: () => Number }, unscored: { required: true, type: () => [String], description: "Leaves of the tree that have no points, and those that have nothing that shows them." }, missingEvidence: { required: true, type: () => [String] } };
    }
}
export class DimensionTotalDto {
    name;
    weight;
    /** Of 100. */
    total;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String }, weight: { required: true, type: () => String }, total: { required: true, type: () => String, description: "Of 100." } };
    }
}
export class ScoreViewDto {
    leaf;
    name;
    max;
    points;
    comment;
    /** For buyer and evaluator. */
    evidence;
    static _OPENAPI_METADATA_FACTORY() {
        return { leaf: { required: true, type: () => String }, name: { required: true, type: () => String }, max: { required: true, type: () => String }, points: { required: true, type: () => String }, comment: { required: true, type: () => String, nullable: true }, evidence: { required: true, type: () => [ScoreEvidenceDto], nullable: true, description: "For buyer and evaluator." } };
    }
}
export class AppealDto {
    at;
    /** For those concerned. */
    grounds;
    /** What the second look came to, once it is published. */
    answer;
    static _OPENAPI_METADATA_FACTORY() {
        return { at: { required: true, type: () => String }, grounds: { required: true, type: () => String, nullable: true, description: "For those concerned." }, answer: { required: true, type: () => String, nullable: true, description: "What the second look came to, once it is published." } };
    }
}
export class DeclarationViewDto {
    user;
    tied;
    tie;
    at;
    static _OPENAPI_METADATA_FACTORY() {
        return { user: { required: true, type: () => String }, tied: { required: true, type: () => Boolean }, tie: { required: true, type: () => String, nullable: true }, at: { required: true, type: () => String } };
    }
}
/** An evaluation of a contract. The agency, and everybody else, sees it from its publication on. */
export class EvaluationDto {
    id;
    version;
    dataset;
    contract;
    contractTitle;
    kind;
    state;
    scheme;
    dueOn;
    overdue;
    buyer;
    supplier;
    /** For the buyer: who is proposed and not appointed yet. */
    proposed;
    evaluator;
    evaluatorName;
    /** The buyer evaluates itself (Order 102 article 20). */
    own;
    progress;
    /** Of 100, two decimals, half up. For buyer and evaluator once it was sent, for everybody else as it was published. */
    total;
    grade;
    gradeLabel;
    /** The rule whose bands it follows; null: bands of ours. */
    gradeRule;
    gradeBasis;
    /** Whether the grade counts: it is published, and no appeal against it is open. */
    counts;
    appeal;
    publishedAt;
    createdAt;
    updatedAt;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, dataset: { required: true, type: () => String }, contract: { required: true, type: () => String }, contractTitle: { required: true, type: () => String }, kind: { required: true, enum: ["midterm", "final"] }, state: { required: true, enum: ["cancelled", "published", "confirmed", "planned", "scored", "appointed", "declared", "in_field", "appealed", "re_evaluated"] }, scheme: { required: true, type: () => EvaluationSchemeOfDto }, dueOn: { required: true, type: () => String }, overdue: { required: true, type: () => Boolean }, buyer: { required: true, type: () => String }, supplier: { required: true, type: () => String }, proposed: { required: true, type: () => String, nullable: true, description: "For the buyer: who is proposed and not appointed yet." }, evaluator: { required: true, type: () => String, nullable: true }, evaluatorName: { required: true, type: () => String, nullable: true }, own: { required: true, type: () => Boolean, description: "The buyer evaluates itself (Order 102 article 20)." }, progress: { required: true, type: () => EvaluationProgressDto, nullable: true }, total: { required: true, type: () => String, nullable: true, description: "Of 100, two decimals, half up. For buyer and evaluator once it was sent, for everybody else as it was published." }, grade: { required: true, nullable: true, enum: ["excellent", "good", "fair", "poor"] }, gradeLabel: { required: true, type: () => String, nullable: true }, gradeRule: { required: true, type: () => String, nullable: true, description: "The rule whose bands it follows; null: bands of ours." }, gradeBasis: { required: true, type: () => openapi_import_1.DeadlineBasisDto, nullable: true }, counts: { required: true, type: () => Boolean, description: "Whether the grade counts: it is published, and no appeal against it is open." }, appeal: { required: true, type: () => AppealDto, nullable: true }, publishedAt: { required: true, type: () => String, nullable: true }, createdAt: { required: true, type: () => String }, updatedAt: { required: true, type: () => String }, allowedActions: { required: true, type: () => [String] } };
    }
}
export class EvaluationDetailDto extends EvaluationDto {
    dimensions;
    /** For buyer, evaluator and agency; the agency's as published. */
    scores;
    /** For buyer and evaluator. */
    declarations;
    static _OPENAPI_METADATA_FACTORY() {
        return { dimensions: { required: true, type: () => [DimensionTotalDto], nullable: true }, scores: { required: true, type: () => [ScoreViewDto], nullable: true, description: "For buyer, evaluator and agency; the agency's as published." }, declarations: { required: true, type: () => [DeclarationViewDto], nullable: true, description: "For buyer and evaluator." } };
    }
}
export class EvaluationListDto {
    items;
    /** Address of the next page; null on the last. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [EvaluationDto] }, next: { required: true, type: () => String, nullable: true, description: "Address of the next page; null on the last." } };
    }
}
/** Kept beside the type so that both follow from one list. */
export const GRADE_LABELS = {
    excellent: { en: 'Excellent', zh: '优' },
    good: { en: 'Good', zh: '良' },
    fair: { en: 'Fair', zh: '中' },
    poor: { en: 'Poor', zh: '差' },
};
//# sourceMappingURL=evaluation.dto.js.map