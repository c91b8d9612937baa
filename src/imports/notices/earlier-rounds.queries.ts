import { shareCalls } from '../../kernel/database/batches/side-by-side.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { NoticeRow } from './notice-row-types.js';

/** The round that a row points at; `called`: its call is known. */
export interface EarlierSpot {
  tender: string;
  purchase: string;
  called: boolean;
}

const CALLED = `EXISTS (SELECT FROM notice c WHERE c.tender_id = t.id AND c.kind IN ('tender', 'single_source')) AS called`;

/** The round of a notice that a row follows, else null. */
export const findFollowedRound = shareCalls(async (tx, calls: readonly { dataset: string; reference: string }[]) => {
  const spots = await tx.query<EarlierSpot & { n: number }>(
    `SELECT g.n::integer AS n, t.id AS tender, t.purchase_id AS purchase, ${CALLED}
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS g(dataset, reference, n)
     CROSS JOIN LATERAL (SELECT tender_id FROM notice f WHERE f.dataset = g.dataset AND f.reference = g.reference LIMIT 1) f
     JOIN tender t ON t.id = f.tender_id`,
    [calls.map(({ dataset }) => dataset), calls.map(({ reference }) => reference)],
  );
  return listByPlace(calls, spots);
});

/** The last round of a buyer's project number, else null. */
export const findProjectRound = shareCalls(
  async (tx, calls: readonly { dataset: string; no: string; buyer: string }[]) => {
    const spots = await tx.query<EarlierSpot & { n: number }>(
      `SELECT g.n::integer AS n, t.id AS tender, t.purchase_id AS purchase, ${CALLED}
       FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS g(dataset, no, buyer, n)
       CROSS JOIN LATERAL (SELECT r.id, r.purchase_id FROM tender r JOIN organisation o ON (o.id = r.buyer_id OR o.merged_into = r.buyer_id) AND o.name = g.buyer
         WHERE r.dataset = g.dataset AND r.project_no = g.no ORDER BY r.round DESC LIMIT 1) t`,
      [calls.map(({ dataset }) => dataset), calls.map(({ no }) => no), calls.map(({ buyer }) => buyer)],
    );
    return listByPlace(calls, spots);
  },
);

/** Answers of a statement that names each call by its place, from 1 on. */
function listByPlace<Row extends { n: number }>(calls: readonly unknown[], rows: readonly Row[]): (Row | null)[] {
  const byPlace = new Map(rows.map((row) => [row.n, row]));
  return calls.map((_, i) => byPlace.get(i + 1) ?? null);
}

/**
 * What each row has in common with others of its purchase: its id, the id that it follows, its project number, whoever the buyer is,
 * and the purchases that are known under one of these. Rows without a common key are of different purchases. One statement.
 */
export async function loadPurchaseKeys(
  tx: Tx,
  dataset: string,
  rows: readonly Pick<NoticeRow, 'id' | 'follows' | 'projectNo'>[],
): Promise<string[][]> {
  const keys = rows.map(({ id, follows, projectNo }) => [
    `notice ${id}`,
    ...(follows === null ? [] : [`notice ${follows}`]),
    ...(projectNo === null ? [] : [`project ${projectNo}`]),
  ]);
  const known = await tx.query<{ key: string; purchase: string }>(
    `SELECT 'notice ' || n.reference AS key, t.purchase_id AS purchase FROM notice n JOIN tender t ON t.id = n.tender_id
     WHERE n.dataset = $1 AND n.reference = ANY ($2::text[])
     UNION SELECT 'project ' || project_no, purchase_id FROM tender WHERE dataset = $1 AND project_no = ANY ($3::text[])`,
    [
      dataset,
      rows.flatMap(({ id, follows }) => (follows === null ? [id] : [id, follows])),
      rows.flatMap(({ projectNo }) => projectNo ?? []),
    ],
  );
  const purchases = new Map<string, string[]>();
  for (const { key, purchase } of known) purchases.set(key, [...(purchases.get(key) ?? []), `purchase ${purchase}`]);
  return keys.map((own) => [...own, ...own.flatMap((key) => purchases.get(key) ?? [])]);
}
