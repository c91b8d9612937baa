import { Injectable, type OnModuleInit } from '@nestjs/common';
import { defineJob } from '../../queue/jobs/job.js';
import { JobRegistry } from '../../queue/jobs/job-registry.js';
import { Anchors } from './anchors.js';

/** Every minute, what the audit's chains end with is signed and leaves the database. */
export const anchorAudit = defineJob({ kind: 'sweep', name: 'anchor-audit', queue: 'sweeps', every: 60_000 });

@Injectable()
export class AnchorSweep implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly anchors: Anchors,
  ) {}

  onModuleInit(): void {
    this.registry.handle(anchorAudit, async () => {
      await this.anchors.run();
    });
  }
}
