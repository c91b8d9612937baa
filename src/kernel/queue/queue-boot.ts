import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { JobQueues } from './jobs/job-queues.js';
import { JobWorkers } from './jobs/job-workers.js';
import { ScheduleKeeper } from './schedule-keeper.js';
import { QUEUE_ROLE, type QueueRole } from './queue-role.js';

/**
 * Starts workers once every module has given its handlers. On the way down jobs end first, while the database is still
 * there; the store's connections go last, when no request can need them.
 */
@Injectable()
export class QueueBoot implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(QUEUE_ROLE) private readonly role: QueueRole,
    private readonly queues: JobQueues,
    private readonly workers: JobWorkers,
    private readonly schedules: ScheduleKeeper,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.queues.prepare();
    if (!this.role.works) return;
    await this.workers.start();
    await this.schedules.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.schedules.stop();
    await this.workers.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queues.close();
    await this.queues.backend.close();
  }
}
