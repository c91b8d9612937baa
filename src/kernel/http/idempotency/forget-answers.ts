import type { Tx } from '../../database/transactions.js';

/** How many answers one statement reads: however many are kept, none reads more at once. */
const PAGE = 1_000;

type Key = Record<'principal' | 'route' | 'key', string>;

/** A page of what is kept, by its key behind ($2, $3, $4), and whether each names one of the ids $1. */
export const ANSWER_PAGE = `
  SELECT principal, route, key, EXISTS (SELECT FROM unnest($1::text[]) AS n(id) WHERE strpos(k.said, n.id) > 0) AS named
  FROM (SELECT principal, route, key, concat(answer::text, ' ', problem::text) AS said FROM idempotent_request
    WHERE (principal, route, key) > ($2, $3, $4) ORDER BY principal, route, key LIMIT $5) k`;

/**
 * Answers that are kept for a repetition and name one of these ids: a repetition is then done anew, and refused by what it finds. Page by
 * page, so that no statement grows with what is kept.
 */
export async function forgetAnswers(tx: Tx, ids: readonly string[]): Promise<void> {
  let last: Key | undefined = { principal: '', route: '', key: '' };
  while (last !== undefined) {
    const page: (Key & { named: boolean })[] = await tx.query(ANSWER_PAGE, [
      ...[ids, last.principal, last.route, last.key, PAGE],
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
