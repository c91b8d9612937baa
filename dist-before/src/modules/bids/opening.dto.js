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
import { IsIn } from 'class-validator';
export const OPENING_ACTIONS = ['request_opening', 'withdraw_opening_request', 'open_bids'];
export class OpeningActionDto {
    /** One person asks for the opening, another orders it; who asked may take it back. */
    action;
    static _OPENAPI_METADATA_FACTORY() {
        return { action: { required: true, description: "One person asks for the opening, another orders it; who asked may take it back.", enum: ["open_bids", "request_opening", "withdraw_opening_request"], enum: OPENING_ACTIONS } };
    }
}
__decorate([
    IsIn(OPENING_ACTIONS),
    __metadata("design:type", Object)
], OpeningActionDto.prototype, "action", void 0);
export class OpenedBidDto {
    id;
    bidder;
    /** `unreadable`: its envelope was altered. */
    state;
    /** Yuan; null in a consultation. */
    price;
    receivedAt;
    /** SHA-256 of the canonical content; null in a consultation: it would give the price away before the result. */
    sha256;
    revision;
    /** The documents were corrected after it was submitted. */
    stale;
    /** Which of its documents are not what was uploaded, by their places from 1. */
    alteredFiles;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, bidder: { required: true, type: () => openapi_import_1.BodyRef }, state: { required: true, type: () => String, description: "`unreadable`: its envelope was altered." }, price: { required: true, type: () => String, nullable: true, description: "Yuan; null in a consultation." }, receivedAt: { required: true, type: () => String, nullable: true }, sha256: { required: true, type: () => String, nullable: true, description: "SHA-256 of the canonical content; null in a consultation: it would give the price away before the result." }, revision: { required: true, type: () => Number, nullable: true }, stale: { required: true, type: () => Boolean, description: "The documents were corrected after it was submitted." }, alteredFiles: { required: true, type: () => [Number], description: "Which of its documents are not what was uploaded, by their places from 1." } };
    }
}
export class OpenedLotDto {
    id;
    no;
    state;
    /** Suppliers at the deadline; null where it is not for the caller. */
    bidCount;
    bids;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, no: { required: true, type: () => Number }, state: { required: true, type: () => String, nullable: true }, bidCount: { required: true, type: () => Number, nullable: true, description: "Suppliers at the deadline; null where it is not for the caller." }, bids: { required: true, type: () => [OpenedBidDto] } };
    }
}
export class OpeningDto {
    tender;
    /** Version of the tender; also the ETag. */
    version;
    /** `none`, `requested`, `ordered` (the worker opens), `held`; to others than its own bodies `none` until it is held. */
    state;
    deadlineAt;
    requestedAt;
    requestedBy;
    orderedAt;
    orderedBy;
    heldAt;
    lots;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { tender: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "Version of the tender; also the ETag." }, state: { required: true, description: "`none`, `requested`, `ordered` (the worker opens), `held`; to others than its own bodies `none` until it is held.", enum: ["none", "ordered", "requested", "held"] }, deadlineAt: { required: true, type: () => String, nullable: true }, requestedAt: { required: true, type: () => String, nullable: true }, requestedBy: { required: true, type: () => String, nullable: true }, orderedAt: { required: true, type: () => String, nullable: true }, orderedBy: { required: true, type: () => String, nullable: true }, heldAt: { required: true, type: () => String, nullable: true }, lots: { required: true, type: () => [OpenedLotDto] }, allowedActions: { required: true, type: () => [String] } };
    }
}
//# sourceMappingURL=opening.dto.js.map