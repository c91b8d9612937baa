import * as openapi_import_1 from "../tenders/tender-view.dto.js";
import * as openapi_import_2 from "./conducted/contract-here.dto.js";
import * as openapi_import_3 from "../tenders/deadlines.dto.js";
import * as openapi from "@nestjs/swagger";
import { formatYuanOrNull } from '../../platform/money/money.js';
import { bodyRef, } from '../tenders/tender-view.dto.js';
export class ContractDto {
    id;
    /** Version of the record; also the ETag. */
    version;
    dataset;
    tender;
    /** Number of the lot; null where the contract is for the whole of several lots. */
    lot;
    /** Null: the award is not known, which `completeness` says. */
    award;
    buyer;
    supplier;
    programme;
    title;
    category;
    region;
    number;
    /** Yuan. */
    amount;
    currency;
    signedOn;
    window;
    termText;
    terminatedOn;
    state;
    conducted;
    published;
    externalIds;
    createdAt;
    updatedAt;
    static of(row) {
        return {
            id: row.id,
            version: row.version,
            dataset: row.dataset,
            tender: row.tender_id,
            lot: row.lot,
            award: row.award_id,
            buyer: bodyRef(row.buyer_id, row.buyer_name),
            supplier: bodyRef(row.supplier_id, row.supplier_name),
            programme: row.programme_id,
            title: row.title,
            category: row.category,
            region: row.region,
            number: row.number,
            amount: formatYuanOrNull(row.amount),
            currency: 'CNY',
            signedOn: row.signed_on,
            window: { start: row.window_start, end: row.window_end },
            termText: row.term_text,
            terminatedOn: row.terminated_on,
            state: row.state,
            conducted: row.conducted,
            published: row.published,
            externalIds: row.external_ids,
            createdAt: row.created_at.toISOString(),
            updatedAt: row.updated_at.toISOString(),
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "Version of the record; also the ETag." }, dataset: { required: true, type: () => String }, tender: { required: true, type: () => String }, lot: { required: true, type: () => Number, nullable: true, description: "Number of the lot; null where the contract is for the whole of several lots." }, award: { required: true, type: () => String, nullable: true, description: "Null: the award is not known, which `completeness` says." }, buyer: { required: true, type: () => openapi_import_1.BodyRef, nullable: true }, supplier: { required: true, type: () => openapi_import_1.BodyRef, nullable: true }, programme: { required: true, type: () => String, nullable: true }, title: { required: true, type: () => String }, category: { required: true, type: () => String, nullable: true }, region: { required: true, type: () => String, nullable: true }, number: { required: true, type: () => String, nullable: true }, amount: { required: true, type: () => String, nullable: true, description: "Yuan." }, currency: { required: true, enum: ["CNY"] }, signedOn: { required: true, type: () => String, nullable: true }, window: { required: true, type: () => ({ start: { required: true, type: () => String, nullable: true }, end: { required: true, type: () => String, nullable: true } }) }, termText: { required: true, type: () => String, nullable: true }, terminatedOn: { required: true, type: () => String, nullable: true }, state: { required: true, type: () => String }, conducted: { required: true, enum: ["elsewhere", "here"] }, published: { required: true, type: () => Boolean }, externalIds: { required: true, type: () => [({ system: { required: true, type: () => String }, id: { required: true, type: () => String } })] }, createdAt: { required: true, type: () => String }, updatedAt: { required: true, type: () => String } };
    }
}
export class ContractListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [ContractDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
export class ContractDetailDto extends ContractDto {
    serviceLines;
    /** The contract's own facts; what the tender says of it stands in the tender's facts. */
    facts;
    completeness;
    conflicts;
    /** Null for a contract whose facts are recorded, and for those it is no concern of. */
    here;
    /** Periods of law; whether those that are over were kept is shown to its own bodies and who watches over them. */
    deadlines;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { serviceLines: { required: true, type: () => [String] }, facts: { required: true, type: () => [openapi_import_1.FactViewDto], description: "The contract's own facts; what the tender says of it stands in the tender's facts." }, completeness: { required: true, type: () => [openapi_import_1.MissingViewDto] }, conflicts: { required: true, type: () => [openapi_import_1.ConflictViewDto] }, here: { required: true, type: () => openapi_import_2.ConductedContractDto, nullable: true, description: "Null for a contract whose facts are recorded, and for those it is no concern of." }, deadlines: { required: true, type: () => [openapi_import_3.ContractDeadlineDto], description: "Periods of law; whether those that are over were kept is shown to its own bodies and who watches over them." }, allowedActions: { required: true, type: () => [String] } };
    }
}
//# sourceMappingURL=contract-view.dto.js.map