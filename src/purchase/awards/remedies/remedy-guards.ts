import type { Fact, Root } from '../../../kernel/actions/action.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { ABOUT, APPLIED } from './disputes.queries.js';
import { BINDING_EFFECTS } from './remedy.rules.js';

/** Why a lot does not go on: what was upheld about it and is still to be carried out. Null where nothing is. */
export const findUnappliedRemedies: Fact<Root, ProblemDetails | null> = async ({ tx, root }) => {
  const owed = await tx.query<{ id: string }>(
    `WITH c AS (SELECT tender_id, id AS lot_id FROM lot WHERE id = $1)
     SELECT x.id FROM c JOIN challenge x ON ${ABOUT}
     WHERE x.result = 'upheld' AND x.affects_result AND x.remedied_at IS NULL AND NOT ${APPLIED}
     UNION ALL SELECT x.id FROM c JOIN complaint x ON ${ABOUT}
     WHERE x.effect = ANY ($2::text[]) AND x.remedied_at IS NULL AND NOT ${APPLIED}`,
    [root.id, BINDING_EFFECTS],
  );
  return owed.length > 0 ? { facts: { remedies: owed.map(({ id }) => id) } } : null;
};
