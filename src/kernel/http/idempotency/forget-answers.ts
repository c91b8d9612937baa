import type { Tx } from '../../database/transactions.js';

/** How many answers one statement reads: however many are kept, none reads more at once. */
const PAGE = 1_000;

type Key = Record<'principal' | 'route' | 'key', string>;

/** A page of what is kept, by its key behind ($2, $3, $4), and whether each names the id $1. */
export const ANSWER_PAGE = `
  SELECT principal, route, key, strpos(answer::text, $1) > 0 OR strpos(problem::text, $1) > 0 AS named
  FROM idempotent_request WHERE (principal, route, key) > ($2, $3, $4) ORDER BY principal, route, key LIMIT $5`;

/**
 * Answers that are kept for a repetition and name this id: a repetition is then done anew, and refused by what it finds. Page by
 * page, so that no statement grows with what is kept.
 */
export async function forgetAnswers(tx: Tx, id: string): Promise<void> {
  let last: Key | undefined = { principal: '', route: '', key: '' };
  while (last !== undefined) {
    const page: (Key & { named: boolean | null })[] = await tx.query(ANSWER_PAGE, [
      ...[id, last.principal, last.route, last.key, PAGE],
    ]);
    await deleteAnswers(
      tx,
      page.filter(({ named }) => named),
    );
    last = page[PAGE - 1];
  }
}

async function deleteAnswers(tx: Tx, named: readonly Key[]): Promise<void> {
  if (named.length === 0) return;
  await tx.query(
    `DELETE FROM idempotent_request r USING unnest($1::text[], $2::text[], $3::text[]) AS n(principal, route, key)
     WHERE r.principal = n.principal AND r.route = n.route AND r.key = n.key`,
    [named.map((row) => row.principal), named.map((row) => row.route), named.map((row) => row.key)],
  );
}
