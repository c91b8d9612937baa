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
import { DataSource } from 'typeorm';
import { EVENT_COLUMNS } from '../outbox/relay.sql.js';
import { eventEntry, JobQueues } from './job-queues.js';
import { JobRegistry } from './job-registry.js';
import { defineJob } from './job.js';
import { TAKE_OWED } from './subject-ledger.js';
/** Finds work whose job got lost (a store that was emptied, a crash between two steps) and enqueues it again. */
export const owedSubjects = defineJob({ kind: 'sweep', name: 'owed-subjects', queue: 'sweeps', every: 60_000 });
/** A mark this old should have been worked on, or its job at least be in the queue, where another is not taken. */
const LATE_SECONDS = 60;
const AT_ONCE = 1_000;
/** Events that the relay has enqueued, of aggregates whose work is not done. Until it is, they stay few. */
const enqueuedEvents = ({ ids }) => `
  SELECT ${EVENT_COLUMNS} FROM outbox
  WHERE aggregate_type = $1 AND aggregate_id IN (${ids}) AND position <= (SELECT enqueued FROM outbox_relay)
    AND created_at < clock_timestamp() - make_interval(secs => $2)
  ORDER BY position LIMIT $3`;
let OwedSweep = class OwedSweep {
    registry;
    queues;
    dataSource;
    constructor(registry, queues, dataSource) {
        this.registry = registry;
        this.queues = queues;
        this.dataSource = dataSource;
    }
    onModuleInit() {
        this.registry.handle(owedSubjects, () => this.run());
    }
    async run(lateSeconds = LATE_SECONDS) {
        const owed = await this.dataSource.query(TAKE_OWED, [lateSeconds, AT_ONCE]);
        await this.queues.enqueueOwed(owed);
        for (const job of this.registry.eventJobs)
            await this.again(job, lateSeconds);
    }
    /** The job's id is the event's: where the store still has it, waiting, at work or failed, another is not taken. */
    async again(job, lateSeconds) {
        const { unfinished } = job;
        if (!unfinished)
            return;
        const some = await this.dataSource.query(`${unfinished.ids} LIMIT 1`);
        if (some.length === 0)
            return;
        const events = await this.dataSource.query(enqueuedEvents(unfinished), [
            unfinished.aggregate,
            lateSeconds,
            AT_ONCE,
        ]);
        await this.queues.addAll(events.filter((event) => job.on(event)).map((event) => eventEntry(job, event)));
    }
};
OwedSweep = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [JobRegistry,
        JobQueues,
        DataSource])
], OwedSweep);
export { OwedSweep };
//# sourceMappingURL=owed-sweep.js.map