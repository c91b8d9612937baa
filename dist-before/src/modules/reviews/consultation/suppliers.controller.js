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
import * as openapi_import_1 from "./supplier.dto.js";
import * as openapi_import_2 from "../../bids/bid.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../../platform/access/decorators.js';
import { IfMatch } from '../../../platform/http/concurrency.js';
import { Id } from '../../../platform/http/id.js';
import { Unrecorded } from '../../../platform/http/idempotency.js';
import { Operation } from '../../../platform/http/operation.js';
import { FinalOffersService } from './final-offers.service.js';
import { FinalOfferDto, ResponseDto, WithdrawalDto } from './supplier.dto.js';
import { SupplierQueries } from './supplier.queries.js';
import { SuppliersService } from './suppliers.service.js';
/**
 * A consultation from the side of a supplier. Who has made a final offer is a secret until the deadline of all, and a
 * refused withdrawal would tell of one: no request to these routes is logged, counted or remembered.
 */
let SuppliersController = class SuppliersController {
    suppliers;
    offers;
    queries;
    constructor(suppliers, offers, queries) {
        this.suppliers = suppliers;
        this.offers = offers;
        this.queries = queries;
    }
    read(principal, lang, id) {
        return this.queries.of(principal, id, lang);
    }
    async respond(principal, lang, id, body) {
        await this.suppliers.respond(principal, id, body);
        return this.queries.of(principal, id, lang);
    }
    async withdraw(principal, lang, id, version, body) {
        await this.suppliers.withdraw(principal, id, version, body);
        return this.queries.of(principal, id, lang);
    }
    /** Answered with its receipt; sent again with the same content, with the same receipt. */
    submit(principal, id, body) {
        return this.offers.submit(principal, id, body);
    }
    receipt(principal, id) {
        return this.offers.receipt(principal, id);
    }
};
__decorate([
    Get(),
    Unrecorded(),
    Permit('bid.make'),
    Operation('getOwnConsultation', 'The consultation about an own bid', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.OwnConsultationDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String]),
    __metadata("design:returntype", Promise)
], SuppliersController.prototype, "read", null);
__decorate([
    Post('responses'),
    HttpCode(200),
    Unrecorded(),
    Permit('bid.make'),
    Operation('respondAnew', 'Answer a changed requirement anew', 'not_found', 'wrong_state', 'not_in_consultation', 'response_not_asked', 'deadline_passed'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.OwnConsultationDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, ResponseDto]),
    __metadata("design:returntype", Promise)
], SuppliersController.prototype, "respond", null);
__decorate([
    Post('actions/withdraw'),
    HttpCode(200),
    Unrecorded(),
    Permit('bid.make'),
    Operation('withdrawFromConsultation', 'Leave the consultation, before the own final offer', 'not_found', 'wrong_state', 'not_in_consultation', 'final_offer_made'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.OwnConsultationDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Lang()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, String, Number, WithdrawalDto]),
    __metadata("design:returntype", Promise)
], SuppliersController.prototype, "withdraw", null);
__decorate([
    openapi.ApiOperation({ description: "Answered with its receipt; sent again with the same content, with the same receipt." }),
    Post('final-offer'),
    HttpCode(200),
    Unrecorded(),
    Permit('bid.make'),
    Operation('submitFinalOffer', 'Make the one final offer; it stays sealed until the deadline of all', 'not_found', 'wrong_state', 'not_in_consultation', 'final_offer_made', 'deadline_passed'),
    openapi.ApiResponse({ status: 200, type: openapi_import_2.ReceiptDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String, FinalOfferDto]),
    __metadata("design:returntype", Promise)
], SuppliersController.prototype, "submit", null);
__decorate([
    Get('final-offer/receipt'),
    Unrecorded(),
    Permit('bid.make'),
    Operation('getFinalOfferReceipt', 'The signed receipt of the own final offer', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_2.ReceiptDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], SuppliersController.prototype, "receipt", null);
SuppliersController = __decorate([
    ApiTags('bids'),
    Controller('bids/:id/consultation'),
    __metadata("design:paramtypes", [SuppliersService,
        FinalOffersService,
        SupplierQueries])
], SuppliersController);
export { SuppliersController };
//# sourceMappingURL=suppliers.controller.js.map