var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Settings } from '../config/settings.js';
import { Problem } from '../errors/problem.js';
import { throttleAddress } from './address.js';
import { networkOf } from './network.js';
/** Questions asked by POST change nothing and count as reads. */
const ASKS = /^\/api\/v1\/(planning|risk\/previews)(\/|\?|$)/;
/** What one account may do for one thing an address may do without an account. */
const ACCOUNT_FACTOR = 4;
/** Counts by account where somebody is signed in, by address otherwise. Each process counts for itself. */
let ThrottleGuard = class ThrottleGuard {
    settings;
    reads;
    writes;
    accounts;
    constructor(settings) {
        this.settings = settings;
        const { throttleReadsPerSecond, throttleWritesPerMinute } = settings;
        this.reads = new RateLimiterMemory({ points: throttleReadsPerSecond, duration: 1 });
        this.writes = new RateLimiterMemory({ points: throttleWritesPerMinute, duration: 60 });
        this.accounts = new RateLimiterMemory({ points: throttleReadsPerSecond * ACCOUNT_FACTOR, duration: 1 });
    }
    async canActivate(context) {
        if (!this.settings.throttle)
            return true;
        const http = context.switchToHttp();
        const request = http.getRequest();
        const account = request.principal?.id;
        const asks = request.method === 'GET' || ASKS.test(request.originalUrl);
        const limiter = account ? this.accounts : asks ? this.reads : this.writes;
        try {
            await limiter.consume(account ?? networkOf(throttleAddress(request)));
            return true;
        }
        catch (refused) {
            if (!(refused instanceof RateLimiterRes))
                throw refused;
            http.getResponse().setHeader('X-RateLimit-Limit', limiter.points);
            throw new Problem('throttled', { retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) });
        }
    }
};
ThrottleGuard = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Settings])
], ThrottleGuard);
export { ThrottleGuard };
//# sourceMappingURL=throttle.guard.js.map