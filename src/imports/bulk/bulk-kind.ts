import type { Principal } from '../../kernel/access/principal.js';
import type { BatchTx } from '../../kernel/database/batches/batch.js';
import { loadRootsByExternalIds, type ExternalId } from '../../kernel/database/external-ids/external-ids.js';
import { groupByKeys } from '../rows/row-groups.rules.js';
import type { BulkColumn, RootType } from './columns.js';
import type { CellValue } from './read-cell.js';
import type { ReadRow } from './row-reader.js';

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
  /**
   * The columns by which a row is known again, the last one required: rows of one file that have them alike are taken together, and what
   * they say they say alike. Of people there is none: their numbers stand nowhere in the clear.
   */
  entry?: readonly string[];
  /**
   * A column of these that a row may leave out where only one value is possible: such rows are taken together, and mean the same with
   * and without it. `load` says what rows mean that leave it out.
   */
  unsaid?: { column: string; load(tx: BatchTx, rows: readonly ReadRow[]): Promise<ReadonlyMap<ReadRow, CellValue>> };
  /** What its rows make, where other rows may name it: those are taken behind the rows that make it. */
  makes?: RootType;
  /** The list of the API that shows such objects: its tables are read again by their headings. */
  list?: string;
  /** The column that is meant where the object of a row is not there for the caller. */
  subject: string;
  /** The column that says what a row is, where all that it says is at fault; absent: the subject. */
  about?: string;
  /** Places of the request that no column fills, and those that stand for them. */
  places?: Readonly<Record<string, string>>;
  /** The instance that is held to the checks of its class. */
  toBody(request: Record<string, unknown>, caller: Principal): D;
  /**
   * Holds what the rows of a step take one after another, before the first of them, in the order in which everybody takes it: who
   * takes one alone never waits for the step while the step waits for it. Of steps that stand in one transaction (a dry run, a file
   * that is taken whole or not at all) all rows come first.
   */
  lock?(tx: BatchTx, requests: readonly BulkRequest<D>[]): Promise<void>;
  /**
   * Takes all of them or throws: by the services of the single route, as the caller that the unit of work runs for. Answers of
   * each whether it changed anything. Refusals point into the body; of one that is taken alone they become the row's.
   */
  take(tx: BatchTx, requests: readonly BulkRequest<D>[], file: BulkFile): Promise<boolean[]>;
}

type Put<D> = (known: string | null, external: ExternalId, body: D) => Promise<string>;
/** Which rows are taken side by side: those of other roots, and new ones alone unless also those that are known may. */
interface Beside<D> {
  rootOf: (body: D) => string | null | undefined;
  known: boolean;
}

/**
 * For services that take one: as what another system calls so, or as a new one. One after the other, but for what is said to be
 * taken side by side. What records no change changed nothing.
 */
export async function putEach<D extends object>(
  tx: BatchTx,
  type: RootType,
  requests: readonly BulkRequest<D>[],
  put: Put<D>,
  beside?: Beside<D>,
): Promise<boolean[]> {
  const places = requests.map(({ external, body }) => {
    if (external === null) throw new Error('Rows of this kind have an external id');
    return { external, body, name: `${external.system}:${external.id}` };
  });
  const known = await loadRootsByExternalIds(
    tx,
    type,
    'live',
    places.map(({ external }) => external),
  );
  const changed = new Map<object, boolean>();
  const putOne = async (place: (typeof places)[number]): Promise<void> => {
    const { external, body, name } = place;
    const isChanged = await tx.detectChange(async () =>
      known.set(name, await put(known.get(name) ?? null, external, body)),
    );
    changed.set(place, isChanged);
  };
  const isIndependent = (place: (typeof places)[number]): boolean =>
    beside !== undefined && (beside.known || !known.has(place.name));
  const keys = places.map(({ name, body }) => {
    const root = beside?.rootOf(body);
    return [`name ${name}`, ...(root ? [`root ${root}`] : [])];
  });
  const groups = groupByKeys(places, keys);
  await takeGroups(tx, beside ? groups : [places], putOne, (group) => group.every(isIndependent));
  return places.map((place) => changed.get(place) ?? false);
}

/** Rows of what another system calls so and is there. */
export async function loadKnownRoots<D extends object>(
  tx: BatchTx,
  type: RootType,
  requests: readonly BulkRequest<D>[],
): Promise<{ root: string; body: D }[]> {
  const known = await loadRootsByExternalIds(
    tx,
    type,
    'live',
    requests.flatMap(({ external }) => external ?? []),
  );
  return requests.flatMap(({ external, body }) => {
    const root = external && known.get(`${external.system}:${external.id}`);
    return root ? [{ root, body }] : [];
  });
}

/** Each group in its order: those that may be side by side together, then the others. */
export async function takeGroups<Row>(
  tx: BatchTx,
  groups: readonly (readonly Row[])[],
  take: (row: Row) => Promise<void>,
  isIndependent: (group: readonly Row[]) => boolean = () => true,
): Promise<void> {
  const takeGroup = (group: readonly Row[]) => async () => {
    for (const row of group) await take(row);
  };
  const others = groups.filter((group) => !isIndependent(group));
  await tx.runSideBySide(groups.filter((group) => !others.includes(group)).map(takeGroup));
  for (const group of others) await takeGroup(group)();
}
