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
import * as openapi_import_1 from "./remedy.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { challengeLifecycle } from './challenge.lifecycle.js';
import { ChallengesService } from './challenges.service.js';
import { complaintLifecycle } from './complaint.lifecycle.js';
import { ComplaintsService } from './complaints.service.js';
import { RemediesQueries } from './remedies.queries.js';
import { ChallengeActionDto, ChallengeQuery, ComplaintActionDto, ComplaintQuery, NewChallengeDto, NewComplaintDto, } from './remedy.dto.js';
const READING = ['not_signed_in', 'not_permitted', 'not_found'];
const ACTING = [...CHANGE_CODES, 'route_not_found', 'remedy_not_owed', 'remedy_unapplied'];
/** Challenges (质疑): Law article 52. Receipt cannot be refused. */
let ChallengesController = class ChallengesController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    async file(principal, scope, body) {
        return this.queries.challenge(scope, await this.service.receive(principal, body));
    }
    list(scope, query, url) {
        return this.queries.challenges(scope, query, url);
    }
    one(scope, id) {
        return this.queries.challenge(scope, id);
    }
    async act(principal, scope, id, action, version, body) {
        await this.service.act(principal, id, version, actionName(action), body);
        return this.queries.challenge(scope, id);
    }
};
__decorate([
    Post(),
    Permit('challenge.file'),
    Header('Location', '/api/v1/challenges/'),
    Operation('fileChallenge', 'Challenge the documents, a step or the result of a purchase', 'validation_failed', ...READING, 'lot_unknown', 'dated_in_future'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.ChallengeDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, NewChallengeDto]),
    __metadata("design:returntype", Promise)
], ChallengesController.prototype, "file", null);
__decorate([
    Get(),
    Permit('tender.read'),
    Operation('listChallenges', 'Challenges of the own body, to its purchases, or in the own region', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ChallengeListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, ChallengeQuery, String]),
    __metadata("design:returntype", Promise)
], ChallengesController.prototype, "list", null);
__decorate([
    Get(':id'),
    Permit('tender.read'),
    Operation('getChallenge', 'One challenge with its clocks', ...READING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ChallengeDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], ChallengesController.prototype, "one", null);
__decorate([
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('tender.read'),
    Operation('actOnChallenge', 'Answer, set aside or withdraw a challenge, or say what follows from it', ...ACTING, 'challenge_in_scope'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ChallengeDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, ActionParam(actionsOf(challengeLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, ChallengeActionDto]),
    __metadata("design:returntype", Promise)
], ChallengesController.prototype, "act", null);
ChallengesController = __decorate([
    ApiTags('remedies'),
    Controller('challenges'),
    __metadata("design:paramtypes", [ChallengesService,
        RemediesQueries])
], ChallengesController);
export { ChallengesController };
/** Complaints (投诉) to the finance authority: Law articles 55 to 57. */
let ComplaintsController = class ComplaintsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    async file(principal, scope, body) {
        return this.queries.complaint(scope, await this.service.receive(principal, body));
    }
    list(scope, query, url) {
        return this.queries.complaints(scope, query, url);
    }
    one(scope, id) {
        return this.queries.complaint(scope, id);
    }
    async act(principal, scope, id, action, version, body) {
        await this.service.act(principal, id, version, actionName(action), body);
        return this.queries.complaint(scope, id);
    }
};
__decorate([
    Post(),
    Permit('complaint.file'),
    Header('Location', '/api/v1/complaints/'),
    Operation('fileComplaint', 'Complain to the finance authority after a challenge', 'validation_failed', ...READING, 'lot_unknown'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.ComplaintDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, NewComplaintDto]),
    __metadata("design:returntype", Promise)
], ComplaintsController.prototype, "file", null);
__decorate([
    Get(),
    Permit('tender.read'),
    Operation('listComplaints', 'Complaints of the own body, about its purchases, or in the own region', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ComplaintListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, ComplaintQuery, String]),
    __metadata("design:returntype", Promise)
], ComplaintsController.prototype, "list", null);
__decorate([
    Get(':id'),
    Permit('tender.read'),
    Operation('getComplaint', 'One complaint with its clock', ...READING),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ComplaintDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], ComplaintsController.prototype, "one", null);
__decorate([
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('tender.read'),
    Operation('actOnComplaint', 'Have a complaint corrected, accept, refuse, appraise, decide or withdraw it', ...ACTING, 'complaint_without_challenge', 'complaint_beyond_challenge', 'complaint_decided_already', 'correction_open', 'refusal_ground_missing', 'appraisal_running', 'appraisal_not_running', 'effect_not_lawful'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ComplaintDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, ActionParam(actionsOf(complaintLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, ComplaintActionDto]),
    __metadata("design:returntype", Promise)
], ComplaintsController.prototype, "act", null);
ComplaintsController = __decorate([
    ApiTags('remedies'),
    Controller('complaints'),
    __metadata("design:paramtypes", [ComplaintsService,
        RemediesQueries])
], ComplaintsController);
export { ComplaintsController };
//# sourceMappingURL=remedies.controller.js.map