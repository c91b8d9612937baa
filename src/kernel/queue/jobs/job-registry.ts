import type { EventJob, Handler, Job, SubjectJob, SweepJob, TogetherJob } from './job.js';

/** Each queue is one worker and one listening connection per process. */
const MAX_QUEUES = 6;
const NAME = /^[a-z][a-z0-9-]{0,39}$/;

type AnyHandler = Handler<EventJob> | Handler<SubjectJob> | Handler<TogetherJob> | Handler<SweepJob>;

/** Every job that is declared and the handlers that were given for them. Faults in either stop the boot. */
export class JobRegistry {
  private readonly byName = new Map<string, Job>();
  private readonly handlers = new Map<string, AnyHandler>();
  readonly queues: readonly string[];

  constructor(readonly jobs: readonly Job[]) {
    for (const job of jobs) {
      if (!NAME.test(job.name)) throw new Error(`Job name ${JSON.stringify(job.name)} is not kebab-case`);
      if (!NAME.test(job.queue)) throw new Error(`Queue name ${JSON.stringify(job.queue)} is not kebab-case`);
      if (this.byName.has(job.name)) throw new Error(`Job ${job.name} is declared twice`);
      if (job.kind === 'sweep' && typeof job.every === 'string' && job.period === undefined)
        throw new Error(`Sweep ${job.name} has a pattern and no period`);
      this.byName.set(job.name, job);
    }
    this.queues = [...new Set(jobs.map((job) => job.queue))].sort();
    if (this.queues.length > MAX_QUEUES)
      throw new Error(`${this.queues.length} queues (${this.queues.join(', ')}); at most ${MAX_QUEUES} are allowed`);
  }

  /** Gives the handler of a declared job; a second one, or one of a job nobody declared, is refused. */
  handle<J extends Job>(job: J, handler: Handler<J>): void {
    if (this.byName.get(job.name) !== job) throw new Error(`Job ${job.name} has a handler but is not declared`);
    if (this.handlers.has(job.name)) throw new Error(`Job ${job.name} has two handlers`);
    this.handlers.set(job.name, handler);
  }

  job(name: string): Job | undefined {
    return this.byName.get(name);
  }

  getHandler<J extends Job>(job: J): Handler<J> {
    const handler = this.handlers.get(job.name);
    if (!handler) throw new Error(`Job ${job.name} has no handler`);
    return handler as Handler<J>;
  }

  /** For processes that work: every declared job must have its handler. */
  assertComplete(): void {
    const missing = this.jobs.filter((job) => !this.handlers.has(job.name)).map((job) => job.name);
    if (missing.length > 0) throw new Error(`Jobs without a handler: ${missing.join(', ')}`);
  }

  get eventJobs(): EventJob[] {
    return this.jobs.filter((job) => job.kind === 'event');
  }
  get subjectJobs(): SubjectJob[] {
    return this.jobs.filter((job) => job.kind === 'subject');
  }
  get sweepJobs(): SweepJob[] {
    return this.jobs.filter((job) => job.kind === 'sweep');
  }
}
