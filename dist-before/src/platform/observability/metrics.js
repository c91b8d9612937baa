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
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
/** Figures for Prometheus. Names of routes only: no id, no body, no person. */
let Metrics = class Metrics {
    registry = new Registry();
    requests = new Histogram({
        name: 'http_request_duration_seconds',
        help: 'Time to answer, by route',
        labelNames: ['method', 'route', 'status'],
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        registers: [this.registry],
    });
    constructor() {
        collectDefaultMetrics({ register: this.registry });
    }
    request(method, route, status, seconds) {
        this.requests.observe({ method, route, status: String(status) }, seconds);
    }
    /** A figure read when it is asked for; where it cannot be read it is left out, and the others are still there. */
    gauge(name, help, read) {
        new Gauge({
            name,
            help,
            registers: [this.registry],
            async collect() {
                this.remove();
                const value = await read().catch(() => null);
                if (value !== null)
                    this.set(value);
            },
        });
    }
};
Metrics = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [])
], Metrics);
export { Metrics };
//# sourceMappingURL=metrics.js.map