import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { KeyRing } from '../../config/keys.js';
import { CheckpointFile, type Checkpoint } from './checkpoint.js';
import { verifyAudit, type VerificationScope } from './verification.js';
import type { AuditVerification, ContinuedVerification } from './verification-types.js';

/** Everything is verified anew when the last time is so long ago: what lies before a checkpoint is not looked at by the others. */
const WHOLE_AFTER_MS = 7 * 24 * 3_600_000;
/** The rows that were moved too, when that is so long ago: they were verified when they moved. */
const MOVED_AFTER_MS = 90 * 24 * 3_600_000;

const hasPlace = (last: Checkpoint | null): last is Checkpoint => last !== null && last.place !== null;

/** One verification of a kind at a time: requests that come meanwhile share its answer. Each leaves its checkpoint. */
export class AuditVerifier {
  private readonly logger = new Logger('Audit');
  private readonly file: CheckpointFile;
  private running: Promise<AuditVerification> | undefined;
  private comparing: Promise<AuditVerification> | undefined;
  private continuing: Promise<ContinuedVerification> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly auditKeys: KeyRing,
    private readonly anchorFile: string,
  ) {
    this.file = new CheckpointFile(anchorFile, auditKeys);
  }

  /** Verifies everything but what was moved. */
  verify(): Promise<AuditVerification> {
    this.running ??= this.file
      .read()
      .then((last) => this.verifyOnce(last, {}))
      .finally(() => (this.running = undefined));
    return this.running;
  }

  /** Verifies what was moved as well, from the first row on. */
  async verifyMovedRows(): Promise<AuditVerification> {
    return this.verifyOnce(await this.file.read(), { moved: true });
  }

  /** As `verify`, and compares the tables with what the audit says of their rows. */
  verifyTables(): Promise<AuditVerification> {
    this.comparing ??= this.file
      .read()
      .then((last) => this.verifyOnce(last, { tables: true }))
      .finally(() => (this.comparing = undefined));
    return this.comparing;
  }

  /** Verifies what came since the last checkpoint; everything, where there is none that holds. */
  verifySinceLast(): Promise<ContinuedVerification> {
    this.continuing ??= this.verifyRest((last) => hasPlace(last), false).finally(() => (this.continuing = undefined));
    return this.continuing;
  }

  /** What a worker does every hour: as above, and everything once a week, the tables too; four times a year what was moved as well. */
  verifyByTurns(now = Date.now()): Promise<ContinuedVerification> {
    return this.verifyRest(
      (last) => hasPlace(last) && last.wholeAt !== null && now - Date.parse(last.wholeAt) < WHOLE_AFTER_MS,
      true,
      (last) => now - Date.parse(last?.movedAt ?? '1970-01-01') >= MOVED_AFTER_MS,
    );
  }

  /** The last checkpoint; null where there is none that holds. */
  findCheckpoint(): Promise<Checkpoint | null> {
    return this.file.read();
  }

  private async verifyRest(
    mayContinue: (last: Checkpoint | null) => boolean,
    tables: boolean,
    isMovedDue: (last: Checkpoint | null) => boolean = () => false,
  ): Promise<ContinuedVerification> {
    const last = await this.file.read();
    const place = mayContinue(last) ? (last?.place ?? null) : null;
    const outcome = await this.verifyOnce(last, place ? { since: place } : { tables, moved: isMovedDue(last) });
    return { since: place && { no: place.no, at: place.at }, ...outcome };
  }

  private async verifyOnce(last: Checkpoint | null, scope: VerificationScope): Promise<AuditVerification> {
    const since = scope.since ?? null;
    const { outcome, place } = await verifyAudit(this.dataSource, this.auditKeys, this.anchorFile, scope);
    const { ok, checkedAt: at, findingsTotal: findings } = outcome;
    // One that found something is followed by another of everything, until nothing is found.
    const known = last?.wholeAt ?? null;
    const wholeAt = since === null ? (ok ? at : null) : known;
    const movedAt = since === null && outcome.movedUpTo === null && ok ? at : (last?.movedAt ?? null);
    try {
      await this.file.write({ at, ok, findings, wholeAt, movedAt, place: ok ? place : (last?.place ?? null) });
    } catch (error) {
      // Who may only read the anchors verifies all the same; the next one begins where this one did.
      this.logger.warn(`the checkpoint of the verification could not be written: ${(error as Error).message}`);
    }
    return outcome;
  }
}
