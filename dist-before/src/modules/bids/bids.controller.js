var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
var __param = (this && this.__param) || function (paramIndex, decorator) {
    return function (target, key) { decorator(target, key, paramIndex); }
};
import * as openapi_import_1 from "./bid.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Header, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit, SignedIn } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { Unrecorded } from '../../platform/http/idempotency.js';
import { Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { BidActionDto, BidChangeDto, NewBidDto } from './bid-content.dto.js';
import { ReceiptDto, VerifiedReceiptDto } from './bid.dto.js';
import { bidLifecycle } from './bid.lifecycle.js';
import { BidsQueries } from './bids.queries.js';
import { BidsService } from './bids.service.js';
/** Bids. That somebody bids is a secret until the opening: no request to these routes is logged, counted or remembered. */
let BidsController = class BidsController {
    bids;
    queries;
    constructor(bids, queries) {
        this.bids = bids;
        this.queries = queries;
    }
    async create(principal, lang, lot, body) {
        const id = await this.bids.create(principal, lot, body);
        return this.queries.one(principal, id, lang);
    }
    one(principal, lang, id) {
        return this.queries.one(principal, id, lang);
    }
    async change(principal, lang, id, version, body) {
        await this.bids.change(principal, id, version, body);
        return this.queries.one(principal, id, lang);
    }
    async act(principal, lang, id, action, version, body) {
        await this.bids.act(principal, id, version, actionName(action), body);
        return this.queries.one(principal, id, lang);
    }
    receipt(principal, id) {
        return this.queries.receipt(principal, id);
    }
    verify(body) {
        return this.queries.verify(body);
    }
};
__decorate([
    Post('lots/:id/bids'),
    Header('Location', '/api/v1/bids/'),
    Unrecorded(),
    Permit('bid.make'),
    Operation('createBid', 'Begin a bid for a lot; asked for again it is the one that is there', 'not_found', 'payload_too_large', 'dataset_mismatch', 'lot_not_open', 'deadline_passed'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.BidDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, NewBidDto]),
    __metadata("design:returntype", Promise)
], BidsController.prototype, "create", null);
__decorate([
    Get('bids/:id'),
    Unrecorded(),
    Permit('tender.read'),
    Operation('getBid', 'A bid: for its bidder, and once it is opened for who runs the purchase', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.BidDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], BidsController.prototype, "one", null);
__decorate([
    Patch('bids/:id'),
    Unrecorded(),
    Permit('bid.make'),
    Operation('changeBid', 'Change the draft of a bid (RFC 7396)', 'not_found', 'payload_too_large', 'wrong_state', 'lot_not_open', 'deadline_passed'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.BidDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, BidChangeDto]),
    __metadata("design:returntype", Promise)
], BidsController.prototype, "change", null);
__decorate([
    Post('bids/:id/actions/:action'),
    HttpCode(200),
    Unrecorded(),
    Permit('bid.make'),
    Operation('actOnBid', 'Submit or withdraw a bid; once it is opened, give the own copy of one that was found altered', 'not_found', 'payload_too_large', 'route_not_found', 'wrong_state', 'conflict', 'lot_not_open', 'deadline_passed', 'bidder_barred', 'copy_differs', 'receipt_forged'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.BidDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, ActionParam(actionsOf(bidLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, String, Number, BidActionDto]),
    __metadata("design:returntype", Promise)
], BidsController.prototype, "act", null);
__decorate([
    Get('bids/:id/receipt'),
    Unrecorded(),
    Permit('bid.make'),
    Operation('getBidReceipt', 'The signed receipt of an own bid that was submitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReceiptDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], BidsController.prototype, "receipt", null);
__decorate([
    Post('bids/verify-receipt'),
    HttpCode(200),
    Unrecorded(),
    SignedIn(),
    Operation('verifyBidReceipt', 'Whether a receipt was given by this system', 'receipt_forged'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.VerifiedReceiptDto }),
    __param(0, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [ReceiptDto]),
    __metadata("design:returntype", VerifiedReceiptDto)
], BidsController.prototype, "verify", null);
BidsController = __decorate([
    ApiTags('bids'),
    Controller(),
    __metadata("design:paramtypes", [BidsService,
        BidsQueries])
], BidsController);
export { BidsController };
//# sourceMappingURL=bids.controller.js.map