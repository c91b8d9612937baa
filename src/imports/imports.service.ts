import { Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { SYSTEM, type Principal } from '../kernel/access/principal.js';
import { Transactions, type Tx } from '../kernel/database/transactions.js';
import { DocumentStore } from '../kernel/documents/document-store.js';
import { PROBLEMS } from '../kernel/errors/codes.js';
import { PersonNumbers } from '../people/organisations/persons/person-numbers.js';
import type { Actor } from '../kernel/outbox/change.js';
import { ImportNames } from './import-names.js';
import { BULK_KIND_NAMES, isOfPeople } from './bulk/bulk-kind-names.js';
import { BulkKinds } from './bulk/bulk-kinds.js';
import { BulkRows } from './bulk/bulk-rows.js';
import { parseExternalId } from './bulk/references.js';
import { printable } from './keeping/kept-rows.rules.js';
import { BULK_AT_ONCE, ROWS_AT_ONCE, SETTLED, TAKE_AT_ONCE, loadLines, type LoadedLines } from './import-lines.js';
import { AlteredImport, ImportSeals } from './import-seals.js';
import { collectGarbage } from './rows/collect-garbage.js';
import { countRows, planAnew } from './rows/fresh-plans.js';
import { holdHeap } from './rows/hold-heap.js';
import { ImportRows, type Figures, type ReceivedLine, type RejectedRow, type Taken } from './rows/import-rows.js';
import { ImportLosses } from './ocds/import-losses.rules.js';
import { OcdsRows } from './ocds/ocds-rows.js';
import { ImportReception, type NamedFile } from './import-reception.js';
import { RejectFile } from './reject-file.js';
import { finishImport } from './keeping/finish-import.js';
import { giveUpAlteredImport } from './keeping/give-up-import.js';
import { ImportRow } from './import.entity.js';

/** What came of some rows, beside those that were rejected. */
type Settled = Pick<Taken, 'figures' | 'losses'>;

/** The rows of a file that one transaction takes or takes back, and how far they reach. */
interface TakenPiece {
  taken: Settled;
  last: number;
  isEnd: boolean;
}

/** Thrown to take back what was taken. */
class TakenBack extends Error {}

/**
 * Thrown where a newer version received a file: it keeps its rows in ways that this one does not know. They are neither read nor called
 * altered here, but left for that version, whose workers may not run yet.
 */
class NewerImport extends Error {
  constructor(what: string) {
    super(`${what} are taken by a newer version of this program: left for it`);
  }
}

/**
 * Takes files: of notices, of OCDS, of rows of one kind. The lines are received whole before the first is taken; then they are taken in their order, some hundreds
 * per transaction together with the mark how far it went, so a crash goes on where it stopped and a second worker waits.
 */
@Injectable()
export class ImportsService {
  private readonly logger = new Logger('Import');

  constructor(
    private readonly transactions: Transactions,
    private readonly rows: ImportRows,
    private readonly ocds: OcdsRows,
    private readonly bulk: BulkRows,
    private readonly kinds: BulkKinds,
    private readonly names: ImportNames,
    private readonly store: DocumentStore,
    private readonly reception: ImportReception,
    private readonly seals: ImportSeals,
    private readonly numbers: PersonNumbers,
  ) {}

  /** Stores the lines of a file of what is published elsewhere and asks for its job. Answers the import's id. */
  receive(principal: Principal, file: AsyncIterable<Buffer>, given: NamedFile): Promise<string> {
    return this.reception.receive(principal, file, given);
  }

  /** Takes what is not taken yet. Idempotent: a finished import is left alone. `progress` hears the figures. */
  run(id: string, progress?: (row: ImportRow) => void): Promise<void> {
    return holdHeap(() => this.takeImport(id, progress));
  }

  private async takeImport(id: string, progress?: (row: ImportRow) => void): Promise<void> {
    try {
      const job = await this.find(id);
      if (!job) return;
      this.assertKnownRows(job);
      if (job.dry_run || job.mode === 'all') await this.takeWhole(job);
      else
        for (let steps = 1; await this.step(job); steps++) {
          if (steps === SETTLED) collectGarbage();
          await this.tell(id, progress);
        }
      await this.tell(id, progress);
    } catch (error) {
      if (error instanceof AlteredImport)
        return this.transactions.run(SYSTEM, (tx) => giveUpAlteredImport(tx, id, error));
      // No attempt that failed: the sweep offers it again, to whoever runs then.
      if (error instanceof NewerImport) return this.logger.warn(`Import ${id}: ${error.message}`);
      // Not a row's fault: the job is tried again from the last mark, and until then says that it broke off.
      const reason = error instanceof Error ? error.message.slice(0, 500) : 'unknown';
      await this.transactions.run(SYSTEM, (tx) =>
        tx.query(`UPDATE import SET error = $2 WHERE id = $1 AND state = 'running'`, [id, reason]),
      );
      throw error;
    }
  }

  /** @throws NewerImport */
  private assertKnownRows({ kind, state, headings }: ImportRow): void {
    if (kind === null || state !== 'running') return;
    if (!BULK_KIND_NAMES.includes(kind)) throw new NewerImport(`rows of kind ${String(kind)}`);
    const columns = this.kinds.get(kind).columns.map(({ key }) => key);
    const unknown = (headings ?? []).find(({ key }) => !columns.includes(key));
    if (unknown) throw new NewerImport(`rows with ${unknown.key}`);
  }

  async find(id: string): Promise<ImportRow | null> {
    const [row] = await this.transactions.reader.query<ImportRow[]>(`SELECT * FROM import WHERE id = $1`, [id]);
    return row ?? null;
  }

  private async tell(id: string, progress?: (row: ImportRow) => void): Promise<void> {
    const row = progress && (await this.find(id));
    if (row) progress(row);
  }

  /** One transaction: some rows and their mark. Answers whether there is more. */
  private step({ id }: ImportRow): Promise<boolean> {
    return this.transactions.run(SYSTEM, async (tx) => {
      const job = await this.lockImport(tx, id);
      if (job?.state !== 'running') return false;
      tx.actor = toImporter(job);
      await planAnew(tx, Math.floor(job.done_line / countAtOnce(job)));
      const next = await loadLines(tx, this.seals, job, { after: job.done_line, most: countAtOnce(job) });
      const taken = await this.takeLines(tx, job, next);
      await this.keep(tx, job, taken.rejects);
      await this.mark(tx, job, taken, next.last ?? job.done_line, next.isEnd);
      return !next.isEnd;
    });
  }

  /**
   * The same work in one transaction beside this one: of what is taken back only figures and rejects stay. Of live objects a dry run
   * goes piece by piece, for others wait for what one transaction holds.
   */
  private takeWhole({ id }: ImportRow): Promise<void> {
    return this.transactions.run(SYSTEM, async (tx) => {
      const job = await this.lockImport(tx, id, 'patiently');
      if (job?.state !== 'running') return;
      tx.actor = toImporter(job);
      const rejects = await RejectFile.openFile(await this.store.incoming(randomUUID()));
      try {
        // A transaction in which nothing happens for minutes is ended by the database.
        const stayAlive = () => tx.query(`SELECT 1`);
        const figures: Figures = { accepted: 0, unchanged: 0, rejected: 0 };
        const losses = new ImportLosses();
        let piece: Pick<TakenPiece, 'last' | 'isEnd'> = { last: 0, isEnd: false };
        while (!piece.isEnd) {
          const { taken, ...reached } = await this.takePiece(job, rejects, piece.last, stayAlive);
          for (const key of ['accepted', 'unchanged', 'rejected'] as const) figures[key] += taken.figures[key];
          losses.addLosses(taken.losses);
          for await (const some of rejects.some(TAKE_AT_ONCE)) await this.keep(tx, job, some);
          piece = reached;
          if (!piece.isEnd) collectGarbage();
        }
        await this.mark(tx, job, { figures, losses: losses.list() }, piece.last, true);
      } finally {
        await rejects.remove();
      }
    });
  }

  /** Takes every row behind one; a dry run takes it all back, and where all or nothing was asked for a single reject does. */
  private async takePiece(
    job: ImportRow,
    rejects: RejectFile,
    after: number,
    stayAlive: () => Promise<unknown>,
  ): Promise<TakenPiece> {
    let figures: Figures = { accepted: 0, unchanged: 0, rejected: 0 };
    let losses = new ImportLosses();
    let last = after;
    let isEnd = false;
    const work = this.transactions.run(SYSTEM, async (tx) => {
      tx.actor = toImporter(job);
      figures = { accepted: 0, unchanged: 0, rejected: 0 };
      losses = new ImportLosses();
      last = after;
      isEnd = false;
      await rejects.clear();
      let steps = 0;
      for await (const next of this.loadSteps(tx, job, after)) {
        isEnd = next.isEnd;
        if (next.last === undefined) break;
        await countRows(tx, steps++);
        await stayAlive();
        // What all steps take is held before the first of them.
        if (steps === 1 && !isEnd && job.kind !== null)
          await this.bulk.hold({ ...job, kind: job.kind }, () => this.loadSteps(tx, job, after));
        let taken = await this.takeLines(tx, job, next);
        // Whoever dry runs under a name that was nobody's must not learn what another has stored under it since.
        if (job.kind === null && (await this.names.isLost(tx, job.dataset, job.organisation_id)))
          taken = rejectLines([...next.lines, ...next.refused]);
        for (const key of ['accepted', 'unchanged', 'rejected'] as const) figures[key] += taken.figures[key];
        await rejects.add(taken.rejects);
        losses.addLosses(taken.losses);
        last = next.last;
        if (steps === SETTLED && !isEnd) collectGarbage();
      }
      const isSpoilt = job.mode === 'all' && figures.rejected > 0;
      if (isSpoilt) figures.accepted = 0;
      if (isSpoilt || job.dry_run) throw new TakenBack();
    });
    await work.catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error;
    });
    return { taken: { figures, losses: losses.list() }, last, isEnd };
  }

  /** The rows behind one that a transaction takes, step by step. */
  private async *loadSteps(tx: Tx, job: ImportRow, after: number): AsyncGenerator<LoadedLines> {
    const most = job.kind === null ? Infinity : ROWS_AT_ONCE;
    let next: LoadedLines | undefined;
    for (let rows = 0; !next?.isEnd && rows < most; rows += next.lines.length + next.refused.length) {
      next = await loadLines(tx, this.seals, job, { after: next?.last ?? after, most: countAtOnce(job) });
      yield next;
    }
  }

  /** Another worker's step is waited for; a dry run is one long step. @throws AlteredImport */
  private async lockImport(tx: Tx, id: string, patiently?: 'patiently'): Promise<ImportRow | undefined> {
    if (patiently) await tx.query(`SET LOCAL statement_timeout = 0`);
    const [row] = await tx.query<ImportRow>(`SELECT * FROM import WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    if (row?.state === 'running') await this.seals.assertBinding(tx, id);
    return row;
  }

  private takeLines(tx: Tx, job: ImportRow, next: LoadedLines): Promise<Taken> {
    const { kind } = job;
    if (kind !== null) return this.bulk.take({ ...job, kind }, next);
    return job.format === 'ocds' ? this.ocds.take(tx, job, next) : this.rows.take(tx, job, next.lines);
  }

  /** Rejects keep their line as it was received, so far as it is text; of people as it lies there, and their number as a hash. */
  private async keep(tx: Tx, { id, kind }: ImportRow, rejects: readonly RejectedRow[]): Promise<void> {
    if (rejects.length === 0) return;
    const lines = await tx.query<ReceivedLine>(
      `SELECT line, raw FROM import_line WHERE import_id = $1 AND line = ANY ($2::integer[])`,
      [id, rejects.map((r) => r.line)],
    );
    const raw = new Map(lines.map((l) => [l.line, isOfPeople(kind) ? l.raw.toString('base64') : printable(l.raw)]));
    const toRowId = (name: string | null): string | null =>
      name !== null && isOfPeople(kind) ? this.numbers.hash(parseExternalId(name)) : name;
    await tx.query(
      `INSERT INTO import_reject (import_id, line, row_id, errors, raw)
       SELECT $1, g.line, g.id, g.errors, g.raw
       FROM jsonb_to_recordset($2::jsonb) AS g(line integer, id text, errors jsonb, raw text) ON CONFLICT DO NOTHING`,
      [id, JSON.stringify(rejects.map((r) => ({ ...r, id: toRowId(r.id), raw: raw.get(r.line) ?? '' })))],
    );
  }

  private async mark(tx: Tx, job: ImportRow, { figures, losses }: Settled, last: number, done: boolean): Promise<void> {
    const all = new ImportLosses([...job.losses, ...losses]).list();
    const [row] = await tx.query<ImportRow>(
      `UPDATE import SET accepted = accepted + $2, unchanged = unchanged + $3, rejected = rejected + $4, done_line = $5, losses = $7,
         error = NULL, state = CASE WHEN $6 THEN 'done' ELSE state END,
         finished_at = CASE WHEN $6 THEN clock_timestamp() END WHERE id = $1 RETURNING *`,
      [job.id, figures.accepted, figures.unchanged, figures.rejected, last, done, JSON.stringify(all)],
    );
    if (done && row) await finishImport(tx, row);
  }
}

/** The system takes the rows, under a name that nobody else writes under; the changes are those of who sent the file. */
const toImporter = ({ created_by: id, created_by_kind: kind }: ImportRow): Actor => ({ kind, id });

/** Rows that are not of OCDS share what is looked up and written for them. */
const countAtOnce = ({ format }: ImportRow): number => (format === 'ocds' ? TAKE_AT_ONCE : BULK_AT_ONCE);

const rejectLines = (lines: readonly { line: number }[]): Taken => ({
  figures: { accepted: 0, unchanged: 0, rejected: lines.length },
  losses: [],
  rejects: lines.map(({ line }) => ({
    line,
    id: null,
    errors: [{ pointer: '', code: 'import_name_taken', text: PROBLEMS.import_name_taken.title }],
  })),
});
