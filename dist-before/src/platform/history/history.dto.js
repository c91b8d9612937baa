var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../audit/audit.dto.js";
import * as openapi from "@nestjs/swagger";
import { Matches } from 'class-validator';
import { PageQuery } from '../http/list.js';
/** Type and id of one object. */
export const SUBJECT = /^[a-z][a-z0-9_]{0,39}:[A-Za-z0-9._-]{1,100}$/;
export class HistoryQuery extends PageQuery {
    /** `type:id`, e.g. `tender:…`, `service_line:…`. */
    subject;
    static _OPENAPI_METADATA_FACTORY() {
        return { subject: { required: true, type: () => String, description: "`type:id`, e.g. `tender:\u2026`, `service_line:\u2026`." } };
    }
}
__decorate([
    Matches(SUBJECT),
    __metadata("design:type", String)
], HistoryQuery.prototype, "subject", void 0);
/** One change of one object. */
export class HistoryEntryDto {
    /** 1, 2, 3 … of the object. */
    seq;
    /** Business time. */
    at;
    action;
    actor;
    /** State before and after, where the change is a transition. */
    from;
    to;
    /** In the words of who acted; null for who sees the change only because it is public. */
    reason;
    /** What changed. */
    data;
    static _OPENAPI_METADATA_FACTORY() {
        return { seq: { required: true, type: () => Number, description: "1, 2, 3 \u2026 of the object." }, at: { required: true, type: () => String, description: "Business time." }, action: { required: true, type: () => String }, actor: { required: true, type: () => openapi_import_1.ActorDto }, from: { required: true, type: () => String, nullable: true, description: "State before and after, where the change is a transition." }, to: { required: true, type: () => String, nullable: true }, reason: { required: true, type: () => String, nullable: true, description: "In the words of who acted; null for who sees the change only because it is public." }, data: { required: true, type: "object", additionalProperties: true, description: "What changed." } };
    }
}
export class HistoryDto {
    items;
    /** Address of the next page; null on the last. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [HistoryEntryDto] }, next: { required: true, type: () => String, nullable: true, description: "Address of the next page; null on the last." } };
    }
}
//# sourceMappingURL=history.dto.js.map