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
import * as openapi_import_1 from "./threshold.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, Header, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit, SignedIn } from '../../platform/access/decorators.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { NewThresholdDto, ThresholdQueryDto } from './threshold.dto.js';
import { ThresholdsService } from './thresholds.service.js';
let ThresholdsController = class ThresholdsController {
    thresholds;
    constructor(thresholds) {
        this.thresholds = thresholds;
    }
    /** An empty answer means that the threshold is not known here, not that there is none. */
    list(query, url) {
        return this.thresholds.list(query, url);
    }
    /** It stands in the list; a threshold alone has no address. */
    add(principal, body) {
        return this.thresholds.add(principal, body);
    }
};
__decorate([
    openapi.ApiOperation({ description: "An empty answer means that the threshold is not known here, not that there is none." }),
    Get(),
    SignedIn(),
    Operation('listThresholds', 'Open-tender thresholds by region, level, object and date', 'validation_failed', 'bad_cursor', 'not_signed_in'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ThresholdListDto }),
    __param(0, Query()),
    __param(1, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [ThresholdQueryDto, String]),
    __metadata("design:returntype", Promise)
], ThresholdsController.prototype, "list", null);
__decorate([
    openapi.ApiOperation({ description: "It stands in the list; a threshold alone has no address." }),
    Post(),
    Header('Location', '/api/v1/thresholds'),
    Permit('threshold.manage'),
    Operation('addThreshold', 'State a threshold', 'validation_failed', 'not_signed_in', 'not_permitted', 'conflict', 'end_before_start'),
    openapi.ApiResponse({ status: 201, type: openapi_import_1.ThresholdDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, NewThresholdDto]),
    __metadata("design:returntype", Promise)
], ThresholdsController.prototype, "add", null);
ThresholdsController = __decorate([
    ApiTags('thresholds'),
    Controller('thresholds'),
    __metadata("design:paramtypes", [ThresholdsService])
], ThresholdsController);
export { ThresholdsController };
//# sourceMappingURL=thresholds.controller.js.map