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
import * as openapi_import_1 from "./acceptance-view.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Header, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit, Public } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { AcceptanceActionDto, MembersDto, NewAcceptanceDto, NewAcceptanceOpinionDto, TicksDto, } from './acceptance.dto.js';
import { acceptanceLifecycle } from './acceptance.lifecycle.js';
import { AcceptancesQueries } from './acceptances.queries.js';
import { AcceptancesService, OWN_ROUTES } from './acceptances.service.js';
const PATH_ACTIONS = actionsOf(acceptanceLifecycle).filter((action) => !OWN_ROUTES.includes(action));
/** Acceptance (验收): Law article 41, Regulation article 45. Each round is itemised, heard, signed and concluded. */
let AcceptancesController = class AcceptancesController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    list(scope, contract) {
        return this.queries.list(scope, contract);
    }
    /** Of a contract that was delivered, or that ended after something of it was. */
    async open(principal, scope, contract, body) {
        return this.queries.one(scope, await this.service.open(principal, contract, body));
    }
    one(scope, id) {
        return this.queries.one(scope, id);
    }
    /** All of them at once: a standard that is not among them is not ticked. */
    tick(principal, scope, id, version, body) {
        return this.done(principal, scope, id, version, 'tick', body);
    }
    members(principal, scope, id, version, body) {
        return this.done(principal, scope, id, version, 'name_members', body);
    }
    /** Each recipient by number, with the sheet or the minutes that show it. */
    opinions(principal, scope, id, version, body) {
        return this.done(principal, scope, id, version, 'record_opinion', body);
    }
    act(principal, scope, id, action, version, body) {
        return this.done(principal, scope, id, version, this.service.byPath(actionName(action)), body);
    }
    async done(principal, scope, id, version, action, given) {
        await this.service.perform(principal, id, version, action, given);
        return this.queries.one(scope, id);
    }
};
__decorate([
    Get('contracts/:id/acceptance'),
    Public(),
    Operation('listAcceptances', 'Rounds of acceptance of a contract: published ones, and all for its parties', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.AcceptanceListDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], AcceptancesController.prototype, "list", null);
__decorate([
    openapi.ApiOperation({ description: "Of a contract that was delivered, or that ended after something of it was." }),
    Post('contracts/:id/acceptance'),
    Permit('acceptance.prepare'),
    Header('Location', '/api/v1/acceptances/'),
    Operation('openAcceptance', 'Open a round of acceptance against the standards of the contract as they stand', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'wrong_state', 'conducted_elsewhere', 'content_unconfirmed', 'acceptance_open', 'nothing_was_delivered'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.AcceptanceDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, NewAcceptanceDto]),
    __metadata("design:returntype", Promise)
], AcceptancesController.prototype, "open", null);
__decorate([
    Get('acceptances/:id'),
    Public(),
    Operation('getAcceptance', 'One round of acceptance', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.AcceptanceDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], AcceptancesController.prototype, "one", null);
__decorate([
    openapi.ApiOperation({ description: "All of them at once: a standard that is not among them is not ticked." }),
    Put('acceptances/:id/items'),
    Permit('acceptance.prepare'),
    Operation('tickStandards', 'Say how each standard of the contract was met, and what shows it', ...CHANGE_CODES),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.AcceptanceDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Number, TicksDto]),
    __metadata("design:returntype", Promise)
], AcceptancesController.prototype, "tick", null);
__decorate([
    Put('acceptances/:id/members'),
    Permit('acceptance.prepare'),
    Operation('nameAcceptanceMembers', 'Name who holds the service against the contract and signs', ...CHANGE_CODES),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.AcceptanceDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Number, MembersDto]),
    __metadata("design:returntype", Promise)
], AcceptancesController.prototype, "members", null);
__decorate([
    openapi.ApiOperation({ description: "Each recipient by number, with the sheet or the minutes that show it." }),
    Post('acceptances/:id/opinions'),
    HttpCode(200),
    Permit('acceptance.prepare'),
    Operation('recordRecipientOpinions', 'Record what recipients of the service said of it', ...CHANGE_CODES),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.AcceptanceDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, IfMatch()),
    __param(4, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, Number, NewAcceptanceOpinionDto]),
    __metadata("design:returntype", Promise)
], AcceptancesController.prototype, "opinions", null);
__decorate([
    Post('acceptances/:id/actions/:action'),
    HttpCode(200),
    Permit('contract.read'),
    Operation('actOnAcceptance', 'Itemise, correct, hear the recipients, sign, conclude or publish a round of acceptance', ...CHANGE_CODES, 'route_not_found', 'standards_unticked', 'measured_below_target', 'evidence_missing', 'acts_with_interest', 'recipients_absent', 'opinions_running', 'own_preparation', 'members_unsigned', 'result_not_possible', 'result_contradicts_items', 'new_due_date_missing'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.AcceptanceDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, ActionParam(PATH_ACTIONS)),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, AcceptanceActionDto]),
    __metadata("design:returntype", Promise)
], AcceptancesController.prototype, "act", null);
AcceptancesController = __decorate([
    ApiTags('acceptances'),
    Controller(),
    __metadata("design:paramtypes", [AcceptancesService,
        AcceptancesQueries])
], AcceptancesController);
export { AcceptancesController };
//# sourceMappingURL=acceptances.controller.js.map