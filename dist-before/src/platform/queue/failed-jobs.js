import { Problem } from '../errors/problem.js';
const CHUNK = 200;
const idOf = (queue, job) => Buffer.from(`${queue} ${job}`).toString('base64url');
/** Lists and retries failures, on either store. Oldest first: a new failure comes after those already listed. */
export class FailedJobs {
    queues;
    constructor(queues) {
        this.queues = queues;
    }
    async list(limit, after, queue) {
        const names = this.queues.registry.queues.filter((name) => queue === undefined || name === queue);
        const lists = await Promise.all(names.map((name) => this.after(name, after, limit + 1)));
        const jobs = lists
            .flat()
            .sort(compare)
            .slice(0, limit + 1);
        const last = jobs.length > limit ? jobs[limit - 1] : undefined;
        return { jobs: jobs.slice(0, limit), next: last ? keyOf(last) : null };
    }
    /** Puts the job back into its queue with all its attempts. */
    async retry(id) {
        const { queue, job } = await this.find(id);
        if ((await job.getState()) !== 'failed')
            throw new Problem('wrong_state');
        await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
        return { id, queue, job };
    }
    async find(id) {
        const [name = '', ...rest] = Buffer.from(id, 'base64url').toString('utf8').split(' ');
        const known = this.queues.registry.queues.includes(name);
        const job = known && rest.length > 0 ? await this.queues.queue(name).getJob(rest.join(' ')) : undefined;
        if (!job)
            throw new Problem('not_found');
        return { queue: name, job };
    }
    /** The stores list by time of failure and know no key to start from, so the list is read up to it, in chunks. */
    async after(name, after, wanted) {
        const queue = this.queues.queue(name);
        const found = [];
        for (let start = 0;; start += CHUNK) {
            const chunk = (await queue.getJobs(['failed'], start, start + CHUNK - 1, true)).filter(Boolean);
            for (const job of chunk) {
                const failed = { id: idOf(name, job.id ?? ''), queue: name, job };
                if (after === null || precedes(after, keyOf(failed)))
                    found.push(failed);
            }
            // Jobs that failed in one millisecond lie in the store's order, not in ours: read on until the time moves.
            const settled = found[wanted - 1] && failedAt(found.at(-1)) > failedAt(found[wanted - 1]);
            if (chunk.length < CHUNK || settled)
                return found.sort(compare).slice(0, wanted);
        }
    }
}
const failedAt = (failed) => failed?.job.finishedOn ?? 0;
const keyOf = (failed) => ({ failedAt: failedAt(failed), id: failed.id });
const precedes = (a, b) => a.failedAt < b.failedAt || (a.failedAt === b.failedAt && a.id < b.id);
const compare = (a, b) => (precedes(keyOf(a), keyOf(b)) ? -1 : 1);
//# sourceMappingURL=failed-jobs.js.map