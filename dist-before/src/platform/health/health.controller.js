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
import * as openapi_import_1 from "./health.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { timingSafeEqual } from 'node:crypto';
import { Public } from '../access/decorators.js';
import { Settings } from '../config/settings.js';
import { Problem } from '../errors/problem.js';
import { clientAddress, isLoopback } from '../http/address.js';
import { Operation } from '../http/operation.js';
import { Metrics } from '../observability/metrics.js';
import { LiveDto, ReadyDto } from './health.dto.js';
import { Readiness } from './readiness.js';
let HealthController = class HealthController {
    readiness;
    metrics;
    settings;
    constructor(readiness, metrics, settings) {
        this.readiness = readiness;
        this.metrics = metrics;
        this.settings = settings;
    }
    live() {
        return { status: 'live' };
    }
    async ready(response) {
        const answer = await this.readiness.ask();
        if (!answer.ready)
            response.status(503);
        return { status: answer.ready ? 'ready' : 'not_ready', checks: answer.checks };
    }
    async prometheus(request, response) {
        if (!this.mayRead(request))
            throw new Problem('route_not_found');
        response.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
    }
    /** From loopback without a proxy in between, or with the token. To anybody else the route does not exist. */
    mayRead(request) {
        const token = this.settings.metricsToken;
        const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
        if (token && given) {
            const [a, b] = [Buffer.from(given), Buffer.from(token)];
            return a.length === b.length && timingSafeEqual(a, b);
        }
        return isLoopback(request.socket.remoteAddress) && isLoopback(clientAddress(request));
    }
};
__decorate([
    Get('health/live'),
    Public(),
    Operation('live', 'The process answers'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.LiveDto }),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", []),
    __metadata("design:returntype", LiveDto)
], HealthController.prototype, "live", null);
__decorate([
    Get('health/ready'),
    Public(),
    ApiResponse({ status: 503, description: 'Something is not in order.', type: ReadyDto }),
    Operation('ready', 'Database, queue and outbox are in order'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ReadyDto }),
    __param(0, Res({ passthrough: true })),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object]),
    __metadata("design:returntype", Promise)
], HealthController.prototype, "ready", null);
__decorate([
    Get('metrics'),
    Public(),
    ApiProduces('text/plain'),
    ApiResponse({ status: 200, description: 'Figures in the text format of Prometheus.', type: String }),
    Operation('metrics', 'Figures for Prometheus: from loopback, or with the token', 'route_not_found'),
    __param(0, Req()),
    __param(1, Res()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, Object]),
    __metadata("design:returntype", Promise)
], HealthController.prototype, "prometheus", null);
HealthController = __decorate([
    ApiTags('operation'),
    Controller(),
    __metadata("design:paramtypes", [Readiness,
        Metrics,
        Settings])
], HealthController);
export { HealthController };
//# sourceMappingURL=health.controller.js.map