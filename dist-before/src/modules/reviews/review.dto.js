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
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateNested, } from 'class-validator';
import { IsInstant } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { QueryInt } from '../../platform/http/list.js';
import { CORRECTIONS } from './corrections.rules.js';
import { MEMBER_KINDS } from './panel.rules.js';
import { REJECTION_GROUNDS, REPLACEMENT_GROUNDS, TIES, } from './review.given.js';
/** Points with at most two decimals, as text. */
const POINTS = /^((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/;
/** Which lot of the tender it is about. */
export class LotDto {
    lot;
    static _OPENAPI_METADATA_FACTORY() {
        return { lot: { required: true, type: () => Number, minimum: 1, maximum: 10000 } };
    }
}
__decorate([
    IsInt(),
    Min(1),
    Max(10_000),
    __metadata("design:type", Number)
], LotDto.prototype, "lot", void 0);
export class LotQuery {
    /** Number of the lot; without it the first one. */
    lot;
    static _OPENAPI_METADATA_FACTORY() {
        return { lot: { required: false, type: () => Number, description: "Number of the lot; without it the first one.", minimum: 1, maximum: 10000 } };
    }
}
__decorate([
    IsOptional(),
    QueryInt(),
    IsInt(),
    Min(1),
    Max(10_000),
    __metadata("design:type", Number)
], LotQuery.prototype, "lot", void 0);
export class AppointDto extends LotDto {
    /** An account that may act in panels. */
    user;
    kind;
    /** The purchase is technically complex or of large social impact: a tender's panel then has seven. */
    demanding;
    static _OPENAPI_METADATA_FACTORY() {
        return { user: { required: true, type: () => String, description: "An account that may act in panels.", format: "uuid" }, kind: { required: true, enum: ["buyer_representative", "expert"], enum: MEMBER_KINDS }, demanding: { required: false, type: () => Boolean, description: "The purchase is technically complex or of large social impact: a tender's panel then has seven." } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], AppointDto.prototype, "user", void 0);
__decorate([
    IsIn(MEMBER_KINDS),
    __metadata("design:type", String)
], AppointDto.prototype, "kind", void 0);
__decorate([
    IsOptional(),
    IsBoolean(),
    __metadata("design:type", Boolean)
], AppointDto.prototype, "demanding", void 0);
export class EndMemberDto extends LotDto {
    /** Order 87 article 49. */
    ground;
    reason;
    /** `replace` only: who comes. */
    user;
    /** `replace` only; the kind of the one that goes where it is not said. */
    kind;
    static _OPENAPI_METADATA_FACTORY() {
        return { ground: { required: false, description: "Order 87 article 49.", enum: ["recusal", "absence", "health", "special"], enum: REPLACEMENT_GROUNDS }, reason: { required: true, type: () => String, maxLength: 2000 }, user: { required: false, type: () => String, description: "`replace` only: who comes.", format: "uuid" }, kind: { required: false, description: "`replace` only; the kind of the one that goes where it is not said.", enum: ["buyer_representative", "expert"], enum: MEMBER_KINDS } };
    }
}
__decorate([
    IsOptional(),
    IsIn(REPLACEMENT_GROUNDS),
    __metadata("design:type", String)
], EndMemberDto.prototype, "ground", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], EndMemberDto.prototype, "reason", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], EndMemberDto.prototype, "user", void 0);
__decorate([
    IsOptional(),
    IsIn(MEMBER_KINDS),
    __metadata("design:type", String)
], EndMemberDto.prototype, "kind", void 0);
export class DeclarationDto {
    bid;
    /** Null: none within the last three years, nor kin of such a person. */
    tie;
    detail;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String, format: "uuid" }, tie: { required: false, nullable: true, description: "Null: none within the last three years, nor kin of such a person.", enum: ["other", "employed", "director", "shareholder", "kin"], enum: TIES }, detail: { required: false, type: () => String, nullable: true, maxLength: 2000 } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], DeclarationDto.prototype, "bid", void 0);
__decorate([
    IsOptional(),
    IsIn(TIES),
    __metadata("design:type", Object)
], DeclarationDto.prototype, "tie", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(2000),
    __metadata("design:type", Object)
], DeclarationDto.prototype, "detail", void 0);
export class DeclarationsDto extends LotDto {
    declarations;
    static _OPENAPI_METADATA_FACTORY() {
        return { declarations: { required: true, type: () => [DeclarationDto], maxItems: 500 } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(500),
    ValidateNested({ each: true }),
    Type(() => DeclarationDto),
    __metadata("design:type", Array)
], DeclarationsDto.prototype, "declarations", void 0);
export class CheckDto {
    bid;
    passed;
    /** Of a rejection. */
    ground;
    /** Of a rejection: what is missing or wrong, in words. */
    detail;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String, format: "uuid" }, passed: { required: true, type: () => Boolean }, ground: { required: false, nullable: true, description: "Of a rejection.", enum: ["documents", "bond_missing", "unsigned", "unqualified", "above_ceiling", "terms_unacceptable", "collusion"], enum: REJECTION_GROUNDS }, detail: { required: false, type: () => String, nullable: true, description: "Of a rejection: what is missing or wrong, in words.", maxLength: 2000 } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], CheckDto.prototype, "bid", void 0);
__decorate([
    IsBoolean(),
    __metadata("design:type", Boolean)
], CheckDto.prototype, "passed", void 0);
__decorate([
    IsOptional(),
    IsIn(REJECTION_GROUNDS),
    __metadata("design:type", Object)
], CheckDto.prototype, "ground", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", Object)
], CheckDto.prototype, "detail", void 0);
export class ChecksDto extends LotDto {
    /** Every bid that still stands, once. */
    results;
    static _OPENAPI_METADATA_FACTORY() {
        return { results: { required: true, type: () => [CheckDto], description: "Every bid that still stands, once.", maxItems: 500 } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(500),
    ValidateNested({ each: true }),
    Type(() => CheckDto),
    __metadata("design:type", Array)
], ChecksDto.prototype, "results", void 0);
export class ScoreDto {
    bid;
    criterion;
    points;
    /** What the member says beside the points: told to whom they are, when they are, and kept with them. */
    comment;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String, format: "uuid" }, criterion: { required: true, type: () => Number, minimum: 1, maximum: 1000 }, points: { required: true, type: () => String }, comment: { required: false, type: () => String, nullable: true, description: "What the member says beside the points: told to whom they are, when they are, and kept with them.", maxLength: 500 } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], ScoreDto.prototype, "bid", void 0);
__decorate([
    IsInt(),
    Min(1),
    Max(1000),
    __metadata("design:type", Number)
], ScoreDto.prototype, "criterion", void 0);
__decorate([
    Matches(POINTS),
    __metadata("design:type", String)
], ScoreDto.prototype, "points", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(500),
    __metadata("design:type", Object)
], ScoreDto.prototype, "comment", void 0);
/** The own sheet, all of it. */
export class SheetDto extends LotDto {
    scores;
    /** Locks it: from then on it is corrected on the grounds of the law only. */
    lock;
    static _OPENAPI_METADATA_FACTORY() {
        return { scores: { required: true, type: () => [ScoreDto], maxItems: 10000 }, lock: { required: false, type: () => Boolean, description: "Locks it: from then on it is corrected on the grounds of the law only." } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(10_000),
    ValidateNested({ each: true }),
    Type(() => ScoreDto),
    __metadata("design:type", Array)
], SheetDto.prototype, "scores", void 0);
__decorate([
    IsOptional(),
    IsBoolean(),
    __metadata("design:type", Boolean)
], SheetDto.prototype, "lock", void 0);
export class ScoreCorrectionDto extends LotDto {
    bid;
    criterion;
    points;
    ground;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String, format: "uuid" }, criterion: { required: true, type: () => Number, minimum: 1, maximum: 1000 }, points: { required: true, type: () => String }, ground: { required: true, enum: ["sum_error", "out_of_range", "objective_differs", "extreme"], enum: CORRECTIONS }, reason: { required: true, type: () => String, maxLength: 2000 } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], ScoreCorrectionDto.prototype, "bid", void 0);
__decorate([
    IsInt(),
    Min(1),
    Max(1000),
    __metadata("design:type", Number)
], ScoreCorrectionDto.prototype, "criterion", void 0);
__decorate([
    Matches(POINTS),
    __metadata("design:type", String)
], ScoreCorrectionDto.prototype, "points", void 0);
__decorate([
    IsIn(CORRECTIONS),
    __metadata("design:type", String)
], ScoreCorrectionDto.prototype, "ground", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], ScoreCorrectionDto.prototype, "reason", void 0);
export class AskExplanationDto extends LotDto {
    bid;
    /** Until when the bidder may explain: at least thirty minutes from now where [2026] 2 is in force. */
    dueAt;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String, format: "uuid" }, dueAt: { required: true, type: () => String, description: "Until when the bidder may explain: at least thirty minutes from now where [2026] 2 is in force." }, reason: { required: true, type: () => String, maxLength: 2000 } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], AskExplanationDto.prototype, "bid", void 0);
__decorate([
    IsInstant(),
    __metadata("design:type", String)
], AskExplanationDto.prototype, "dueAt", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], AskExplanationDto.prototype, "reason", void 0);
export class ExplainDto extends LotDto {
    text;
    static _OPENAPI_METADATA_FACTORY() {
        return { text: { required: true, type: () => String, maxLength: 20000 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(20_000),
    __metadata("design:type", String)
], ExplainDto.prototype, "text", void 0);
export class SettleDto extends LotDto {
    /** Whether the price is shown to be reasonable; where it is not the bid is invalid. */
    accepted;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { accepted: { required: true, type: () => Boolean, description: "Whether the price is shown to be reasonable; where it is not the bid is invalid." }, reason: { required: true, type: () => String, maxLength: 2000 } };
    }
}
__decorate([
    IsBoolean(),
    __metadata("design:type", Boolean)
], SettleDto.prototype, "accepted", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], SettleDto.prototype, "reason", void 0);
export class SignatureDto extends LotDto {
    /** Another view, with its reasons; it stands in the report. */
    dissent;
    static _OPENAPI_METADATA_FACTORY() {
        return { dissent: { required: false, type: () => String, description: "Another view, with its reasons; it stands in the report.", maxLength: 5000 } };
    }
}
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(5000),
    __metadata("design:type", String)
], SignatureDto.prototype, "dissent", void 0);
export class NoteUnsignedDto extends LotDto {
    member;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { member: { required: true, type: () => String, format: "uuid" }, reason: { required: true, type: () => String, maxLength: 2000 } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NoteUnsignedDto.prototype, "member", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], NoteUnsignedDto.prototype, "reason", void 0);
//# sourceMappingURL=review.dto.js.map