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
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { PageQuery } from '../http/list.js';
import { parseRecord } from './audit.chain.js';
export class AuditQuery extends PageQuery {
    /** Only entries of this aggregate, `type:id`. */
    subject;
    /** Only what this user or API key did. */
    actor;
    /** Only this action. */
    action;
    /** Only entries of this dataset. */
    dataset;
    static _OPENAPI_METADATA_FACTORY() {
        return { subject: { required: false, type: () => String, description: "Only entries of this aggregate, `type:id`.", pattern: "^[a-z][a-z0-9_]{0,39}:[^\\0]{1,200}$" }, actor: { required: false, type: () => String, description: "Only what this user or API key did.", maxLength: 100 }, action: { required: false, type: () => String, description: "Only this action.", pattern: "^[a-z][a-z0-9_]{0,59}$" }, dataset: { required: false, type: () => String, description: "Only entries of this dataset.", pattern: "^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$" } };
    }
}
__decorate([
    IsOptional(),
    Matches(/^[a-z][a-z0-9_]{0,39}:[^\0]{1,200}$/, { message: 'subject is not type:id' }),
    __metadata("design:type", String)
], AuditQuery.prototype, "subject", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(100),
    __metadata("design:type", String)
], AuditQuery.prototype, "actor", void 0);
__decorate([
    IsOptional(),
    Matches(/^[a-z][a-z0-9_]{0,59}$/, { message: 'action is not the name of an action' }),
    __metadata("design:type", String)
], AuditQuery.prototype, "action", void 0);
__decorate([
    IsOptional(),
    Matches(/^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$/, { message: 'dataset is not one of the datasets' }),
    __metadata("design:type", String)
], AuditQuery.prototype, "dataset", void 0);
export class ActorDto {
    kind;
    /** Null too where who acted is kept back: a member of a review panel, until the result is published. */
    id;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, enum: ["user", "api_key", "system", "public"] }, id: { required: true, type: () => String, nullable: true, description: "Null too where who acted is kept back: a member of a review panel, until the result is published." } };
    }
}
/** One change of state: who did what, when, why. */
export class AuditEntryDto {
    id;
    aggregate;
    aggregateId;
    /** 1, 2, 3 … within the aggregate. */
    seq;
    /** Business time, RFC 3339. */
    at;
    action;
    actor;
    from;
    to;
    reason;
    data;
    dataset;
    /** HMAC-SHA-256 of the entry, in hex; the next entry of the aggregate contains it. */
    seal;
    /** Words come from the sealed bytes; a row whose bytes are not ours shows what its columns say and no words. */
    static of(row) {
        const record = parseRecord(row.canonical);
        return {
            id: row.id,
            aggregate: row.aggregate_type,
            aggregateId: row.aggregate_id,
            seq: row.seq,
            at: row.at.toISOString(),
            action: row.action,
            actor: { kind: row.actor_kind, id: row.withheld ? null : row.actor_id },
            from: record?.from ?? null,
            to: record?.to ?? null,
            reason: record?.reason ?? null,
            data: record?.data ?? {},
            dataset: row.dataset,
            seal: row.seal.toString('hex'),
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, aggregate: { required: true, type: () => String }, aggregateId: { required: true, type: () => String }, seq: { required: true, type: () => Number, description: "1, 2, 3 \u2026 within the aggregate." }, at: { required: true, type: () => String, description: "Business time, RFC 3339." }, action: { required: true, type: () => String }, actor: { required: true, type: () => ActorDto }, from: { required: true, type: () => String, nullable: true }, to: { required: true, type: () => String, nullable: true }, reason: { required: true, type: () => String, nullable: true }, data: { required: true, type: "object", additionalProperties: true }, dataset: { required: true, type: () => String, nullable: true }, seal: { required: true, type: () => String, description: "HMAC-SHA-256 of the entry, in hex; the next entry of the aggregate contains it." } };
    }
}
export class AuditEntriesDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [AuditEntryDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
export class AuditFindingDto {
    /** Stable code, e.g. `row_altered`, `tail_cut`. */
    code;
    text;
    aggregate;
    id;
    seq;
    /** Id of the audit entry. */
    entry;
    anchor;
    static _OPENAPI_METADATA_FACTORY() {
        return { code: { required: true, type: () => String, description: "Stable code, e.g. `row_altered`, `tail_cut`." }, text: { required: true, type: () => String }, aggregate: { required: false, type: () => String }, id: { required: false, type: () => String }, seq: { required: false, type: () => Number }, entry: { required: false, type: () => String, description: "Id of the audit entry." }, anchor: { required: false, type: () => Number } };
    }
}
export class RowNameDto {
    entry;
    aggregate;
    id;
    seq;
    static _OPENAPI_METADATA_FACTORY() {
        return { entry: { required: true, type: () => String }, aggregate: { required: true, type: () => String }, id: { required: true, type: () => String }, seq: { required: true, type: () => Number } };
    }
}
export class NotYetAnchoredDto {
    rows;
    /** The first twenty. */
    first;
    static _OPENAPI_METADATA_FACTORY() {
        return { rows: { required: true, type: () => Number }, first: { required: true, type: () => [RowNameDto], description: "The first twenty." } };
    }
}
export class LastAnchorDto {
    no;
    at;
    /** Feed position up to which chains were looked at. */
    position;
    static _OPENAPI_METADATA_FACTORY() {
        return { no: { required: true, type: () => Number }, at: { required: true, type: () => String }, position: { required: true, type: () => String, description: "Feed position up to which chains were looked at." } };
    }
}
export class AnchorsDto {
    inDatabase;
    inFile;
    last;
    /** PEM of the Ed25519 key that signs anchors now. */
    publicKey;
    static _OPENAPI_METADATA_FACTORY() {
        return { inDatabase: { required: true, type: () => Number }, inFile: { required: true, type: () => Number }, last: { required: true, type: () => LastAnchorDto, nullable: true }, publicKey: { required: true, type: () => String, description: "PEM of the Ed25519 key that signs anchors now." } };
    }
}
/** Whether the audit is what was written. */
export class AuditVerificationDto {
    ok;
    checkedAt;
    rows;
    chains;
    anchors;
    /** Entries newer than their chain's last anchor; anchors come every minute. */
    notYetAnchored;
    /** The first two hundred. */
    findings;
    findingsTotal;
    static _OPENAPI_METADATA_FACTORY() {
        return { ok: { required: true, type: () => Boolean }, checkedAt: { required: true, type: () => String }, rows: { required: true, type: () => Number }, chains: { required: true, type: () => Number }, anchors: { required: true, type: () => AnchorsDto }, notYetAnchored: { required: true, type: () => NotYetAnchoredDto, description: "Entries newer than their chain's last anchor; anchors come every minute." }, findings: { required: true, type: () => [AuditFindingDto], description: "The first two hundred." }, findingsTotal: { required: true, type: () => Number } };
    }
}
//# sourceMappingURL=audit.dto.js.map