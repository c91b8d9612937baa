import * as openapi_import_1 from "./deadlines.dto.js";
import * as openapi_import_2 from "./conducted/conducted-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { asIntended } from './conducted/intended.rules.js';
import { instantOf } from '../../platform/clock/moment.js';
import { formatYuanOrNull } from '../../platform/money/money.js';
import { isPublished } from './facts-in-force.rules.js';
/** A body as other objects name it. */
export class BodyRef {
    id;
    name;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, name: { required: true, type: () => String } };
    }
}
export const bodyRef = (id, name) => id === null ? null : { id, name: name ?? '' };
/** A tender in a list. */
export class TenderDto {
    id;
    /** Version of the record; also the ETag. */
    version;
    dataset;
    ocid;
    /** Rounds of one purchase share it. */
    purchaseId;
    round;
    conducted;
    buyer;
    title;
    method;
    category;
    region;
    regionText;
    budgetLevel;
    projectNo;
    /** Yuan. */
    budget;
    currency;
    programme;
    window;
    termText;
    /** Of its lifecycle; elsewhere the furthest the facts prove at this moment, null where they prove nothing. */
    state;
    published;
    createdAt;
    updatedAt;
    static of(row) {
        const tender = {
            id: row.id,
            version: row.version,
            dataset: row.dataset,
            ocid: row.ocid,
            purchaseId: row.purchase_id,
            round: row.round,
            conducted: row.conducted,
            buyer: bodyRef(row.buyer_id, row.buyer_name),
            title: row.title,
            method: row.method,
            category: row.category,
            region: row.region,
            regionText: row.region_text,
            budgetLevel: row.budget_level,
            projectNo: row.project_no,
            budget: formatYuanOrNull(row.budget),
            currency: 'CNY',
            programme: row.programme_id,
            window: { start: row.window_start, end: row.window_end },
            termText: row.term_text,
            state: row.state,
            published: row.published,
            createdAt: instantOf(row.created_at),
            updatedAt: instantOf(row.updated_at),
        };
        return asIntended(tender, row.intended);
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "Version of the record; also the ETag." }, dataset: { required: true, type: () => String }, ocid: { required: true, type: () => String }, purchaseId: { required: true, type: () => String, description: "Rounds of one purchase share it." }, round: { required: true, type: () => Number }, conducted: { required: true, enum: ["elsewhere", "here"] }, buyer: { required: true, type: () => BodyRef, nullable: true }, title: { required: true, type: () => String }, method: { required: true, type: () => String, nullable: true }, category: { required: true, type: () => String, nullable: true }, region: { required: true, type: () => String, nullable: true }, regionText: { required: true, type: () => String, nullable: true }, budgetLevel: { required: true, type: () => String, nullable: true }, projectNo: { required: true, type: () => String, nullable: true }, budget: { required: true, type: () => String, nullable: true, description: "Yuan." }, currency: { required: true, enum: ["CNY"] }, programme: { required: true, type: () => String, nullable: true }, window: { required: true, type: () => ({ start: { required: true, type: () => String, nullable: true }, end: { required: true, type: () => String, nullable: true } }) }, termText: { required: true, type: () => String, nullable: true }, state: { required: true, nullable: true, description: "Of its lifecycle; elsewhere the furthest the facts prove at this moment, null where they prove nothing.", enum: ["failed", "closed", "open", "intent_published", "opened", "result_published", "contracted", "cancelled", "draft", "in_consultation", "final_offers_requested", "final_offers_in", "reviewed", "confirmed", "suspended", "in_review", "planned"] }, published: { required: true, type: () => Boolean }, createdAt: { required: true, type: () => String }, updatedAt: { required: true, type: () => String } };
    }
}
export class TenderListDto {
    items;
    /** Address of the next page, null at the end. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [TenderDto] }, next: { required: true, type: () => String, nullable: true, description: "Address of the next page, null at the end." } };
    }
}
export class BidViewDto {
    /** Id of the fact that says it. */
    id;
    bidder;
    price;
    rank;
    score;
    status;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String, description: "Id of the fact that says it." }, bidder: { required: true, type: () => BodyRef, nullable: true }, price: { required: true, type: () => String, nullable: true }, rank: { required: true, type: () => Number, nullable: true }, score: { required: true, type: () => String, nullable: true }, status: { required: true, type: () => String, nullable: true } };
    }
}
export class AwardViewDto {
    id;
    supplier;
    amount;
    decidedOn;
    publishedOn;
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, supplier: { required: true, type: () => BodyRef, nullable: true }, amount: { required: true, type: () => String, nullable: true }, decidedOn: { required: true, type: () => String, nullable: true }, publishedOn: { required: true, type: () => String, nullable: true }, state: { required: true, type: () => String } };
    }
}
export class LotViewDto {
    id;
    no;
    name;
    ceiling;
    budget;
    pricing;
    state;
    /** How many bid, as published; null where unknown. */
    bidCount;
    /** Bids on record: published lists are often incomplete. */
    bids;
    award;
    /** Periods of law that concern it. */
    deadlines;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, no: { required: true, type: () => Number }, name: { required: true, type: () => String, nullable: true }, ceiling: { required: true, type: () => String, nullable: true }, budget: { required: true, type: () => String, nullable: true }, pricing: { required: true, type: () => String, nullable: true }, state: { required: true, nullable: true, enum: ["failed", "closed", "open", "intent_published", "opened", "result_published", "contracted", "cancelled", "in_consultation", "final_offers_requested", "final_offers_in", "reviewed", "confirmed", "suspended"] }, bidCount: { required: true, type: () => Number, nullable: true, description: "How many bid, as published; null where unknown." }, bids: { required: true, type: () => [BidViewDto], description: "Bids on record: published lists are often incomplete." }, award: { required: true, type: () => AwardViewDto, nullable: true }, deadlines: { required: true, type: () => [openapi_import_1.TenderDeadlineDto], description: "Periods of law that concern it." } };
    }
}
/** What the approver, the public or a lawyer said while it was a draft. For its own bodies and who watches over them. */
/** A recorded fact with its source. A corrected one names what replaced it. */
export class FactViewDto {
    id;
    kind;
    lot;
    data;
    source;
    replaces;
    replacedBy;
    reason;
    recordedAt;
    static of(fact) {
        const { id, kind, lot, data, source, replaces, replacedBy, reason, recordedAt } = fact;
        return { id, kind, lot, data: data, source, replaces, replacedBy, reason, recordedAt };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, kind: { required: true, type: () => String }, lot: { required: true, type: () => Number, nullable: true }, data: { required: true, type: "object", additionalProperties: true }, source: { required: true, type: () => ({ kind: { required: true, type: () => String }, url: { required: false, type: () => String, nullable: true }, publishedOn: { required: false, type: () => String, nullable: true }, reference: { required: false, type: () => String, nullable: true } }) }, replaces: { required: true, type: () => String, nullable: true }, replacedBy: { required: true, type: () => String, nullable: true }, reason: { required: true, type: () => String, nullable: true }, recordedAt: { required: true, type: () => String } };
    }
}
/** Facts that cannot all be true. Those of a file are stored as published; a check that needs them answers `insufficient_data`. */
export class ConflictViewDto {
    code;
    facts;
    fields;
    text;
    static _OPENAPI_METADATA_FACTORY() {
        return { code: { required: true, type: () => String }, facts: { required: true, type: () => [String] }, fields: { required: true, type: () => [String] }, text: { required: true, type: () => String } };
    }
}
/** Something no fact says yet. */
export class MissingViewDto {
    field;
    lot;
    static _OPENAPI_METADATA_FACTORY() {
        return { field: { required: true, type: () => String }, lot: { required: true, type: () => Number, nullable: true } };
    }
}
export class TenderDetailDto extends TenderDto {
    serviceLines;
    lots;
    contracts;
    completeness;
    conflicts;
    facts;
    externalIds;
    /** Periods of law; whether those that are over were kept is shown to its own bodies and who watches over them. */
    deadlines;
    /** Null for a purchase conducted elsewhere. */
    here;
    /** What the caller may do now. */
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { serviceLines: { required: true, type: () => [String] }, lots: { required: true, type: () => [LotViewDto] }, contracts: { required: true, type: () => [({ id: { required: true, type: () => String }, lot: { required: true, type: () => Number, nullable: true }, state: { required: true, type: () => String } })] }, completeness: { required: true, type: () => [MissingViewDto] }, conflicts: { required: true, type: () => [ConflictViewDto] }, facts: { required: true, type: () => [FactViewDto] }, externalIds: { required: true, type: () => [({ system: { required: true, type: () => String }, id: { required: true, type: () => String } })] }, deadlines: { required: true, type: () => [openapi_import_1.TenderDeadlineDto], description: "Periods of law; whether those that are over were kept is shown to its own bodies and who watches over them." }, here: { required: true, type: () => openapi_import_2.ConductedViewDto, nullable: true, description: "Null for a purchase conducted elsewhere." }, allowedActions: { required: true, type: () => [String], description: "What the caller may do now." } };
    }
}
export const conflictViews = (conflicts, text, lang) => conflicts.map((c) => ({ ...c, text: text(c)[lang] }));
export const missingViews = (missing) => missing.map(({ field, lot }) => ({ field, lot }));
/** Facts as far as the caller may see them: outsiders those that were published. */
export const shownTo = (insider, facts) => facts.filter((fact) => insider || isPublished(fact));
/** Conflicts as far as the caller may see every fact they name. */
export function conflictsAmong(insider, conflicts, shown) {
    const ids = new Set(shown.map((f) => f.id));
    return conflicts.filter((c) => insider || c.facts.every((id) => ids.has(id)));
}
//# sourceMappingURL=tender-view.dto.js.map