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
import * as openapi_import_1 from "./rating.dto.js";
import * as openapi from "@nestjs/swagger";
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit, Public } from '../../platform/access/decorators.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { NewRatingDto, RatingQuery } from './rating.dto.js';
import { RatingsService } from './ratings.service.js';
/** 下评上: what agencies and communities say of buyer and agent, published by fives. */
let RatingsController = class RatingsController {
    service;
    constructor(service) {
        this.service = service;
    }
    /** Once for each body, stage and side; never changed, and never shown by itself. */
    give(principal, body) {
        return this.service.give(principal, body);
    }
    /** Means of 5, 10, 15, … answers over all purchases of a body; fewer than five are not shown. */
    list(query, url) {
        return this.service.list(query, url);
    }
};
__decorate([
    openapi.ApiOperation({ description: "Once for each body, stage and side; never changed, and never shown by itself." }),
    Post(),
    HttpCode(200),
    Permit('rating.give'),
    Operation('giveRating', 'Say how the buyer or the agent did in a stage of a purchase', 'validation_failed', 'not_signed_in', 'not_permitted', 'not_found', 'not_concerned', 'stage_not_over', 'rated_already'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.RatingReceiptDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Body()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, NewRatingDto]),
    __metadata("design:returntype", Promise)
], RatingsController.prototype, "give", null);
__decorate([
    openapi.ApiOperation({ description: "Means of 5, 10, 15, \u2026 answers over all purchases of a body; fewer than five are not shown." }),
    Get(),
    Public(),
    Operation('listRatings', 'What is said of buyers and agents, from five answers upward', 'validation_failed', 'bad_cursor'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.RatingListDto }),
    __param(0, Query()),
    __param(1, ListUrl()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [RatingQuery, String]),
    __metadata("design:returntype", Promise)
], RatingsController.prototype, "list", null);
RatingsController = __decorate([
    ApiTags('ratings'),
    Controller('ratings'),
    __metadata("design:paramtypes", [RatingsService])
], RatingsController);
export { RatingsController };
//# sourceMappingURL=ratings.controller.js.map