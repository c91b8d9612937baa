import * as openapi_import_1 from "../../platform/http/external-id.dto.js";
import * as openapi from "@nestjs/swagger";
/** A body as every signed-in caller sees it. */
export class OrganisationDto {
    id;
    version;
    dataset;
    name;
    kind;
    creditCode;
    region;
    state;
    categories;
    licensedWorkers;
    fullTimeStaff;
    /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
    registeredOn;
    /** What its notices say of where it sits and whom to ask. */
    address;
    contactName;
    contactPhone;
    /** Whether its persons and holdings are a complete statement. */
    relationsKnown;
    externalIds;
    createdAt;
    updatedAt;
    static of(row) {
        return {
            id: row.id,
            version: row.version,
            dataset: row.dataset,
            name: row.name,
            kind: row.kind,
            creditCode: row.credit_code,
            region: row.region,
            state: row.state,
            categories: row.categories,
            licensedWorkers: row.licensed_workers,
            fullTimeStaff: row.full_time_staff,
            registeredOn: row.registered_on,
            address: row.address,
            contactName: row.contact_name,
            contactPhone: row.contact_phone,
            relationsKnown: row.relations_known,
            externalIds: row.external_ids,
            createdAt: row.created_at.toISOString(),
            updatedAt: row.updated_at.toISOString(),
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, dataset: { required: true, type: () => String }, name: { required: true, type: () => String }, kind: { required: true, nullable: true, enum: ["supervisor", "finance_authority", "agency", "evaluator", "agent", "enterprise", "individual_provider", "volunteer_body", "community_committee", "bureau", "street_office"] }, creditCode: { required: true, type: () => String, nullable: true }, region: { required: true, type: () => String, nullable: true }, state: { required: true, type: () => String }, categories: { required: true, type: () => [String] }, licensedWorkers: { required: true, type: () => Number, nullable: true }, fullTimeStaff: { required: true, type: () => Number, nullable: true }, registeredOn: { required: true, type: () => String, nullable: true, description: "`YYYY`, `YYYY-MM` or `YYYY-MM-DD`." }, address: { required: true, type: () => String, nullable: true, description: "What its notices say of where it sits and whom to ask." }, contactName: { required: true, type: () => String, nullable: true }, contactPhone: { required: true, type: () => String, nullable: true }, relationsKnown: { required: true, type: () => Boolean, description: "Whether its persons and holdings are a complete statement." }, externalIds: { required: true, type: () => [openapi_import_1.ExternalIdDto] }, createdAt: { required: true, type: () => String }, updatedAt: { required: true, type: () => String } };
    }
}
export class PersonViewDto {
    relation;
    name;
    static _OPENAPI_METADATA_FACTORY() {
        return { relation: { required: true, enum: ["head", "manager", "founder", "holder"] }, name: { required: true, type: () => String } };
    }
}
export class HoldingViewDto {
    organisation;
    name;
    relation;
    static _OPENAPI_METADATA_FACTORY() {
        return { organisation: { required: true, type: () => String }, name: { required: true, type: () => String }, relation: { required: true, enum: ["holding", "founder", "management"] } };
    }
}
export class OrganisationDetailDto extends OrganisationDto {
    /** Bodies that hold, manage or founded it; null for those who may not see them. */
    holdings;
    /** Persons behind it, by name; null for those who may not see them. */
    persons;
    static ofDetail(row) {
        return { ...OrganisationDto.of(row), holdings: row.holdings, persons: row.persons };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { holdings: { required: true, type: () => [HoldingViewDto], nullable: true, description: "Bodies that hold, manage or founded it; null for those who may not see them." }, persons: { required: true, type: () => [PersonViewDto], nullable: true, description: "Persons behind it, by name; null for those who may not see them." } };
    }
}
export class OrganisationListDto {
    items;
    /** Address of the next page; null on the last. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [OrganisationDto] }, next: { required: true, type: () => String, nullable: true, description: "Address of the next page; null on the last." } };
    }
}
//# sourceMappingURL=organisation-view.dto.js.map