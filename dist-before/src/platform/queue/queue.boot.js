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
import { Inject, Injectable, } from '@nestjs/common';
import { JobQueues } from './job-queues.js';
import { JobWorkers } from './job-workers.js';
import { QUEUE_ROLE } from './queue.role.js';
/**
 * Starts workers once every module has given its handlers. On the way down jobs end first, while the database is still
 * there; the store's connections go last, when no request can need them.
 */
let QueueBoot = class QueueBoot {
    role;
    queues;
    workers;
    constructor(role, queues, workers) {
        this.role = role;
        this.queues = queues;
        this.workers = workers;
    }
    async onApplicationBootstrap() {
        await this.queues.prepare();
        if (this.role.works)
            await this.workers.start();
    }
    async beforeApplicationShutdown() {
        await this.workers.stop();
    }
    async onApplicationShutdown() {
        await this.queues.close();
        await this.queues.backend.close();
    }
};
QueueBoot = __decorate([
    Injectable(),
    __param(0, Inject(QUEUE_ROLE)),
    __metadata("design:paramtypes", [Object, JobQueues,
        JobWorkers])
], QueueBoot);
export { QueueBoot };
//# sourceMappingURL=queue.boot.js.map