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
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { DATASET } from '../../platform/database/dataset.js';
import { PageQuery } from '../../platform/http/list.js';
/** What a rating speaks of: the purchase until its result, the contract until it is signed, the work, the evaluation. */
export const RATING_STAGES = ['purchase', 'contract', 'implementation', 'evaluation'];
export const RATED_SIDES = ['buyer', 'agent'];
export class NewRatingDto {
    tender;
    stage;
    /** Of whom it speaks: the buyer of the tender, or the agent that ran it. */
    side;
    /** From 1, the worst, to 5. */
    points;
    /** The body that speaks; default the caller's only one. */
    rater;
    static _OPENAPI_METADATA_FACTORY() {
        return { tender: { required: true, type: () => String, format: "uuid" }, stage: { required: true, enum: ["contract", "evaluation", "purchase", "implementation"], enum: RATING_STAGES }, side: { required: true, description: "Of whom it speaks: the buyer of the tender, or the agent that ran it.", enum: ["buyer", "agent"], enum: RATED_SIDES }, points: { required: true, type: () => Number, description: "From 1, the worst, to 5.", minimum: 1, maximum: 5 }, rater: { required: false, type: () => String, description: "The body that speaks; default the caller's only one.", format: "uuid" } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewRatingDto.prototype, "tender", void 0);
__decorate([
    IsIn(RATING_STAGES),
    __metadata("design:type", String)
], NewRatingDto.prototype, "stage", void 0);
__decorate([
    IsIn(RATED_SIDES),
    __metadata("design:type", String)
], NewRatingDto.prototype, "side", void 0);
__decorate([
    IsInt(),
    Min(1),
    Max(5),
    __metadata("design:type", Number)
], NewRatingDto.prototype, "points", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NewRatingDto.prototype, "rater", void 0);
/** That it was received. It is shown to nobody by itself. */
export class RatingReceiptDto {
    id;
    tender;
    stage;
    side;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, tender: { required: true, type: () => String }, stage: { required: true, enum: ["contract", "evaluation", "purchase", "implementation"] }, side: { required: true, enum: ["buyer", "agent"] } };
    }
}
export class RatingQuery extends PageQuery {
    /** The body that is spoken of. */
    rated;
    stage;
    dataset;
    static _OPENAPI_METADATA_FACTORY() {
        return { rated: { required: false, type: () => String, description: "The body that is spoken of.", format: "uuid" }, stage: { required: false, enum: ["contract", "evaluation", "purchase", "implementation"], enum: RATING_STAGES }, dataset: { required: false, type: () => String } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], RatingQuery.prototype, "rated", void 0);
__decorate([
    IsOptional(),
    IsIn(RATING_STAGES),
    __metadata("design:type", String)
], RatingQuery.prototype, "stage", void 0);
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], RatingQuery.prototype, "dataset", void 0);
/** What was said of one body at one stage, over all its purchases. */
export class RatingDto {
    rated;
    ratedName;
    side;
    stage;
    dataset;
    /** How many it is the mean of: 5, 10, 15, … */
    answers;
    /** Of 1 to 5, two decimals, half up. */
    mean;
    static _OPENAPI_METADATA_FACTORY() {
        return { rated: { required: true, type: () => String }, ratedName: { required: true, type: () => String }, side: { required: true, enum: ["buyer", "agent"] }, stage: { required: true, enum: ["contract", "evaluation", "purchase", "implementation"] }, dataset: { required: true, type: () => String }, answers: { required: true, type: () => Number, description: "How many it is the mean of: 5, 10, 15, \u2026" }, mean: { required: true, type: () => String, description: "Of 1 to 5, two decimals, half up." } };
    }
}
export class RatingListDto {
    items;
    /** Address of the next page; null on the last. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [RatingDto] }, next: { required: true, type: () => String, nullable: true, description: "Address of the next page; null on the last." } };
    }
}
//# sourceMappingURL=rating.dto.js.map