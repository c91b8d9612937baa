import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { BatchTx } from '../../kernel/database/batches/batch.js';
import { Transactions } from '../../kernel/database/transactions.js';
import type { ProblemCode } from '../../kernel/errors/codes.js';
import { Problem, type FieldError } from '../../kernel/errors/problem.js';
import { fieldErrors } from '../../kernel/http/validation.js';
import { findFaults } from '../../kernel/http/validation/find-faults.js';
import { PersonNumbers } from '../../people/organisations/persons/person-numbers.js';
import type { LoadedLines } from '../import-lines.js';
import { limitFaults, type Taken } from '../rows/import-rows.js';
import type { ImportRow } from '../import.entity.js';
import { BulkCallers } from './bulk-callers.js';
import type { BulkFile, BulkKind, BulkRequest } from './bulk-kind.js';
import { BULK_PERMITS, type BulkKindName } from './bulk-kind-names.js';
import { BulkKinds } from './bulk-kinds.js';
import { cellFault, type CellValue } from './read-cell.js';
import { parseExternalId, resolveReferences } from './references.js';
import { buildRequest, isSameValue, type BuiltRequest } from './request-builder.js';
import { listFaults, locateFaults, toFault } from './row-faults.js';
import { readRow, type ReadRow } from './row-reader.js';
import { listLaterRounds } from './row-rounds.rules.js';

/** Refusals of a name that another has. */
const TAKEN_NAMES: ReadonlySet<ProblemCode> = new Set(['external_id_taken', 'conflict']);

/** Into what everybody works with. */
const LIVE = 'live';

type BulkJob = ImportRow & { kind: BulkKindName };

interface Ready extends BulkRequest {
  built: BuiltRequest;
}

/** Takes rows by the use cases of the routes that take one, as who sent them. */
@Injectable()
export class BulkRows {
  constructor(
    private readonly transactions: Transactions,
    private readonly kinds: BulkKinds,
    private readonly callers: BulkCallers,
    private readonly numbers: PersonNumbers,
  ) {}

  async take(job: BulkJob, { lines, refused }: LoadedLines): Promise<Taken> {
    const kind = this.kinds.get(job.kind);
    const caller = await this.findCaller(job);
    if (caller === null) {
      const none = new Taking(kind, { reason: job.reason });
      for (const row of readRows(kind, job, lines)) none.reject(row, [toFault('not_permitted')]);
      none.rejectLarge(refused);
      return none.taken;
    }
    return this.transactions.run(caller, (own) =>
      BatchTx.run(own, { import: job.id }, async (tx) => {
        // Begun anew where the work is repeated.
        const taking = new Taking(kind, { reason: job.reason });
        const rows = readRows(kind, job, lines);
        const later = listLaterRounds(rows, kind.makes);
        const ready = await this.read(tx, taking, rows);
        await kind.lock?.(tx, ready);
        const laterLines = new Set(later.flatMap((round) => [...round]));
        await taking.takeAll(
          tx,
          ready.filter((request) => !isInRound(laterLines, request)),
        );
        for (const round of later) {
          // What they name is looked up again: rows before them made it.
          const waited = new Set(ready.filter((request) => isInRound(round, request)).flatMap(listLines));
          const again = lines.filter(({ line }) => waited.has(line));
          await taking.takeAll(tx, await this.read(tx, taking, readRows(kind, job, again)));
        }
        taking.rejectLarge(refused);
        return taking.taken;
      }),
    );
  }

  /** Holds what the rows of several steps take, of one transaction that takes these steps next. They are read anew where it begins anew. */
  async hold(job: BulkJob, readSteps: () => AsyncIterable<LoadedLines>): Promise<void> {
    const kind = this.kinds.get(job.kind);
    const caller = kind.lock && (await this.findCaller(job));
    if (!caller) return;
    await this.transactions.run(caller, (own) =>
      BatchTx.run(own, { import: job.id }, async (tx) => {
        const requests: BulkRequest[] = [];
        for await (const { lines } of readSteps()) {
          const ready = await this.read(tx, new Taking(kind, { reason: null }), readRows(kind, job, lines));
          for (const { external, body } of ready) requests.push({ external, body });
        }
        await kind.lock?.(tx, requests);
      }),
    );
  }

  /** Who sent the file, where they may still: seats and keys may have ended since. */
  private async findCaller(job: BulkJob): Promise<Principal | null> {
    const caller = await this.callers.findCaller(job);
    return caller?.permissions.has(BULK_PERMITS[job.kind]) ? caller : null;
  }

  /** Rows that may be taken, as requests. */
  private async read(tx: BatchTx, taking: Taking, rows: readonly ReadRow[]): Promise<Ready[]> {
    await resolveReferences(tx, LIVE, rows, this.numbers);
    return taking.listReady(rows, tx.principal, await taking.kind.unsaid?.load(tx, rows));
  }
}

const readRows = (kind: BulkKind, { file_type: fileType, headings }: ImportRow, lines: LoadedLines['lines']) =>
  lines.map((line) => readRow(kind, { fileType, headings }, line));

const listLines = ({ built }: Ready): number[] => built.rows.map(({ line }) => line);
const isInRound = (round: ReadonlySet<number>, request: Ready): boolean =>
  listLines(request).some((line) => round.has(line));

/** Rows of one external id stay together where they add to one list. */
function groupRows(rows: readonly ReadRow[], joins: string | undefined): ReadRow[][] {
  const groups = new Map<string, ReadRow[]>();
  for (const row of rows) {
    const name = joins !== undefined && row.id !== null ? row.id : `line ${row.line}`;
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return [...groups.values()];
}

/** The rows of one step on their way. */
class Taking {
  /** What rows say of each entry, by its place in the request. */
  private readonly entries = new Map<string, Map<string, CellValue>>();
  readonly taken: Taken = { figures: { accepted: 0, unchanged: 0, rejected: 0 }, rejects: [], losses: [] };

  constructor(
    readonly kind: BulkKind,
    private readonly file: BulkFile,
  ) {}

  reject({ line, id }: Pick<ReadRow, 'line' | 'id'>, errors: FieldError[]): void {
    this.taken.figures.rejected++;
    this.taken.rejects.push({ line, id, errors: limitFaults(errors) });
  }

  /** Rows of one object that are more than any has. */
  rejectLarge(refused: LoadedLines['refused']): void {
    const about = `/${this.kind.entry?.at(-1) ?? 'externalId'}`;
    for (const { line, key } of refused) this.reject({ line, id: key }, [cellFault(about, 'too_many_parts')]);
  }

  /** Rows whose cells are what their columns hold, as requests that pass the checks of the single route. */
  listReady(rows: readonly ReadRow[], caller: Principal, unsaid?: ReadonlyMap<ReadRow, CellValue>): Ready[] {
    return groupRows(rows, this.kind.joins).flatMap((group) => {
      const built = buildRequest(group, this.kind);
      if (built.faults.size > 0) return this.rejectGroup(built, built.faults);
      const { externalId, ...request } = built.request;
      const body = this.kind.toBody(request, caller);
      const faults = fieldErrors(findFaults(body), '');
      if (faults.length > 0) return this.rejectGroup(built, locateFaults(built, faults, this.kind));
      const differences = this.findDifferences(group, unsaid);
      if (differences.size > 0) return this.rejectGroup(built, differences);
      return [{ built, body, external: typeof externalId === 'string' ? parseExternalId(externalId) : null }];
    });
  }

  /** Cells in which rows say otherwise than an earlier row of their entry, by their lines. */
  private findDifferences(
    rows: readonly ReadRow[],
    unsaid?: ReadonlyMap<ReadRow, CellValue>,
  ): Map<number, FieldError[]> {
    const differences = new Map<number, FieldError[]>();
    const { entry, unsaid: { column: omitted } = {} } = this.kind;
    if (entry === undefined) return differences;
    for (const row of rows) {
      const { line, said } = row;
      const findMeantValue = (key: string): CellValue | null =>
        said.find(({ column }) => column.key === key)?.value ?? (key === omitted ? unsaid?.get(row) : null) ?? null;
      const name = JSON.stringify(entry.map(findMeantValue));
      const earlier = this.entries.get(name) ?? new Map<string, CellValue>();
      this.entries.set(name, earlier);
      const differing = said.filter(({ at, value }) => !isSameValue(earlier.get(at) ?? value, value));
      if (differing.length === 0) for (const { at, value } of said) earlier.set(at, value);
      else
        differences.set(
          line,
          differing.map(({ pointer }) => cellFault(pointer, 'rows_differ')),
        );
    }
    return differences;
  }

  /**
   * All together; where one is refused, in halves until it stands alone. One whose name somebody else took while it waited for them is
   * tried once more: then it is the row of what they made.
   */
  async takeAll(tx: BatchTx, requests: readonly Ready[], isAgain = false): Promise<void> {
    if (requests.length === 0) return;
    try {
      const changed = await tx.attempt(() => this.kind.take(tx, requests, this.file));
      for (const [i, { built }] of requests.entries())
        this.taken.figures[changed[i] ? 'accepted' : 'unchanged'] += built.rows.length;
    } catch (error) {
      const faults = listFaults(error);
      if (faults === null) throw error;
      const [first] = requests;
      if (requests.length > 1) {
        const half = Math.ceil(requests.length / 2);
        await this.takeAll(tx, requests.slice(0, half));
        await this.takeAll(tx, requests.slice(half));
      } else if (!isAgain && error instanceof Problem && TAKEN_NAMES.has(error.code))
        await this.takeAll(tx, requests, true);
      else if (first) this.rejectGroup(first.built, locateFaults(first.built, faults, this.kind));
    }
  }

  /** One request is taken whole: its other rows say why they were not. */
  private rejectGroup({ rows }: BuiltRequest, faults: ReadonlyMap<number, FieldError[]>): [] {
    for (const row of rows) this.reject(row, faults.get(row.line) ?? [cellFault('/externalId', 'other_row')]);
    return [];
  }
}
