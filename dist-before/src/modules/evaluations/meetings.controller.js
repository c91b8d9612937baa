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
import * as openapi_import_1 from "./meeting.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../platform/access/decorators.js';
import { IfMatch } from '../../platform/http/concurrency.js';
import { Id } from '../../platform/http/id.js';
import { ListUrl } from '../../platform/http/list.js';
import { CHANGE_CODES, Operation } from '../../platform/http/operation.js';
import { ActionParam, actionsOf } from '../../platform/openapi/parameter.js';
import { actionName } from '../accounts/action-name.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { MeetingActionDto, MeetingQuery, NewMeetingDto } from './meeting.dto.js';
import { meetingLifecycle, resolutionLifecycle } from './meeting.lifecycle.js';
import { MeetingsQueries } from './meetings.queries.js';
import { MeetingsService } from './meetings.service.js';
/** 联席会, 建言会, 评议会, 听证会: what was said and resolved, and who is to do it by when. */
let MeetingsController = class MeetingsController {
    service;
    queries;
    constructor(service, queries) {
        this.service = service;
        this.queries = queries;
    }
    async call(principal, scope, body) {
        return this.queries.one(scope, await this.service.call(principal, body));
    }
    list(scope, query, url) {
        return this.queries.list(scope, query, url);
    }
    one(scope, id) {
        return this.queries.one(scope, id);
    }
    async act(principal, scope, id, action, version, body) {
        await this.service.act(principal, id, version, actionName(action), body);
        return this.queries.one(scope, id);
    }
    /** If-Match names the version of the meeting. */
    async settle(principal, scope, id, resolution, action, version, body) {
        await this.service.settle(principal, id, resolution, version, actionName(action), body);
        return this.queries.one(scope, id);
    }
};
__decorate([
    Post(),
    Permit('meeting.run'),
    Operation('callMeeting', 'Call a meeting about a need, a tender or an evaluation', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'dataset_mismatch'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.MeetingDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, NewMeetingDto]),
    __metadata("design:returntype", Promise)
], MeetingsController.prototype, "call", null);
__decorate([
    Get(),
    Permit('contract.read'),
    Operation('listMeetings', 'Meetings that the caller’s bodies called or were invited to', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.MeetingListDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, MeetingQuery, String]),
    __metadata("design:returntype", Promise)
], MeetingsController.prototype, "list", null);
__decorate([
    Get(':id'),
    Permit('contract.read'),
    Operation('getMeeting', 'One meeting with its resolutions', 'not_signed_in', 'not_permitted', 'not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.MeetingDto }),
    __param(0, CurrentScope()),
    __param(1, Id()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, String]),
    __metadata("design:returntype", Promise)
], MeetingsController.prototype, "one", null);
__decorate([
    Post(':id/actions/:action'),
    HttpCode(200),
    Permit('meeting.run'),
    Operation('actOnMeeting', 'Hold, minute or cancel a meeting', ...CHANGE_CODES, 'route_not_found', 'meeting_ahead', 'nobody_attended', 'minutes_missing'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.MeetingDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, ActionParam(actionsOf(meetingLifecycle))),
    __param(4, IfMatch()),
    __param(5, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, Number, MeetingActionDto]),
    __metadata("design:returntype", Promise)
], MeetingsController.prototype, "act", null);
__decorate([
    openapi.ApiOperation({ description: "If-Match names the version of the meeting." }),
    Post(':id/resolutions/:resolution/actions/:action'),
    HttpCode(200),
    Permit('resolution.settle'),
    Operation('actOnResolution', 'Finish or drop what a meeting resolved', ...CHANGE_CODES, 'route_not_found'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.MeetingDto }),
    __param(0, CurrentPrincipal()),
    __param(1, CurrentScope()),
    __param(2, Id()),
    __param(3, Id('resolution')),
    __param(4, ActionParam(actionsOf(resolutionLifecycle))),
    __param(5, IfMatch()),
    __param(6, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object, String, String, String, Number, ReasonDto]),
    __metadata("design:returntype", Promise)
], MeetingsController.prototype, "settle", null);
MeetingsController = __decorate([
    ApiTags('meetings'),
    Controller('meetings'),
    __metadata("design:paramtypes", [MeetingsService,
        MeetingsQueries])
], MeetingsController);
export { MeetingsController };
//# sourceMappingURL=meetings.controller.js.map