import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../../observability/metrics.js';
import { defineJob } from '../../queue/jobs/job.js';
import { JobRegistry } from '../../queue/jobs/job-registry.js';
import { Anchors } from '../anchors/anchors.js';
import { AuditVerifier } from './audit-verifier.js';
import type { Checkpoint } from './checkpoint.js';

/** Every hour what came since the last verification is verified. */
export const verifyAuditSinceLast = defineJob({
  kind: 'sweep',
  name: 'verify-audit',
  queue: 'sweeps',
  every: 3_600_000,
});

const computeAge = (at: string): number => Math.max(0, (Date.now() - Date.parse(at)) / 1000);

@Injectable()
export class VerificationSweep implements OnModuleInit {
  private readonly logger = new Logger('Audit');

  constructor(
    private readonly registry: JobRegistry,
    private readonly verifier: AuditVerifier,
    private readonly anchors: Anchors,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.registry.handle(verifyAuditSinceLast, async () => {
      // A worker on another host may have made the last anchors: its file is brought up to them first.
      await this.anchors.run();
      const { ok, since, rows, findingsTotal, findings } = await this.verifier.verifyByTurns();
      if (ok) this.logger.log({ msg: 'the audit is as it was written', since: since?.no ?? 0, rows });
      else
        this.logger.error({ msg: 'the audit is not as it was written', findingsTotal, findings: findings.slice(0, 5) });
    });
    this.gauge('last_verification_age_seconds', 'Seconds since the audit was verified last', ({ at }) =>
      computeAge(at),
    );
    this.gauge('last_verification_ok', '0 while what verification found was not looked at again, else 1', ({ ok }) =>
      ok ? 1 : 0,
    );
    this.gauge(
      'last_whole_verification_age_seconds',
      'Seconds since the whole audit was verified and nothing was found',
      ({ wholeAt }) => (wholeAt === null ? null : computeAge(wholeAt)),
    );
  }

  /** Left out while nothing was verified. */
  private gauge(name: string, help: string, read: (last: Checkpoint) => number | null): void {
    this.metrics.gauge(name, help, async () => {
      const last = await this.verifier.findCheckpoint();
      return last && read(last);
    });
  }
}
