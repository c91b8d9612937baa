import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { forPurpose, Keys } from '../../config/keys.js';
import { Settings } from '../../config/settings.js';
import { Metrics } from '../../observability/metrics.js';
import { defineJob } from '../../queue/jobs/job.js';
import { JobRegistry } from '../../queue/jobs/job-registry.js';
import { ANCHOR_PURPOSE } from '../anchors/anchor.js';
import { Witness } from './witness.js';

/** Every minute the anchors that the witness does not have are posted to it, where there is one. */
export const postAnchors = defineJob({ kind: 'sweep', name: 'post-anchors', queue: 'sweeps', every: 60_000 });

@Injectable()
export class WitnessSweep implements OnModuleInit {
  private readonly witness: Witness | undefined;

  constructor(
    private readonly registry: JobRegistry,
    private readonly metrics: Metrics,
    dataSource: DataSource,
    keys: Keys,
    { anchorWitnessUrl: url, anchorWitnessToken: token }: Settings,
  ) {
    if (url !== undefined)
      this.witness = new Witness(dataSource, forPurpose(keys.audit, ANCHOR_PURPOSE), { url, token });
  }

  onModuleInit(): void {
    const { witness } = this;
    this.registry.handle(postAnchors, async () => {
      await witness?.run();
    });
    if (!witness) return;
    this.metrics.gauge(
      'witness_anchors_behind',
      'Anchors that the witness has not accepted',
      async () => (await witness.figures()).behind,
    );
    this.metrics.gauge(
      'witness_age_seconds',
      'Age of the oldest anchor that the witness has not accepted',
      async () => (await witness.figures()).ageSeconds,
    );
  }
}
