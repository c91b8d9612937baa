import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem, type FieldError } from '../../../kernel/errors/problem.js';

/**
 * SQL: the record in which the body of this id goes on, else the id itself: a list that is asked for by any record of a body is
 * that of the body. Later rooms name the view that they read.
 */
export const standingBodySql = (id: string, from: 'organisation' | 'organisations' = 'organisation'): string =>
  `coalesce((SELECT o.merged_into FROM ${from} o WHERE o.id = ${id}), ${id})`;

/** Refuses a record that went into another one, and says which. @throws Problem `body_merged` */
export function refuseMergedRecord(mergedInto: string | null, pointer = ''): void {
  if (mergedInto !== null) throw new Problem('body_merged', { errors: [toMergedError(mergedInto, pointer)] });
}

/** The fault of a field that names a record which went into another one. */
export const toMergedError = (mergedInto: string, pointer: string): FieldError => ({
  ...{ pointer, code: 'body_merged', href: `/api/v1/organisations/${mergedInto}` },
  text: { en: 'This record was merged into another one', zh: '该登记已并入另一登记' },
});

/**
 * No merge of these bodies begins or ends before this unit of work is over. They are held by their ids and before what names them;
 * who holds a body (`before`) and names others holds those of smaller ids here. A merge waits for nothing while it holds anything
 * (`holdMerge`).
 */
export async function holdBodies(
  tx: Tx,
  ids: readonly (string | null | undefined)[],
  before: string | null = null,
): Promise<void> {
  const named = ids.filter((id) => id !== null && id !== undefined);
  if (named.length === 0) return;
  await tx.query(
    `SELECT FROM organisation WHERE id = ANY ($1::uuid[]) AND ($2::uuid IS NULL OR id < $2) ORDER BY id FOR KEY SHARE`,
    [named, before],
  );
}

/**
 * Refuses references to bodies that are not there or stand in another dataset, and to records that went into others. None of
 * them does before this unit of work is over.
 * @throws Problem `dataset_mismatch`, `body_merged`
 */
export async function assertStandingBodies(
  tx: Tx,
  dataset: string,
  ids: readonly (string | null | undefined)[],
  pointer: (index: number) => string,
): Promise<void> {
  const named = ids.filter((id) => id !== null && id !== undefined);
  if (named.length === 0) return;
  const rows = await tx.query<{ id: string; merged_into: string | null }>(
    `SELECT id, merged_into FROM organisation WHERE id = ANY ($1::uuid[]) AND dataset = $2 ORDER BY id FOR KEY SHARE`,
    [named, dataset],
  );
  const found = new Map(rows.map((row) => [row.id, row.merged_into]));
  for (const [i, id] of ids.entries()) {
    if (id === null || id === undefined) continue;
    const mergedInto = found.get(id.toLowerCase());
    if (mergedInto === undefined)
      throw Problem.ofField('dataset_mismatch', pointer(i), {
        en: 'There is no such organisation in this dataset',
        zh: '该数据集中没有此组织',
      });
    refuseMergedRecord(mergedInto, pointer(i));
  }
}
