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
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { IsInstant } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { PageQuery } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { apiKeyLifecycle } from './api-key.lifecycle.js';
import { KEY_SCOPES } from './roles.js';
export class NewApiKeyDto {
    /** What it is for. */
    name;
    /** The body it acts for; may be left out by who sits in one body only. */
    organisation;
    /** Permissions; none that you do not have in that body. */
    scopes;
    /** RFC 3339; absent: until it is revoked. */
    expiresAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { name: { required: true, type: () => String, description: "What it is for.", maxLength: 100 }, organisation: { required: false, type: () => String, nullable: true, description: "The body it acts for; may be left out by who sits in one body only.", format: "uuid" }, scopes: { required: true, type: () => [Object], description: "Permissions; none that you do not have in that body.", enum: ["audit.read", "audit.verify", "calendar.manage", "changes.read", "jobs.read", "jobs.retry", "tender.read", "tender.record", "contract.read", "contract.record", "need.read", "need.record", "need.moderate", "need.verify", "line.manage", "line.end", "community.manage", "programme.read", "programme.manage", "programme.approve", "budget.extend", "tender.draft", "tender.manage", "tender.approve", "tender.end", "method.approve", "tender.open", "bid.make", "bid.qualify", "panel.appoint", "panel.act", "report.deliver", "award.refuse", "challenge.file", "challenge.answer", "complaint.file", "remedy.decide", "contract.sign", "contract.manage", "contract.deliver", "service.record", "milestone.accept", "milestone.waive", "report.approve", "visit.make", "acceptance.prepare", "acceptance.conclude", "scheme.manage", "scheme.approve", "evaluation.plan", "evaluation.approve", "evaluation.act", "evaluation.appeal", "survey.run", "meeting.run", "resolution.settle", "rating.give", "invoice.submit", "payment.request", "payment.approve", "payment.pay", "plan.propose", "plan.agree", "handover.receive", "organisation.read", "organisation.relations", "organisation.record", "organisation.manage", "user.manage", "api_key.manage", "registration.decide", "threshold.manage", "risk.read", "risk.work", "risk.respond", "risk.preview", "import.run", "jobs.manage", "document.read", "document.write", "history.read"], isArray: true, enum: KEY_SCOPES, isArray: true, uniqueItems: true, minItems: 1 }, expiresAt: { required: false, type: () => String, nullable: true, description: "RFC 3339; absent: until it is revoked." } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], NewApiKeyDto.prototype, "name", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NewApiKeyDto.prototype, "organisation", void 0);
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayUnique(),
    IsIn(KEY_SCOPES, { each: true }),
    __metadata("design:type", Array)
], NewApiKeyDto.prototype, "scopes", void 0);
__decorate([
    IsOptional(),
    IsInstant(),
    __metadata("design:type", Object)
], NewApiKeyDto.prototype, "expiresAt", void 0);
export class ApiKeysQuery extends PageQuery {
    state;
    /** Keys that act for this body. */
    organisation;
    /** Changed at or after this time (RFC 3339). */
    updatedSince;
    static _OPENAPI_METADATA_FACTORY() {
        return { state: { required: false, type: () => String, enum: ['active', 'expired', 'revoked'] }, organisation: { required: false, type: () => String, description: "Keys that act for this body.", format: "uuid" }, updatedSince: { required: false, type: () => String, description: "Changed at or after this time (RFC 3339)." } };
    }
}
__decorate([
    IsOptional(),
    IsIn(['active', 'expired', 'revoked']),
    __metadata("design:type", String)
], ApiKeysQuery.prototype, "state", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], ApiKeysQuery.prototype, "organisation", void 0);
__decorate([
    IsOptional(),
    IsInstant(),
    __metadata("design:type", String)
], ApiKeysQuery.prototype, "updatedSince", void 0);
export class ApiKeyDto {
    id;
    /** For If-Match. */
    version;
    name;
    organisation;
    /** User whose permissions bound the key's; it stops working when the account is disabled. */
    holder;
    scopes;
    /** `active`, `expired` or `revoked`. */
    state;
    /** How the key begins. */
    hint;
    expiresAt;
    createdAt;
    rotatedAt;
    updatedAt;
    allowedActions;
    static of(row, principal) {
        return {
            id: row.id,
            version: row.version,
            name: row.name,
            organisation: row.organisation_id,
            holder: row.holder_id,
            scopes: row.scopes,
            state: row.state,
            hint: row.hint,
            expiresAt: row.expires_at?.toISOString() ?? null,
            createdAt: row.created_at.toISOString(),
            rotatedAt: row.rotated_at?.toISOString() ?? null,
            updatedAt: row.updated_at.toISOString(),
            allowedActions: allowedActions(apiKeyLifecycle, row.state, principal),
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "For If-Match." }, name: { required: true, type: () => String }, organisation: { required: true, type: () => String }, holder: { required: true, type: () => String, description: "User whose permissions bound the key's; it stops working when the account is disabled." }, scopes: { required: true, type: () => [String] }, state: { required: true, type: () => String, description: "`active`, `expired` or `revoked`." }, hint: { required: true, type: () => String, description: "How the key begins." }, expiresAt: { required: true, type: () => String, nullable: true }, createdAt: { required: true, type: () => String }, rotatedAt: { required: true, type: () => String, nullable: true }, updatedAt: { required: true, type: () => String }, allowedActions: { required: true, type: () => [String] } };
    }
}
/** A key with its secret, where this answer is the one that shows it. */
export class ApiKeyWithSecretDto extends ApiKeyDto {
    /** Shown once. `Authorization: Bearer …`. */
    key;
    static with(row, principal, key) {
        return { ...ApiKeyDto.of(row, principal), ...(key !== null && { key }) };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { key: { required: false, type: () => String, description: "Shown once. `Authorization: Bearer \u2026`." } };
    }
}
export class ApiKeyListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [ApiKeyDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=api-keys.dto.js.map