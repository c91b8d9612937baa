import * as openapi_import_1 from "../tenders/tender-view.dto.js";
import * as openapi from "@nestjs/swagger";
/** A rule with its place. */
export class ReviewRuleDto {
    id;
    document;
    article;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, document: { required: true, type: () => String }, article: { required: true, type: () => String } };
    }
}
export class PanelFaultDto {
    code;
    text;
    static _OPENAPI_METADATA_FACTORY() {
        return { code: { required: true, type: () => String }, text: { required: true, type: () => String } };
    }
}
export class PanelDto {
    size;
    experts;
    /** `unknown`: no rule on record was in force. */
    lawful;
    least;
    rule;
    faults;
    static _OPENAPI_METADATA_FACTORY() {
        return { size: { required: true, type: () => Number }, experts: { required: true, type: () => Number }, lawful: { required: true, description: "`unknown`: no rule on record was in force.", enum: ["unknown", "lawful", "unlawful"] }, least: { required: true, type: () => Number, nullable: true }, rule: { required: true, type: () => ReviewRuleDto, nullable: true }, faults: { required: true, type: () => [PanelFaultDto] } };
    }
}
export class MemberDto {
    id;
    kind;
    /** Whether it is the caller's own seat. */
    own;
    /** Null to everybody but the caller itself and those who appoint, until the result is published. */
    user;
    name;
    declared;
    /** Stages of which it has said what it finds, as far as the panel has not decided: `qualification`, `conformity`, `price`. */
    found;
    locked;
    signed;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, kind: { required: true, type: () => String }, own: { required: true, type: () => Boolean, description: "Whether it is the caller's own seat." }, user: { required: true, type: () => String, nullable: true, description: "Null to everybody but the caller itself and those who appoint, until the result is published." }, name: { required: true, type: () => String, nullable: true }, declared: { required: true, type: () => Boolean }, found: { required: true, type: () => [String], description: "Stages of which it has said what it finds, as far as the panel has not decided: `qualification`, `conformity`, `price`." }, locked: { required: true, type: () => Boolean }, signed: { required: true, type: () => Boolean } };
    }
}
export class CheckedDto {
    stage;
    passed;
    ground;
    detail;
    static _OPENAPI_METADATA_FACTORY() {
        return { stage: { required: true, type: () => String }, passed: { required: true, type: () => Boolean }, ground: { required: true, type: () => String, nullable: true }, detail: { required: true, type: () => String, nullable: true } };
    }
}
export class ReviewedBidDto {
    id;
    bidder;
    /** Yuan; of a consultation not before the result. */
    price;
    /** `opened`, `unreadable`, `valid` or `rejected`. */
    status;
    checks;
    /** Rules on low prices that its price meets; each asks for an explanation and rejects nobody. */
    triggers;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, bidder: { required: true, type: () => openapi_import_1.BodyRef, nullable: true }, price: { required: true, type: () => String, nullable: true, description: "Yuan; of a consultation not before the result." }, status: { required: true, type: () => String, description: "`opened`, `unreadable`, `valid` or `rejected`." }, checks: { required: true, type: () => [CheckedDto] }, triggers: { required: true, type: () => [String], description: "Rules on low prices that its price meets; each asks for an explanation and rejects nobody." } };
    }
}
/** A report that another took the place of. It is kept as it was signed. */
export class SupersededReportDto {
    sha256;
    reportedAt;
    supersededAt;
    ground;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { sha256: { required: true, type: () => String }, reportedAt: { required: true, type: () => String }, supersededAt: { required: true, type: () => String }, ground: { required: true, type: () => String }, reason: { required: true, type: () => String } };
    }
}
export class LotReviewDto {
    lot;
    lotState;
    /** Null: nobody is appointed. */
    state;
    panel;
    members;
    bids;
    /** Reports that no longer stand, the oldest first. */
    earlierReports;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { lot: { required: true, type: () => Number }, lotState: { required: true, type: () => String, nullable: true }, state: { required: true, type: () => String, nullable: true, description: "Null: nobody is appointed." }, panel: { required: true, type: () => PanelDto }, members: { required: true, type: () => [MemberDto] }, bids: { required: true, type: () => [ReviewedBidDto] }, earlierReports: { required: true, type: () => [SupersededReportDto], description: "Reports that no longer stand, the oldest first." }, allowedActions: { required: true, type: () => [String] } };
    }
}
/** The reviews of a tender, lot by lot. */
export class ReviewsDto {
    /** Id and version of the tender; the version is the ETag. */
    tender;
    version;
    items;
    static _OPENAPI_METADATA_FACTORY() {
        return { tender: { required: true, type: () => String, description: "Id and version of the tender; the version is the ETag." }, version: { required: true, type: () => Number }, items: { required: true, type: () => [LotReviewDto] } };
    }
}
export class SheetScoreDto {
    bid;
    criterion;
    points;
    /** What the member says beside the points. */
    comment;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String }, criterion: { required: true, type: () => Number }, points: { required: true, type: () => String }, comment: { required: true, type: () => String, nullable: true, description: "What the member says beside the points." } };
    }
}
export class SheetViewDto {
    member;
    own;
    locked;
    scores;
    static _OPENAPI_METADATA_FACTORY() {
        return { member: { required: true, type: () => String }, own: { required: true, type: () => Boolean }, locked: { required: true, type: () => Boolean }, scores: { required: true, type: () => [SheetScoreDto] } };
    }
}
/** Before all are locked: the own one alone. */
export class SheetsDto {
    lot;
    items;
    static _OPENAPI_METADATA_FACTORY() {
        return { lot: { required: true, type: () => Number }, items: { required: true, type: () => [SheetViewDto] } };
    }
}
export class ExplanationDto {
    bid;
    triggers;
    reason;
    askedAt;
    dueAt;
    text;
    explainedAt;
    accepted;
    decisionReason;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String }, triggers: { required: true, type: () => [String] }, reason: { required: true, type: () => String }, askedAt: { required: true, type: () => String }, dueAt: { required: true, type: () => String }, text: { required: true, type: () => String, nullable: true }, explainedAt: { required: true, type: () => String, nullable: true }, accepted: { required: true, type: () => Boolean, nullable: true }, decisionReason: { required: true, type: () => String, nullable: true } };
    }
}
/** Of the own bids for a bidder, of all for the panel and the buyer. */
export class ExplanationsDto {
    tender;
    version;
    lot;
    items;
    static _OPENAPI_METADATA_FACTORY() {
        return { tender: { required: true, type: () => String }, version: { required: true, type: () => Number }, lot: { required: true, type: () => Number }, items: { required: true, type: () => [ExplanationDto] } };
    }
}
export class ReportedMemberDto {
    no;
    /** Null until the result is published, but to the panel and those who appointed it. */
    name;
    kind;
    dissent;
    unsigned;
    signedAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, name: { required: true, type: () => String, nullable: true, description: "Null until the result is published, but to the panel and those who appointed it." }, kind: { required: true, type: () => String }, dissent: { required: true, type: () => String, nullable: true }, unsigned: { required: true, type: () => String, nullable: true }, signedAt: { required: true, type: () => String, nullable: true } };
    }
}
export class ReplacedDto {
    kind;
    ground;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, type: () => String }, ground: { required: true, type: () => String }, reason: { required: true, type: () => String } };
    }
}
export class ReportPanelDto {
    least;
    rule;
    members;
    replaced;
    static _OPENAPI_METADATA_FACTORY() {
        return { least: { required: true, type: () => Number, nullable: true }, rule: { required: true, type: () => ReviewRuleDto, nullable: true }, members: { required: true, type: () => [ReportedMemberDto] }, replaced: { required: true, type: () => [ReplacedDto] } };
    }
}
export class ReportTenderDto {
    id;
    title;
    method;
    buyer;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, title: { required: true, type: () => String }, method: { required: true, type: () => String }, buyer: { required: true, type: () => String } };
    }
}
export class ReportLotDto {
    no;
    name;
    ceiling;
    pricing;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, name: { required: true, type: () => String, nullable: true }, ceiling: { required: true, type: () => String, nullable: true }, pricing: { required: true, type: () => String, nullable: true } };
    }
}
export class ReportCriterionDto {
    no;
    name;
    kind;
    points;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, name: { required: true, type: () => String }, kind: { required: true, type: () => String }, points: { required: true, type: () => String } };
    }
}
export class ReportedBidDto {
    bid;
    bidder;
    /** Yuan; in a consultation that of the final offer. */
    price;
    /** What was offered before the talks; null in a tender. */
    firstPrice;
    status;
    stage;
    ground;
    detail;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String }, bidder: { required: true, type: () => String }, price: { required: true, type: () => String, nullable: true, description: "Yuan; in a consultation that of the final offer." }, firstPrice: { required: true, type: () => String, nullable: true, description: "What was offered before the talks; null in a tender." }, status: { required: true, type: () => String }, stage: { required: true, type: () => String, nullable: true }, ground: { required: true, type: () => String, nullable: true }, detail: { required: true, type: () => String, nullable: true } };
    }
}
/** What a member found otherwise than the panel decided. */
export class ReportedDissentDto {
    member;
    /** `qualification`, `conformity` or `price`. */
    stage;
    bid;
    passed;
    ground;
    detail;
    static _OPENAPI_METADATA_FACTORY() {
        return { member: { required: true, type: () => Number }, stage: { required: true, type: () => String, description: "`qualification`, `conformity` or `price`." }, bid: { required: true, type: () => String }, passed: { required: true, type: () => Boolean }, ground: { required: true, type: () => String, nullable: true }, detail: { required: true, type: () => String, nullable: true } };
    }
}
export class MeanDto {
    criterion;
    points;
    static _OPENAPI_METADATA_FACTORY() {
        return { criterion: { required: true, type: () => Number }, points: { required: true, type: () => String } };
    }
}
export class ReportedOfferDto {
    bid;
    rank;
    means;
    priceScore;
    /** Two decimals, half up. */
    total;
    /** What was ranked by: a fraction. */
    exact;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String }, rank: { required: true, type: () => Number }, means: { required: true, type: () => [MeanDto] }, priceScore: { required: true, type: () => String, nullable: true }, total: { required: true, type: () => String, description: "Two decimals, half up." }, exact: { required: true, type: () => String, description: "What was ranked by: a fraction." } };
    }
}
export class ReportedScoreDto {
    member;
    bid;
    criterion;
    points;
    /** What the member said beside the points. */
    comment;
    static _OPENAPI_METADATA_FACTORY() {
        return { member: { required: true, type: () => Number }, bid: { required: true, type: () => String }, criterion: { required: true, type: () => Number }, points: { required: true, type: () => String }, comment: { required: true, type: () => String, nullable: true, description: "What the member said beside the points." } };
    }
}
export class ReportedCorrectionDto {
    member;
    bid;
    criterion;
    from;
    to;
    ground;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { member: { required: true, type: () => Number }, bid: { required: true, type: () => String }, criterion: { required: true, type: () => Number }, from: { required: true, type: () => String }, to: { required: true, type: () => String }, ground: { required: true, type: () => String }, reason: { required: true, type: () => String } };
    }
}
export class ReportedExplanationDto {
    bid;
    triggers;
    reason;
    dueAt;
    text;
    accepted;
    decisionReason;
    static _OPENAPI_METADATA_FACTORY() {
        return { bid: { required: true, type: () => String }, triggers: { required: true, type: () => [String] }, reason: { required: true, type: () => String }, dueAt: { required: true, type: () => String }, text: { required: true, type: () => String, nullable: true }, accepted: { required: true, type: () => Boolean, nullable: true }, decisionReason: { required: true, type: () => String, nullable: true } };
    }
}
/** Bids that share a rank. */
export class TieDto {
    bids;
    static _OPENAPI_METADATA_FACTORY() {
        return { bids: { required: true, type: () => [String] } };
    }
}
export class ReportedStandardDto {
    no;
    text;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, text: { required: true, type: () => String } };
    }
}
export class ReportedChangeDto {
    no;
    requirement;
    standards;
    contractTerms;
    reason;
    confirmedAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, requirement: { required: true, type: () => String, nullable: true }, standards: { required: true, type: () => [ReportedStandardDto] }, contractTerms: { required: true, type: () => String, nullable: true }, reason: { required: true, type: () => String }, confirmedAt: { required: true, type: () => String } };
    }
}
/** Changes that the buyer confirmed, and the one deadline of the final offers. */
export class ReportedConsultationDto {
    finalDeadlineAt;
    changes;
    static _OPENAPI_METADATA_FACTORY() {
        return { finalDeadlineAt: { required: true, type: () => String, nullable: true }, changes: { required: true, type: () => [ReportedChangeDto] } };
    }
}
/** What the panel found, as it was signed. */
export class ReviewReportDto {
    /** Of the report as it is stored. */
    sha256;
    tender;
    lot;
    openedOn;
    reportedAt;
    panel;
    /** What the talks changed; null in a tender. */
    consultation;
    scoring;
    criteria;
    bids;
    /** Order 87 article 61: the panel decides by the majority of its members, and who differed is on record. */
    dissents;
    offers;
    ties;
    scores;
    corrections;
    explanations;
    static _OPENAPI_METADATA_FACTORY() {
        return { sha256: { required: true, type: () => String, description: "Of the report as it is stored." }, tender: { required: true, type: () => ReportTenderDto }, lot: { required: true, type: () => ReportLotDto }, openedOn: { required: true, type: () => String, nullable: true }, reportedAt: { required: true, type: () => String }, panel: { required: true, type: () => ReportPanelDto }, consultation: { required: true, type: () => ReportedConsultationDto, nullable: true, description: "What the talks changed; null in a tender." }, scoring: { required: true, type: () => String }, criteria: { required: true, type: () => [ReportCriterionDto] }, bids: { required: true, type: () => [ReportedBidDto] }, dissents: { required: true, type: () => [ReportedDissentDto], description: "Order 87 article 61: the panel decides by the majority of its members, and who differed is on record." }, offers: { required: true, type: () => [ReportedOfferDto] }, ties: { required: true, type: () => [TieDto] }, scores: { required: true, type: () => [ReportedScoreDto] }, corrections: { required: true, type: () => [ReportedCorrectionDto] }, explanations: { required: true, type: () => [ReportedExplanationDto] } };
    }
}
//# sourceMappingURL=review-view.dto.js.map