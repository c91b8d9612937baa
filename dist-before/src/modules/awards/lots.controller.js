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
import * as openapi_import_1 from "../tenders/tender-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { TendersQueries } from '../tenders/tenders.queries.js';
import { LotActionDto } from './lot-action.dto.js';
import { LOT_REMEDY_ACTIONS, LotRemediesService } from './lot-remedies.service.js';
/** Single lots of a tender that is conducted here. If-Match names the version of the tender. */
let LotsController = class LotsController {
    remedies;
    queries;
    constructor(remedies, queries) {
        this.remedies = remedies;
        this.queries = queries;
    }
    async act(principal, scope, lang, id, action, version, body) {
        const tender = await this.remedies.act(principal, id, version, actionName(action), body);
        return this.queries.one(scope, tender, lang);
    }
};
__decorate([
    Post('actions/:action'),
    HttpCode(200),
    Permit('tender.read'),
    Operation('actOnLot', 'Fail, cancel, suspend or resume one lot of a tender that is conducted here, have it reviewed again, or apply a remedy', ...CHANGE_CODES, 'route_not_found', 'conducted_elsewhere', 'fail_ground_missing', 'cancel_ground_missing', 'end_ground_unproven', 'ending_not_proposed', 'proposer_approves', 'suspension_groundless', 'suspension_running', 'remedy_not_decided', 'rereview_ground_missing', 'remedy_unapplied', 'panel_result_stands', 'not_an_open_tender', 'contract_stands', 'bids_sealed_for_good'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TenderDetailDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Lang()),
    __param(3, Id()),
    __param(4, ActionParam(LOT_REMEDY_ACTIONS)),
    __param(5, IfMatch()),
    __param(6, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, String, Number, LotActionDto]),
    __metadata("design:returntype", Promise)
], LotsController.prototype, "act", null);
LotsController = __decorate([
    ApiTags('tenders'),
    Controller('lots/:id'),
    __metadata("design:paramtypes", [LotRemediesService,
        TendersQueries])
], LotsController);
export { LotsController };
//# sourceMappingURL=lots.controller.js.map