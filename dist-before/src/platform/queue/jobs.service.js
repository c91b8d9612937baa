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
import { Problem } from '../errors/problem.js';
import { nextLink, placeOf } from '../http/list.js';
import { FailedJobs } from './failed-jobs.js';
import { FailedJobDto } from './jobs.dto.js';
const DEFAULT_LIMIT = 50;
const CURSOR = /^(\d{1,15}) ([\w-]{1,500})$/;
let JobsService = class JobsService {
    failed;
    constructor(failed) {
        this.failed = failed;
    }
    async list(query, url) {
        const page = await this.failed.list(query.limit ?? DEFAULT_LIMIT, decode(query.cursor), query.queue);
        const next = page.next && nextLink(url, `${page.next.failedAt} ${page.next.id}`);
        return { items: page.jobs.map((job) => FailedJobDto.of(job)), next };
    }
    async retry(id) {
        const { queue, job } = await this.failed.retry(id);
        return { id, queue, job: job.name, state: 'waiting' };
    }
};
JobsService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [FailedJobs])
], JobsService);
export { JobsService };
function decode(cursor) {
    if (cursor === undefined)
        return null;
    const [, failedAt, id] = CURSOR.exec(placeOf(cursor)) ?? [];
    if (failedAt === undefined || id === undefined)
        throw new Problem('bad_cursor');
    return { failedAt: Number(failedAt), id };
}
//# sourceMappingURL=jobs.service.js.map