var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi from "@nestjs/swagger";
import { IsOptional, Matches } from 'class-validator';
import { PageQuery } from '../http/list.js';
export class FailedJobsQuery extends PageQuery {
    /** Only this queue. */
    queue;
    static _OPENAPI_METADATA_FACTORY() {
        return { queue: { required: false, type: () => String, description: "Only this queue.", pattern: "^[a-z][a-z0-9-]{0,39}$" } };
    }
}
__decorate([
    IsOptional(),
    Matches(/^[a-z][a-z0-9-]{0,39}$/, { message: 'queue is not the name of a queue' }),
    __metadata("design:type", String)
], FailedJobsQuery.prototype, "queue", void 0);
/** A job whose attempts ran out. It stays until it is retried and succeeds. */
export class FailedJobDto {
    id;
    queue;
    job;
    /** What it works on, `type:id`; null for a sweep. */
    subject;
    /** The event that asked for it; null where the job is of a subject or a sweep. */
    event;
    attempts;
    /** Message of the last error. */
    reason;
    queuedAt;
    failedAt;
    static of({ id, queue, job }) {
        const data = job.data;
        return {
            id,
            queue,
            job: job.name,
            subject: data.subject ?? (data.aggregate === undefined ? null : `${data.aggregate}:${data.id}`),
            event: data.event ?? null,
            attempts: job.attemptsMade,
            reason: job.failedReason ?? null,
            queuedAt: new Date(job.timestamp).toISOString(),
            failedAt: job.finishedOn === undefined ? null : new Date(job.finishedOn).toISOString(),
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, queue: { required: true, type: () => String }, job: { required: true, type: () => String }, subject: { required: true, type: () => String, nullable: true, description: "What it works on, `type:id`; null for a sweep." }, event: { required: true, type: () => String, nullable: true, description: "The event that asked for it; null where the job is of a subject or a sweep." }, attempts: { required: true, type: () => Number }, reason: { required: true, type: () => String, nullable: true, description: "Message of the last error." }, queuedAt: { required: true, type: () => String }, failedAt: { required: true, type: () => String, nullable: true } };
    }
}
export class FailedJobsDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [FailedJobDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
export class RetriedJobDto {
    id;
    queue;
    job;
    /** It waits for a worker again, with all its attempts. */
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, queue: { required: true, type: () => String }, job: { required: true, type: () => String }, state: { required: true, description: "It waits for a worker again, with all its attempts.", enum: ["waiting"] } };
    }
}
//# sourceMappingURL=jobs.dto.js.map