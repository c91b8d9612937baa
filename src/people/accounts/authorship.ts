import { guard, type Fact, type Guards, type Root } from '../../kernel/actions/action.js';

/** What remembers who wrote some of it: users and keys. */
type Written = Root & { written_by: readonly string[] };

/** Whether the caller wrote some of it. A key is the hand of who holds it, in writing and in approving. */
const callerIsAuthor: Fact<Written, boolean> = async ({ tx, root, principal }) => {
  const rows = await tx.query(
    `SELECT FROM unnest($1::uuid[]) AS author(by) LEFT JOIN api_key a ON a.id = by LEFT JOIN api_key k ON k.id = $2
     WHERE coalesce(a.holder_id, by) = coalesce(k.holder_id, $2) LIMIT 1`,
    [root.written_by, principal.id],
  );
  return rows.length > 0;
};

/** Guard `author_approves`: nobody approves what they wrote some of. */
export const guardAuthor: Guards<Written, unknown> = {
  author_approves: guard({ callerIsAuthor }, (facts) => (facts.callerIsAuthor ? {} : null)),
};
