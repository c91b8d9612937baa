import * as openapi_import_1 from "./service-line.dto.js";
import * as openapi_import_2 from "./line-ending.dto.js";
import * as openapi_import_3 from "../../platform/http/external-id.dto.js";
import * as openapi from "@nestjs/swagger";
import { heldIn } from '../../platform/access/held.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { serviceLineLifecycle } from './service-line.lifecycle.js';
/** A place by its name. */
export class PlaceDto {
    id;
    name;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, name: { required: true, type: () => String } };
    }
}
/** A service residents receive: place × category × target group, lasting across projects. */
export class ServiceLineDto {
    id;
    version;
    dataset;
    name;
    category;
    targetGroup;
    region;
    /** The body that answers for it. */
    responsible;
    communities;
    since;
    until;
    /** Nothing is known after this day; null in a dataset that goes on. */
    knownUntil;
    assumption;
    /** `ended` once it is decided; what was recorded is from the day after `until`. */
    state;
    /** Null where nobody has proposed to end it. */
    end;
    externalIds;
    createdAt;
    updatedAt;
    allowedActions;
    static of(row, caller) {
        return {
            id: row.id,
            version: row.version,
            dataset: row.dataset,
            name: row.name,
            category: row.category,
            targetGroup: row.target_group,
            region: row.region,
            responsible: row.responsible_id,
            communities: row.communities,
            since: row.since,
            until: row.until,
            knownUntil: row.known_until,
            assumption: row.assumption,
            state: row.state,
            end: row.end,
            externalIds: row.external_ids,
            createdAt: row.created_at.toISOString(),
            updatedAt: row.updated_at.toISOString(),
            allowedActions: allowedActions(serviceLineLifecycle, row.state, {
                permissions: heldIn(caller, [row.responsible_id]),
            }),
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, dataset: { required: true, type: () => String }, name: { required: true, type: () => String }, category: { required: true, type: () => String }, targetGroup: { required: true, type: () => String, nullable: true }, region: { required: true, type: () => String, nullable: true }, responsible: { required: true, type: () => String, nullable: true, description: "The body that answers for it." }, communities: { required: true, type: () => [PlaceDto] }, since: { required: true, type: () => String }, until: { required: true, type: () => String, nullable: true }, knownUntil: { required: true, type: () => String, nullable: true, description: "Nothing is known after this day; null in a dataset that goes on." }, assumption: { required: true, type: () => openapi_import_1.AssumptionDto, nullable: true }, state: { required: true, description: "`ended` once it is decided; what was recorded is from the day after `until`.", enum: ["active", "ended"] }, end: { required: true, type: () => openapi_import_2.LineEndDto, nullable: true, description: "Null where nobody has proposed to end it." }, externalIds: { required: true, type: () => [openapi_import_3.ExternalIdDto] }, createdAt: { required: true, type: () => String }, updatedAt: { required: true, type: () => String }, allowedActions: { required: true, type: () => [String] } };
    }
}
export class ServiceLineListDto {
    items;
    /** Address of the next page; null on the last. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [ServiceLineDto] }, next: { required: true, type: () => String, nullable: true, description: "Address of the next page; null on the last." } };
    }
}
//# sourceMappingURL=service-line-view.dto.js.map