var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../tenders/tender-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { ArrayMaxSize, ArrayUnique, IsArray, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { ReasonDto } from '../accounts/reason.dto.js';
export class ResultActionDto extends ReasonDto {
    lot;
    /** `confirm`: the bid that is confirmed. */
    bid;
    /** `settle_tie`: all bids that are tied, in the order in which the documents' rule puts them. */
    order;
    static _OPENAPI_METADATA_FACTORY() {
        return { lot: { required: true, type: () => Number, minimum: 1, maximum: 1000 }, bid: { required: false, type: () => String, description: "`confirm`: the bid that is confirmed.", format: "uuid" }, order: { required: false, type: () => [String], description: "`settle_tie`: all bids that are tied, in the order in which the documents' rule puts them.", uniqueItems: true, format: "uuid", maxItems: 1000 } };
    }
}
__decorate([
    IsInt(),
    Min(1),
    Max(1000),
    __metadata("design:type", Number)
], ResultActionDto.prototype, "lot", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], ResultActionDto.prototype, "bid", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(1000),
    ArrayUnique(),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], ResultActionDto.prototype, "order", void 0);
export class AwardActionDto extends ReasonDto {
    static _OPENAPI_METADATA_FACTORY() {
        return {};
    }
}
export class AwardDto {
    id;
    /** Version of the record; also the ETag. */
    version;
    tender;
    lot;
    state;
    supplier;
    /** Yuan: the offer that was ranked. */
    amount;
    currency;
    rank;
    decidedOn;
    /** The first rank, by the clock: the buyer did not decide in time. */
    deemed;
    publishedOn;
    endedOn;
    /** For the parties to it. */
    endReason;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "Version of the record; also the ETag." }, tender: { required: true, type: () => String }, lot: { required: true, type: () => Number }, state: { required: true, type: () => String }, supplier: { required: true, type: () => openapi_import_1.BodyRef, nullable: true }, amount: { required: true, type: () => String, nullable: true, description: "Yuan: the offer that was ranked." }, currency: { required: true, enum: ["CNY"] }, rank: { required: true, type: () => Number, nullable: true }, decidedOn: { required: true, type: () => String, nullable: true }, deemed: { required: true, type: () => Boolean, description: "The first rank, by the clock: the buyer did not decide in time." }, publishedOn: { required: true, type: () => String, nullable: true }, endedOn: { required: true, type: () => String, nullable: true }, endReason: { required: true, type: () => String, nullable: true, description: "For the parties to it." }, allowedActions: { required: true, type: () => [String] } };
    }
}
export class CandidateDto {
    bid;
    bidder;
    /** Equal ranks are a tie; with every settled tie taken into account. */
    rank;
    total;
    /** Yuan. */
    price;
    stands;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String }, bidder: { required: true, type: () => openapi_import_1.BodyRef, nullable: true }, rank: { required: true, type: () => Number, description: "Equal ranks are a tie; with every settled tie taken into account." }, total: { required: true, type: () => String }, price: { required: true, type: () => String, nullable: true, description: "Yuan." }, stands: { required: true, type: () => Boolean } };
    }
}
export class DrawPlaceDto {
    bid;
    hash;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String }, hash: { required: true, type: () => String } };
    }
}
/** Repeatable: the sorted ids are hashed with seed and lot by SHA-256, each bid behind that; the lowest hash comes first. */
export class DrawDto {
    /** SHA-256 of the first report of the lot, which its panel signed before anybody could choose. */
    seed;
    lot;
    order;
    static _OPENAPI_METADATA_FACTORY() {
        return { seed: { required: true, type: () => String, description: "SHA-256 of the first report of the lot, which its panel signed before anybody could choose." }, lot: { required: true, type: () => String }, order: { required: true, type: () => [DrawPlaceDto] } };
    }
}
export class SettledTieDto {
    /** `documents` or `draw`. */
    by;
    order;
    reason;
    draw;
    settledAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { by: { required: true, type: () => String, description: "`documents` or `draw`." }, order: { required: true, type: () => [String] }, reason: { required: true, type: () => String, nullable: true }, draw: { required: true, type: () => DrawDto, nullable: true }, settledAt: { required: true, type: () => String } };
    }
}
export class ObjectionDto {
    reason;
    at;
    static _OPENAPI_METADATA_FACTORY() {
        return { reason: { required: true, type: () => String }, at: { required: true, type: () => String } };
    }
}
export class ReplacementDto {
    reason;
    at;
    static _OPENAPI_METADATA_FACTORY() {
        return { reason: { required: true, type: () => String }, at: { required: true, type: () => String } };
    }
}
/** How somebody has proposed to end a lot, or to have it reviewed again by its panel or another one. */
export class ProposedEndingDto {
    outcome;
    ground;
    reason;
    reference;
    /** The challenge or complaint it follows from. */
    remedy;
    /** Seats of the members of the panel who broke the rules. */
    barred;
    at;
    static _OPENAPI_METADATA_FACTORY() {
        return { outcome: { required: true, enum: ["failed", "cancelled", "rereview", "new_panel"] }, ground: { required: true, type: () => String }, reason: { required: true, type: () => String }, reference: { required: true, type: () => String, nullable: true }, remedy: { required: true, type: () => String, nullable: true, description: "The challenge or complaint it follows from." }, barred: { required: true, type: () => [String], description: "Seats of the members of the panel who broke the rules." }, at: { required: true, type: () => String } };
    }
}
/** The bond of a bid that the documents ask for. */
export class BondDto {
    bid;
    /** Day on which it went back; null: not on record. */
    refundedOn;
    /** Number of the paper that proves it. */
    reference;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String }, refundedOn: { required: true, type: () => String, nullable: true, description: "Day on which it went back; null: not on record." }, reference: { required: true, type: () => String, nullable: true, description: "Number of the paper that proves it." } };
    }
}
export class LotResultDto {
    lot;
    lotState;
    deliveredAt;
    /** Why the buyer itself recorded that it has the report. */
    receiptReason;
    /** From then on the first rank is deemed confirmed; null: never, as things stand. */
    deemsAt;
    objection;
    replacement;
    /** Waits for another person of the buyer. */
    ending;
    /** In the order of the ranks; for the buyer, its agent and those who watch over the region. */
    candidates;
    /** For everybody once the result is published: those that decided it. */
    ties;
    /**
     * SHA-256 of the first report of the lot, for everybody once a result is published: the seed of every draw, however often
     * the lot was reviewed again.
     */
    firstReport;
    /** Once it is reported which bids had one; for the buyer, its agent and those who watch over the region. */
    bonds;
    awards;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { lot: { required: true, type: () => Number }, lotState: { required: true, type: () => String, nullable: true }, deliveredAt: { required: true, type: () => String, nullable: true }, receiptReason: { required: true, type: () => String, nullable: true, description: "Why the buyer itself recorded that it has the report." }, deemsAt: { required: true, type: () => String, nullable: true, description: "From then on the first rank is deemed confirmed; null: never, as things stand." }, objection: { required: true, type: () => ObjectionDto, nullable: true }, replacement: { required: true, type: () => ReplacementDto, nullable: true }, ending: { required: true, type: () => ProposedEndingDto, nullable: true, description: "Waits for another person of the buyer." }, candidates: { required: true, type: () => [CandidateDto], description: "In the order of the ranks; for the buyer, its agent and those who watch over the region." }, ties: { required: true, type: () => [SettledTieDto], description: "For everybody once the result is published: those that decided it." }, firstReport: { required: true, type: () => String, nullable: true, description: "SHA-256 of the first report of the lot, for everybody once a result is published: the seed of every draw, however often\nthe lot was reviewed again." }, bonds: { required: true, type: () => [BondDto], description: "Once it is reported which bids had one; for the buyer, its agent and those who watch over the region." }, awards: { required: true, type: () => [AwardDto] }, allowedActions: { required: true, type: () => [String] } };
    }
}
/** Reports, results and awards of a tender, lot by lot. */
export class LotResultsDto {
    /** Id and version of the tender; the version is the ETag. */
    tender;
    version;
    items;
    static _OPENAPI_METADATA_FACTORY() {
        return { tender: { required: true, type: () => String, description: "Id and version of the tender; the version is the ETag." }, version: { required: true, type: () => Number }, items: { required: true, type: () => [LotResultDto] } };
    }
}
//# sourceMappingURL=results.dto.js.map