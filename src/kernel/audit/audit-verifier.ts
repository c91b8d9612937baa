import type { DataSource } from 'typeorm';
import type { KeyRing } from '../config/keys.js';
import { verifyAudit } from './verification.js';
import type { AuditVerification } from './verification-types.js';

/** One verification at a time: it reads everything. */
export class AuditVerifier {
  private running: Promise<AuditVerification> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly auditKeys: KeyRing,
    private readonly anchorFile: string,
  ) {}

  verify(): Promise<AuditVerification> {
    this.running ??= verifyAudit(this.dataSource, this.auditKeys, this.anchorFile).finally(
      () => (this.running = undefined),
    );
    return this.running;
  }
}
