/** Each queue is one worker and one listening connection per process. */
export const MAX_QUEUES = 6;
const NAME = /^[a-z][a-z0-9-]{0,39}$/;
/** Every job that is declared and the handlers that were given for them. Faults in either stop the boot. */
export class JobRegistry {
    jobs;
    byName = new Map();
    handlers = new Map();
    queues;
    constructor(jobs) {
        this.jobs = jobs;
        for (const job of jobs) {
            if (!NAME.test(job.name))
                throw new Error(`Job name ${JSON.stringify(job.name)} is not kebab-case`);
            if (!NAME.test(job.queue))
                throw new Error(`Queue name ${JSON.stringify(job.queue)} is not kebab-case`);
            if (this.byName.has(job.name))
                throw new Error(`Job ${job.name} is declared twice`);
            this.byName.set(job.name, job);
        }
        this.queues = [...new Set(jobs.map((job) => job.queue))].sort();
        if (this.queues.length > MAX_QUEUES)
            throw new Error(`${this.queues.length} queues (${this.queues.join(', ')}); at most ${MAX_QUEUES} are allowed`);
    }
    /** Gives the handler of a declared job; a second one, or one of a job nobody declared, is refused. */
    handle(job, handler) {
        if (this.byName.get(job.name) !== job)
            throw new Error(`Job ${job.name} has a handler but is not declared`);
        if (this.handlers.has(job.name))
            throw new Error(`Job ${job.name} has two handlers`);
        this.handlers.set(job.name, handler);
    }
    job(name) {
        return this.byName.get(name);
    }
    handlerOf(job) {
        const handler = this.handlers.get(job.name);
        if (!handler)
            throw new Error(`Job ${job.name} has no handler`);
        return handler;
    }
    /** For processes that work: every declared job must have its handler. */
    assertComplete() {
        const missing = this.jobs.filter((job) => !this.handlers.has(job.name)).map((job) => job.name);
        if (missing.length > 0)
            throw new Error(`Jobs without a handler: ${missing.join(', ')}`);
    }
    get eventJobs() {
        return this.jobs.filter((job) => job.kind === 'event');
    }
    get subjectJobs() {
        return this.jobs.filter((job) => job.kind === 'subject');
    }
    get sweepJobs() {
        return this.jobs.filter((job) => job.kind === 'sweep');
    }
}
//# sourceMappingURL=job-registry.js.map