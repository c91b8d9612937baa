import { Injectable } from '@nestjs/common';
import { SYSTEM, type Principal } from '../../platform/access/principal.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { linesOf } from './lines.js';
import { parseNoticeLine } from './notice-row.parser.js';
import type { RejectedLine } from './notice-row.types.js';
import { NoticeImporter, RowRejected, type RowOutcome } from './notice.importer.js';

export interface ImportRow {
  id: string;
  dataset: string;
  dry_run: boolean;
  state: 'receiving' | 'running' | 'done' | 'failed';
  rows: number;
  accepted: number;
  unchanged: number;
  rejected: number;
  done_line: number;
  error: string | null;
  created_at: Date;
  finished_at: Date | null;
  created_by: string | null;
}
interface Line {
  line: number;
  raw: Buffer;
}
interface Figures {
  accepted: number;
  unchanged: number;
  rejected: number;
}

/** Lines received per statement, and rows taken per transaction. */
const RECEIVE_AT_ONCE = 1000;
const TAKE_AT_ONCE = 100;

/** Thrown to take back a dry run. */
class DryRunDone extends Error {}

/**
 * Files of notices. The lines are received whole before the first is taken; then they are taken in their order, a hundred
 * per transaction together with the mark how far it went, so a crash goes on where it stopped and a second worker waits.
 */
@Injectable()
export class ImportsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly importer: NoticeImporter,
  ) {}

  /** Stores the lines of a file and asks for its job. Answers the import's id. */
  async receive(
    principal: Principal,
    file: AsyncIterable<Buffer>,
    options: { name: string; dryRun: boolean; maxBytes: number },
  ): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO import (dataset, dry_run, created_by, organisation_id) VALUES ($1, $2, $3, $4) RETURNING id`,
        [
          `import:${options.name}`,
          options.dryRun,
          principal.kind === 'user' ? principal.id : null,
          principal.seats[0]?.organisation ?? null,
        ],
      );
      const id = (row as { id: string }).id;
      let rows = 0;
      let batch: Line[] = [];
      const flush = async () => {
        if (batch.length === 0) return;
        await tx.query(
          `INSERT INTO import_line (import_id, line, raw) SELECT $1, g.line, decode(g.raw, 'base64')
           FROM unnest($2::integer[], $3::text[]) AS g(line, raw)`,
          [id, batch.map((l) => l.line), batch.map((l) => l.raw.toString('base64'))],
        );
        rows += batch.length;
        batch = [];
      };
      for await (const line of linesOf(file, options.maxBytes)) {
        batch.push(line);
        if (batch.length === RECEIVE_AT_ONCE) await flush();
      }
      await flush();
      await tx.query(`UPDATE import SET state = 'running', rows = $2 WHERE id = $1`, [id, rows]);
      await tx.record({
        aggregate: 'import',
        id,
        action: 'received',
        data: { rows, dryRun: options.dryRun },
        dataset: `import:${options.name}`,
        tenants: principal.seats.map((s) => s.organisation),
      });
      return id;
    });
  }

  /** Takes what is not taken yet. Idempotent: a finished import is left alone. `progress` hears the figures. */
  async run(id: string, progress?: (row: ImportRow) => void): Promise<void> {
    try {
      for (let more = true; more;) {
        more = await this.step(id);
        const row = await this.find(id);
        if (row) progress?.(row);
      }
    } catch (error) {
      // Not the row's fault: the job is tried again from the last mark, and says so where it is asked.
      await this.transactions.run(SYSTEM, (tx) =>
        tx.query(`UPDATE import SET error = $2 WHERE id = $1`, [
          id,
          error instanceof Error ? error.message.slice(0, 500) : 'unknown',
        ]),
      );
      throw error;
    }
  }

  async find(id: string): Promise<ImportRow | null> {
    const [row] = await this.transactions.reader.query<ImportRow[]>(`SELECT * FROM import WHERE id = $1`, [id]);
    return row ?? null;
  }

  /** One transaction: some rows and their mark. Answers whether there is more. */
  private async step(id: string): Promise<boolean> {
    const dry = (await this.find(id))?.dry_run ?? false;
    if (dry) return this.dryRun(id);
    return this.transactions.run(SYSTEM, async (tx) => {
      const job = await this.locked(tx, id);
      if (job?.state !== 'running') return false;
      const lines = await this.lines(tx, id, job.done_line);
      const figures = await this.takeAll(tx, job, lines);
      const last = lines.at(-1)?.line ?? job.done_line;
      const done = lines.length < TAKE_AT_ONCE;
      await this.mark(tx, id, figures, last, done);
      if (done) await tx.query(`DELETE FROM import_line WHERE import_id = $1`, [id]);
      return !done;
    });
  }

  /** The same work in one transaction that is taken back; only figures and rejects stay. */
  private async dryRun(id: string): Promise<boolean> {
    const total: Figures = { accepted: 0, unchanged: 0, rejected: 0 };
    const rejects: RejectedLine[] = [];
    let last = 0;
    const work = this.transactions.run(SYSTEM, async (tx) => {
      const job = await this.locked(tx, id);
      if (job?.state !== 'running') return;
      for (let lines: Line[] = await this.lines(tx, id, 0); lines.length > 0; lines = await this.lines(tx, id, last)) {
        const figures = await this.takeAll(tx, job, lines, (line) => void rejects.push(line));
        for (const key of ['accepted', 'unchanged', 'rejected'] as const) total[key] += figures[key];
        last = lines.at(-1)?.line ?? last;
      }
      throw new DryRunDone();
    });
    const ran = await work.then(
      () => false,
      (error: unknown) => {
        if (error instanceof DryRunDone) return true;
        throw error;
      },
    );
    if (ran)
      await this.transactions.run(SYSTEM, async (tx) => {
        if ((await this.locked(tx, id))?.state !== 'running') return;
        for (const reject of rejects) await this.keepReject(tx, id, reject);
        await this.mark(tx, id, total, last, true);
        await tx.query(`DELETE FROM import_line WHERE import_id = $1`, [id]);
      });
    return false;
  }

  private async takeAll(
    tx: Tx,
    job: ImportRow,
    lines: readonly Line[],
    reject: (line: RejectedLine) => void | Promise<void> = (line) => this.keepReject(tx, job.id, line),
  ): Promise<Figures> {
    const figures: Figures = { accepted: 0, unchanged: 0, rejected: 0 };
    for (const { line, raw } of lines) {
      const parsed = parseNoticeLine(raw, line);
      const result: RowOutcome = parsed.ok
        ? await this.takeRow(tx, job.dataset, parsed.row)
        : { outcome: 'rejected', errors: parsed.errors };
      figures[result.outcome]++;
      if (result.outcome !== 'rejected') continue;
      const id = parsed.ok ? parsed.row.id : parsed.id;
      await reject({ line, id, errors: result.errors, raw: printable(raw) });
    }
    return figures;
  }

  /** A row in a savepoint of its own. */
  private async takeRow(tx: Tx, dataset: string, row: Parameters<NoticeImporter['take']>[2]): Promise<RowOutcome> {
    try {
      return await this.transactions.run(tx.principal, (inner) => this.importer.take(inner, dataset, row));
    } catch (error) {
      if (error instanceof RowRejected) return { outcome: 'rejected', errors: error.errors };
      throw error;
    }
  }

  private async locked(tx: Tx, id: string): Promise<ImportRow | undefined> {
    const [row] = await tx.query<ImportRow>(`SELECT * FROM import WHERE id = $1 FOR UPDATE`, [id]);
    return row;
  }

  private lines(tx: Tx, id: string, after: number): Promise<Line[]> {
    return tx.query<Line>(
      `SELECT line, raw FROM import_line WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT ${TAKE_AT_ONCE}`,
      [id, after],
    );
  }

  private async keepReject(tx: Tx, id: string, { line, id: row, errors, raw }: RejectedLine): Promise<void> {
    await tx.query(
      `INSERT INTO import_reject (import_id, line, row_id, errors, raw) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [id, line, row, JSON.stringify(errors), raw],
    );
  }

  private async mark(tx: Tx, id: string, figures: Figures, last: number, done: boolean): Promise<void> {
    await tx.query(
      `UPDATE import SET accepted = accepted + $2, unchanged = unchanged + $3, rejected = rejected + $4, done_line = $5,
         error = NULL, state = CASE WHEN $6 THEN 'done' ELSE state END,
         finished_at = CASE WHEN $6 THEN clock_timestamp() END WHERE id = $1`,
      [id, figures.accepted, figures.unchanged, figures.rejected, last, done],
    );
  }
}

/** A line that is not text at all is kept as far as it can be shown. */
const printable = (raw: Buffer): string => raw.toString('utf8').replaceAll('\0', '\uFFFD');
