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
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { QueryInt } from '../http/list.js';
export class ChangesQuery {
    /** Position after which to read; 0 for the beginning. */
    after;
    /** How many events at most. */
    limit;
    /** Seconds to wait for the first event where there is none yet. */
    wait;
    /** Only events of this dataset. */
    dataset;
    static _OPENAPI_METADATA_FACTORY() {
        return { after: { required: false, type: () => Number, description: "Position after which to read; 0 for the beginning.", minimum: 0 }, limit: { required: false, type: () => Number, description: "How many events at most.", minimum: 1, maximum: 200 }, wait: { required: false, type: () => Number, description: "Seconds to wait for the first event where there is none yet.", minimum: 0, maximum: 30 }, dataset: { required: false, type: () => String, description: "Only events of this dataset.", pattern: "^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$" } };
    }
}
__decorate([
    IsOptional(),
    QueryInt(),
    IsInt(),
    Min(0),
    __metadata("design:type", Number)
], ChangesQuery.prototype, "after", void 0);
__decorate([
    IsOptional(),
    QueryInt(),
    IsInt(),
    Min(1),
    Max(200),
    __metadata("design:type", Number)
], ChangesQuery.prototype, "limit", void 0);
__decorate([
    IsOptional(),
    QueryInt(),
    IsInt(),
    Min(0),
    Max(30),
    __metadata("design:type", Number)
], ChangesQuery.prototype, "wait", void 0);
__decorate([
    IsOptional(),
    Matches(/^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$/, { message: 'dataset is not one of the datasets' }),
    __metadata("design:type", String)
], ChangesQuery.prototype, "dataset", void 0);
/** One committed change: ids and small facts. What it led to is read from the resource. */
export class ChangeDto {
    /** Without gaps over all tenants; a caller sees the own ones. */
    position;
    /** `aggregate.action`, e.g. `tender.recorded`. */
    event;
    aggregate;
    id;
    action;
    /** Business time of the change, RFC 3339. */
    at;
    /** State before and after, where the change is a transition. */
    from;
    to;
    /** Ids and small facts of the event. */
    data;
    dataset;
    static of(row) {
        return {
            position: Number(row.position),
            event: `${row.aggregate_type}.${row.action}`,
            aggregate: row.aggregate_type,
            id: row.aggregate_id,
            action: row.action,
            at: row.at.toISOString(),
            from: row.payload.from,
            to: row.payload.to,
            data: row.payload.data,
            dataset: row.dataset,
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { position: { required: true, type: () => Number, description: "Without gaps over all tenants; a caller sees the own ones." }, event: { required: true, type: () => String, description: "`aggregate.action`, e.g. `tender.recorded`." }, aggregate: { required: true, type: () => String }, id: { required: true, type: () => String }, action: { required: true, type: () => String }, at: { required: true, type: () => String, description: "Business time of the change, RFC 3339." }, from: { required: true, type: () => String, nullable: true, description: "State before and after, where the change is a transition." }, to: { required: true, type: () => String, nullable: true }, data: { required: true, type: "object", additionalProperties: true, description: "Ids and small facts of the event." }, dataset: { required: true, type: () => String, nullable: true } };
    }
}
export class ChangesDto {
    items;
    /** The next page, while there is more at once. */
    next;
    /** Everything up to here has been looked at: `after` of the next request, also when there were no items. */
    position;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [ChangeDto] }, next: { required: true, type: () => String, nullable: true, description: "The next page, while there is more at once." }, position: { required: true, type: () => Number, description: "Everything up to here has been looked at: `after` of the next request, also when there were no items." } };
    }
}
//# sourceMappingURL=changes.dto.js.map