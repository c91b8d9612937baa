import { Injectable } from '@nestjs/common';
import { BatchTx } from '../../kernel/database/batches/batch.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { FieldError } from '../../kernel/errors/problem.js';
import { MOST_OF_PROCESS, type LoadedLines } from '../import-lines.js';
import { limitFaults, type ImportOf, type Taken } from '../rows/import-rows.js';
import { rowFault } from '../notices/notice-row-errors.js';
import { RowRejected } from '../notices/row-rejection.js';
import { gatherReleases, saysTheSame, type GatheredReleases } from './gathered-releases.rules.js';
import { ImportLosses } from './import-losses.rules.js';
import { OcdsImporter, type KnownProcess } from './ocds-importer.js';
import { parsePiece, type ParsedPiece } from './piece-parser.js';

type ReadPiece = Extract<ParsedPiece, { ok: true }>;

/** Takes the releases and records of some processes, each process whole. */
@Injectable()
export class OcdsRows {
  constructor(private readonly importer: OcdsImporter) {}

  /** Every process in a savepoint of its own. Two imports under one name take turns. */
  async take(unit: Tx, { id, dataset }: ImportOf, { lines, refused }: LoadedLines): Promise<Taken> {
    await unit.query(`SELECT pg_advisory_xact_lock(hashtextextended('ocds ' || $1::text, 0))`, [dataset]);
    const taken: Taken = { figures: { accepted: 0, unchanged: 0, rejected: 0 }, rejects: [], losses: [] };
    const reject = (line: number, row: string | null, errors: FieldError[]): void => {
      taken.figures.rejected++;
      taken.rejects.push({ line, id: row, errors: limitFaults(errors) });
    };
    for (const { line, key } of refused) reject(line, key, [rowFault('', 'too_many_releases')]);
    const processes = new Map<string, ReadPiece[]>();
    for (const { line, raw } of lines) {
      const piece = parsePiece(raw, line);
      if (piece.ok) processes.set(piece.ocid, [...(processes.get(piece.ocid) ?? []), piece]);
      else reject(line, piece.id, piece.errors);
    }
    const losses = new ImportLosses();
    await BatchTx.run(unit, { import: id }, async (tx) => {
      const stored = await this.importer.findKnownOcids(tx, dataset, [...processes.keys()]);
      for (const [ocid, pieces] of processes) {
        const known = stored.has(ocid) ? await this.importer.loadKnownProcess(tx, dataset, ocid) : undefined;
        try {
          taken.figures[await this.takeProcess(tx, dataset, { ocid, pieces, known, losses })] += pieces.length;
        } catch (error) {
          if (!(error instanceof RowRejected)) throw error;
          for (const { line } of pieces) reject(line, ocid, error.errors);
        }
      }
    });
    return { ...taken, losses: losses.list() };
  }

  private async takeProcess(
    tx: BatchTx,
    dataset: string,
    { ocid, pieces, known, losses }: ProcessOfFile,
  ): Promise<'accepted' | 'unchanged'> {
    const given = pieces.flatMap(({ releases }) => releases);
    const releases = gatherReleases(known?.releases ?? [], given);
    if (known && saysTheSame(known.releases, releases)) return 'unchanged';
    if (isMoreThanHeld(releases)) throw new RowRejected([rowFault('', 'too_many_releases')], true);
    const taken = await tx.attempt(() => this.importer.take(tx, dataset, ocid, releases, known));
    losses.addLosses(taken.losses);
    return 'accepted';
  }
}

/** Of all its files together, as they are stored. */
const isMoreThanHeld = (releases: GatheredReleases): boolean =>
  releases.length > MOST_OF_PROCESS.lines || Buffer.byteLength(JSON.stringify(releases)) > MOST_OF_PROCESS.bytes;

interface ProcessOfFile {
  ocid: string;
  pieces: ReadPiece[];
  known: KnownProcess | undefined;
  losses: ImportLosses;
}
