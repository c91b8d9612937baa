import { Injectable, type OnModuleInit } from '@nestjs/common';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { WatchConnections } from '../database/connections/watch-connections.js';
import { Recent } from '../health/recent.js';
import { Settings } from '../config/settings.js';
import { JobQueues } from '../queue/jobs/job-queues.js';
import { ScheduleKeeper } from '../queue/schedule-keeper.js';
import { Metrics } from './metrics.js';
import { countPoolWaits } from './pool-waits.js';

const OWED = `
  SELECT count(*)::int AS owed,
    greatest(0, coalesce(extract(epoch FROM clock_timestamp() - min(wanted_at)), 0))::float8 AS age
  FROM job_subject WHERE done < wanted`;

const LAST_ANCHOR = `SELECT extract(epoch FROM clock_timestamp() - max(at))::float8 AS age FROM audit_anchor`;

/** Changes behind the last anchor: one that is older than a few minutes means that no anchor is made. */
const UNANCHORED = `
  SELECT greatest(0, coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0))::float8 AS age
  FROM outbox WHERE position > coalesce((SELECT max(position) FROM audit_anchor), 0)`;

type Figures = Record<string, number | null>;

const STEP = 64 * 1024 * 1024;

/** What whoever looks after the service watches besides requests, of each process: waits, what is owed, ages, disks. */
@Injectable()
export class OperationFigures implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly settings: Settings,
    private readonly dataSource: DataSource,
    private readonly watch: WatchConnections,
    private readonly queues: JobQueues,
    private readonly schedules: ScheduleKeeper,
  ) {}

  onModuleInit(): void {
    const { metrics } = this;
    countPoolWaits((this.dataSource.driver as unknown as { master: Pool }).master, metrics.registry);
    const tellColumn = (name: string, help: string, ask: () => Promise<Figures[]>, column: string): void =>
      metrics.gauge(name, help, async () => (await ask())[0]?.[column] ?? null);
    const owed = this.createQuestion(OWED);
    tellColumn('owed_subjects', 'Subjects on which a job owes work', owed, 'owed');
    tellColumn('owed_subjects_age_seconds', 'Age of the oldest of them', owed, 'age');
    const anchored = this.createQuestion(LAST_ANCHOR);
    tellColumn('last_anchor_age_seconds', 'Age of the last anchor of the audit', anchored, 'age');
    const unanchored = this.createQuestion(UNANCHORED);
    tellColumn('unanchored_age_seconds', 'Age of the oldest change that no anchor covers', unanchored, 'age');
    const oldest = new Recent(() => this.findOldestJob());
    metrics.gauge('oldest_job_age_seconds', 'Age of the oldest job that waits, all queues', () => oldest.ask());
    metrics.gaugeOfEach('sweep_age_seconds', 'Seconds since a sweep came to its end', 'job', () =>
      this.schedules.listAges(this.watch.figures),
    );
    metrics.gaugeOfEach('disk_free_bytes', 'Room that is left where a folder lies', 'folder', () =>
      // In steps: to the byte it would tell when something sealed is stored.
      this.readDisks(({ bavail, bsize }) => Math.floor((bavail * bsize) / STEP) * STEP),
    );
    metrics.gaugeOfEach('disk_bytes', 'Size of the disk on which a folder lies', 'folder', () =>
      this.readDisks(({ blocks, bsize }) => blocks * bsize),
    );
  }

  /** Who asks while it is being answered gets the same answer: of one scrape, each figure that stands in it. */
  private createQuestion(sql: string): () => Promise<Figures[]> {
    let running: Promise<Figures[]> | undefined;
    return () =>
      (running ??= this.watch.figures.query<Figures[]>(sql).finally(() => {
        running = undefined;
      }));
  }

  private async findOldestJob(): Promise<number> {
    const waiting = await Promise.all(
      this.queues.registry.queues.map((name) => this.queues.queue(name).getJobs(['waiting'], 0, 0, true)),
    );
    const first = Math.min(...waiting.flat().map(({ timestamp }) => timestamp), Date.now());
    return (Date.now() - first) / 1000;
  }

  /** `data` holds the embedded database, where there is one. A folder that is not here is left out. */
  private async readDisks(
    read: (disk: { bsize: number; blocks: number; bavail: number }) => number,
  ): Promise<Record<string, number>> {
    const { documentsDir = '', dataDir, anchorFile = '' } = this.settings;
    const found: Record<string, number> = {};
    for (const [name, folder] of Object.entries({
      documents: documentsDir,
      data: dataDir,
      anchors: dirname(anchorFile),
    }))
      try {
        found[name] = read(await statfs(folder));
      } catch {
        // It is made when something is written there first.
      }
    return found;
  }
}
