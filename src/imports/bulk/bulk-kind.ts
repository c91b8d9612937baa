import type { Principal } from '../../kernel/access/principal.js';
import type { BatchTx } from '../../kernel/database/batch.js';
import { loadRootsByExternalIds, type ExternalId } from '../../kernel/database/external-ids/external-ids.js';
import type { BulkColumn, RootType } from './columns.js';

/** What is said of the whole file. */
export interface BulkFile {
  /** Why what is recorded is corrected. */
  reason: string | null;
}

/** A row, or the rows of one external id, as the request of the route that takes one alone. */
export interface BulkRequest<D extends object = object> {
  external: ExternalId | null;
  body: D;
}

/** A kind of rows: the columns of its template, and how they are taken. Another kind is another object of this shape. */
export interface BulkKind<D extends object = object> {
  columns: readonly BulkColumn[];
  /** A list of the request to which each row of one external id adds: such rows are taken together. NDJSON may give it whole. */
  joins?: string;
  /** The column that is meant where the object of a row is not there for the caller. */
  subject: string;
  /** The instance that is held to the checks of its class. */
  toBody(request: Record<string, unknown>, caller: Principal): D;
  /**
   * Takes all of them or throws: by the services of the single route, as the caller that the unit of work runs for. Answers of
   * each whether it changed anything. Refusals point into the body; of one that is taken alone they become the row's.
   */
  take(tx: BatchTx, requests: readonly BulkRequest<D>[], file: BulkFile): Promise<boolean[]>;
}

/**
 * One after the other, for services that take one: as what another system calls so, or as a new one. What records no change
 * changed nothing.
 */
export async function putEach<D extends object>(
  tx: BatchTx,
  type: RootType,
  requests: readonly BulkRequest<D>[],
  put: (known: string | null, external: ExternalId, body: D) => Promise<string>,
): Promise<boolean[]> {
  const named = requests.flatMap(({ external }) => external ?? []);
  const known = await loadRootsByExternalIds(tx, type, 'live', named);
  const changed: boolean[] = [];
  for (const { external, body } of requests) {
    if (external === null) throw new Error('Rows of this kind have an external id');
    const name = `${external.system}:${external.id}`;
    changed.push(
      await tx.detectChange(async () => known.set(name, await put(known.get(name) ?? null, external, body))),
    );
  }
  return changed;
}
