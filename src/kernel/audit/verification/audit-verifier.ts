import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { KeyRing } from '../../config/keys.js';
import { CheckpointFile, PARTS, type Checkpoint, type Part, type VerifiedPlace } from './checkpoint.js';
import { verifyAudit, type VerificationScope } from './verification.js';
import type { AuditVerification, ContinuedVerification } from './verification-types.js';

/**
 * Everything is verified anew, the tables too, when the last time is so long ago: what lies before a checkpoint is not looked at by
 * the others.
 */
const WHOLE_AFTER_MS = 7 * 24 * 3_600_000;
/** The rows that were moved too, when that is so long ago: they were verified when they moved. */
const MOVED_AFTER_MS = 90 * 24 * 3_600_000;

/** Whether it was that long ago at most. */
const isFresh = (at: string | null | undefined, ms: number, now: number): boolean =>
  at !== null && at !== undefined && now - Date.parse(at) < ms;

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
    this.running ??= this.verifyOnce({}).finally(() => (this.running = undefined));
    return this.running;
  }

  /** Verifies what was moved as well, from the first row on. */
  verifyMovedRows(): Promise<AuditVerification> {
    return this.verifyOnce({ moved: true });
  }

  /** As `verify`, and compares the tables with what the audit says of their rows. */
  verifyTables(): Promise<AuditVerification> {
    this.comparing ??= this.verifyOnce({ tables: true }).finally(() => (this.comparing = undefined));
    return this.comparing;
  }

  /** Verifies what came since the last checkpoint; everything, where there is none that holds. */
  verifySinceLast(): Promise<ContinuedVerification> {
    this.continuing ??= this.file
      .read()
      .then((last) => this.verifyRest(hasPlace(last) ? last : null, {}))
      .finally(() => (this.continuing = undefined));
    return this.continuing;
  }

  /**
   * What a worker does every hour: as above, and everything once a week, the tables too; four times a year what was moved as well.
   * What was verified meanwhile counts for as much as it looked at.
   */
  async verifyByTurns(now = Date.now()): Promise<ContinuedVerification> {
    const last = await this.file.read();
    // A finding among what was moved, or one of a version that did not say where it was, is looked at again at once.
    const isMovedFresh = isFresh(last?.movedAt, MOVED_AFTER_MS, now) && !listOpenParts(last).includes('moved');
    const isWholeFresh = isFresh(last?.wholeAt, WHOLE_AFTER_MS, now) && isFresh(last?.tablesAt, WHOLE_AFTER_MS, now);
    return this.verifyRest(hasPlace(last) && isWholeFresh && isMovedFresh ? last : null, {
      tables: true,
      moved: !isMovedFresh,
    });
  }

  /** The last checkpoint; null where there is none that holds. */
  findCheckpoint(): Promise<Checkpoint | null> {
    return this.file.read();
  }

  /** What came since a checkpoint; without one everything of a scope. */
  private async verifyRest(last: Checkpoint | null, scope: VerificationScope): Promise<ContinuedVerification> {
    const place = last?.place ?? null;
    const outcome = await this.verifyOnce(place ? { since: place } : scope);
    return { since: place && { no: place.no, at: place.at }, ...outcome };
  }

  private async verifyOnce(scope: VerificationScope): Promise<AuditVerification> {
    const { outcome, place } = await verifyAudit(this.dataSource, this.auditKeys, this.anchorFile, scope);
    try {
      // As it stands by now: another one may have come to its end meanwhile.
      await this.file.write(toCheckpoint(await this.file.read(), scope, outcome, place));
    } catch (error) {
      // Who may only read the anchors verifies all the same; the next one begins where this one did.
      this.logger.warn(`the checkpoint of the verification could not be written: ${(error as Error).message}`);
    }
    return outcome;
  }
}

/** Where something was found and not seen right since; a version before did not say where. */
const listOpenParts = (last: Checkpoint | null): readonly Part[] =>
  last === null || last.ok ? [] : (last.open ?? PARTS);

/** What a verification leaves behind one before: it says of the parts that it looked at alone whether they are right. */
function toCheckpoint(
  last: Checkpoint | null,
  scope: VerificationScope,
  { ok, checkedAt: at, findingsTotal, movedUpTo }: AuditVerification,
  place: VerifiedPlace | null,
): Omit<Checkpoint, 'v' | 'key'> {
  const isWhole = (scope.since ?? null) === null;
  const looked = new Set<Part>(['later']);
  if (isWhole) looked.add('whole');
  if (isWhole && scope.tables) looked.add('tables');
  // Where nothing was moved, what was read is all there is.
  if (isWhole && movedUpTo === null) looked.add('moved');
  const toDate = (part: Part, known: string | null | undefined): string | null =>
    looked.has(part) ? (ok ? at : null) : (known ?? null);
  const known = listOpenParts(last);
  const open = PARTS.filter((part) => (looked.has(part) ? !ok : known.includes(part)));
  return {
    at,
    ok: open.length === 0,
    findings: ok && open.length > 0 ? (last?.findings ?? 0) : findingsTotal,
    open,
    // One that found something is followed by another of everything, until nothing is found.
    wholeAt: toDate('whole', last?.wholeAt),
    tablesAt: toDate('tables', last?.tablesAt),
    movedAt: toDate('moved', last?.movedAt),
    place: ok ? place : (last?.place ?? null),
  };
}
