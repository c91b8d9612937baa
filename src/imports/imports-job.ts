import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobRegistry } from '../kernel/queue/jobs/job-registry.js';
import { defineJob } from '../kernel/queue/jobs/job.js';
import { ImportsService } from './imports.service.js';

/** Takes the rows of a received file. */
export const runImport = defineJob({
  kind: 'event',
  name: 'run-import',
  queue: 'imports',
  on: (event) => event.aggregate === 'import' && event.action === 'received',
  unfinished: { aggregate: 'import', ids: `SELECT id::text FROM import WHERE state = 'running'` },
  // What a newer version received is left to it.
  mayLeaveWork: true,
});

@Injectable()
export class ImportsJob implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly imports: ImportsService,
  ) {}

  onModuleInit(): void {
    this.registry.handle(runImport, ({ id }) => this.imports.run(id));
  }
}
