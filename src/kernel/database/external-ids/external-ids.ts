import { Problem } from '../../errors/problem.js';
import { assertFixedFields } from '../../http/validation/fixed-fields.js';
import type { Sql } from '../sql.js';
import { shareCalls } from '../batches/side-by-side.js';
import type { Tx } from '../transactions.js';

/** What another system calls a root. */
export interface ExternalId {
  system: string;
  id: string;
}

/** Short name of another system. */
export const SYSTEM = /^[a-z0-9][a-z0-9._-]{0,39}$/;
/** `system:id`, as lists take it. */
export const EXTERNAL_ID = /^[a-z0-9][a-z0-9._-]{0,39}:[\s\S]*\S/;

/**
 * Stores the external ids of a root. One that is taken in its dataset is a conflict, with its place in the body, and with the
 * address of the root that has it where the caller may read that one.
 */
export async function addExternalIds(
  tx: Tx,
  type: string,
  dataset: string,
  root: string,
  ids: readonly ExternalId[] | null | undefined,
  toHref?: (root: string) => string,
): Promise<void> {
  if (!ids || ids.length === 0) return;
  const stored = await insertExternalIds(
    tx,
    ids.map(({ system, id: value }) => ({ type, dataset, system, value, root })),
  );
  if (stored.length === ids.length) return;
  const taken = ids.findIndex((e, i) => {
    const first = ids.findIndex((o) => o.system === e.system && o.id === e.id);
    return first !== i || !stored.some((s) => s.system === e.system && s.value === e.id);
  });
  const { system = '', id = '' } = ids[taken] ?? {};
  const holder = toHref && (await loadRootsByExternalIds(tx, type, dataset, [{ system, id }])).get(`${system}:${id}`);
  throw createTakenProblem(`/externalIds/${taken}`, holder && toHref(holder));
}

interface GivenId {
  type: string;
  dataset: string;
  system: string;
  value: string;
  root: string;
}

/** Answers those that nobody had. Two that come with the same ids take them in one order, so that none waits in a ring. */
const insertExternalIds = shareCalls(async (tx, calls: readonly (readonly GivenId[])[]) => {
  const stored = await tx.query<{ root: string; system: string; value: string }>(
    `INSERT INTO external_id (root_type, dataset, system, value, root_id)
     SELECT g.type, g.dataset, g.system, g.value, g.root
     FROM jsonb_to_recordset($1::jsonb) AS g(type text, dataset text, system text, value text, root uuid) ORDER BY g.type, g.dataset, g.system, g.value
     ON CONFLICT DO NOTHING RETURNING root_id AS root, system, value`,
    [JSON.stringify(calls.flat())],
  );
  return calls.map((call) => stored.filter(({ root }) => root === call[0]?.root));
});

const createTakenProblem = (pointer: string, href: string | undefined): Problem =>
  new Problem('external_id_taken', {
    errors: [
      {
        ...{ pointer, code: 'external_id_taken', text: { en: 'This id is taken', zh: '该外部标识已被占用' } },
        ...(href !== undefined && { href }),
      },
    ],
  });

/** The same of one id, which the root may have already: then nothing is stored. Answers whether it is new. */
export async function attachExternalId(
  tx: Tx,
  type: string,
  { id: root, dataset }: { id: string; dataset: string },
  given: ExternalId,
  toHref?: (root: string) => string,
): Promise<boolean> {
  const holder = await rootByExternalId(tx, type, dataset, given);
  if (holder === root) return false;
  if (holder !== null) throw createTakenProblem('/id', toHref?.(holder));
  await addExternalIds(tx, type, dataset, root, [given]);
  return true;
}

/** SQL of a root's external ids as JSON, for the select list of a query whose root is `r`. */
export const externalIdsSql = (type: string): string =>
  `(SELECT coalesce(jsonb_agg(jsonb_build_object('system', e.system, 'id', e.value) ORDER BY e.system, e.value), '[]')
    FROM external_id e WHERE e.root_id = r.id AND e.root_type = '${type}') AS external_ids`;

/** The filter `externalId=system:id` of a query; `root` is the name of its root. */
export function byExternalId(sql: Sql, type: string, given: string | undefined, root = 'r'): Sql {
  if (given === undefined) return sql;
  const colon = given.indexOf(':');
  return sql.and(
    `EXISTS (SELECT FROM external_id e WHERE e.root_type = '${type}' AND e.root_id = ${root}.id
       AND e.system = ${sql.p(given.slice(0, colon))} AND e.value = ${sql.p(given.slice(colon + 1))})`,
  );
}

/**
 * The root that another system calls so in this dataset, or null; whoever asks for the same id waits until this unit of
 * work is over, so that two that come at once make one root.
 */
async function rootByExternalId(
  tx: Tx,
  type: string,
  dataset: string,
  { system, id }: ExternalId,
): Promise<string | null> {
  const key = JSON.stringify([type, dataset, system, id]);
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('external id ' || $1, 0))`, [key]);
  const [row] = await tx.query<{ root_id: string }>(
    `SELECT root_id FROM external_id WHERE root_type = $1 AND dataset = $2 AND system = $3 AND value = $4`,
    [type, dataset, system, id],
  );
  return row?.root_id ?? null;
}

/** What is put: the kind, its dataset, what the system calls it, and the ids that the body says it has. */
interface Put {
  type: string;
  dataset: string;
  external: ExternalId;
  given: readonly ExternalId[] | null | undefined;
}

/**
 * Makes or changes by `put` what another system calls so, of the version that If-Match names. What was not there has none: asked
 * once it is known that the caller may make it. What is there is given no further ids.
 */
export async function putByExternalId(
  tx: Tx,
  of: Put,
  version: number | undefined,
  put: (known: string | null) => Promise<string>,
): Promise<string> {
  const known = await rootByExternalId(tx, of.type, of.dataset, of.external);
  const id = await put(known);
  if (known === null && version !== undefined) throw new Problem('stale_version');
  if (known !== null) await assertKnownIds(tx, of, known);
  return id;
}

/** @throws Problem `validation_failed` with `cannot_change` for an id of the body that the root does not have; what it leaves out stays. */
async function assertKnownIds(tx: Tx, { type, dataset, given }: Put, root: string): Promise<void> {
  if (!given || given.length === 0) return;
  const roots = await loadRootsByExternalIds(tx, type, dataset, given);
  assertFixedFields(
    given.map(({ system, id }, i) => [`/externalIds/${i}`, root, roots.get(`${system}:${id}`) ?? 'another']),
  );
}

/** The roots that another system calls so in this dataset, by `system:id`; nobody else is waited for. One statement. */
export async function loadRootsByExternalIds(
  tx: Tx,
  type: string,
  dataset: string,
  ids: readonly ExternalId[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ name: string; root: string }>(
    `SELECT e.system || ':' || e.value AS name, e.root_id AS root
     FROM unnest($3::text[], $4::text[]) AS g(system, value)
     JOIN external_id e ON e.root_type = $1 AND e.dataset = $2 AND e.system = g.system AND e.value = g.value`,
    [type, dataset, ids.map(({ system }) => system), ids.map(({ id }) => id)],
  );
  return new Map(rows.map(({ name, root }) => [name, root]));
}

/** The ids of a body that is put under one of them: that one, and the others it names. */
export const withExternalId = (given: readonly ExternalId[] | null | undefined, own: ExternalId): ExternalId[] => [
  own,
  ...(given ?? []).filter((e) => e.system !== own.system || e.id !== own.id),
];

/** Gives the external ids of a root to another one, or `only` some of them; answers them, each as `system:id`. */
export function moveExternalIds(
  tx: Tx,
  type: string,
  { from, to, only }: { from: string; to: string; only: readonly string[] | null },
): Promise<{ id: string }[]> {
  return tx.query<{ id: string }>(
    `UPDATE external_id SET root_id = $3 WHERE root_type = $1 AND root_id = $2 AND ($4::text[] IS NULL OR system || ':' || value = ANY ($4))
     RETURNING system || ':' || value AS id`,
    [type, from, to, only],
  );
}

/** Whether one of these systems calls a root something. */
export async function isNamedBySystems(
  tx: Tx,
  type: string,
  root: string,
  systems: readonly string[],
): Promise<boolean> {
  const named = await tx.query(
    `SELECT FROM external_id WHERE root_type = $1 AND root_id = $2 AND system = ANY ($3::text[]) LIMIT 1`,
    [type, root, systems],
  );
  return named.length > 0;
}

/** These systems call a root nothing any more. Answers those that did. */
export async function removeIdsOfSystems(
  tx: Tx,
  type: string,
  root: string,
  systems: readonly string[],
): Promise<string[]> {
  const removed = await tx.query<{ system: string }>(
    `DELETE FROM external_id WHERE root_type = $1 AND root_id = $2 AND system = ANY ($3::text[]) RETURNING system`,
    [type, root, systems],
  );
  return removed.map(({ system }) => system);
}

/** A root is called nothing by anybody any more. */
export const removeExternalIds = (tx: Tx, type: string, root: string): Promise<unknown> =>
  tx.query(`DELETE FROM external_id WHERE root_type = $1 AND root_id = $2`, [type, root]);
