/** A round as SQL: its id, its method, what its lots may cost in fen, their numbers. */
interface Round {
  id: string;
  method: string;
  ceilings: string;
  lots: string;
}

/** SQL: the round `of` a table that is named so, as it stands. */
export const storedRound = (of: string): Round => ({
  id: `${of}.id`,
  method: `${of}.method`,
  ceilings: `(SELECT coalesce(sum(l.ceiling), 0) FROM lot l WHERE l.tender_id = ${of}.id)`,
  lots: `ARRAY(SELECT l.no FROM lot l WHERE l.tender_id = ${of}.id)`,
});

/**
 * SQL: the changes of method by which a round goes, `c`, to be continued by more conditions: it was granted for these lots and
 * for what they were to cost, and covers no other lot and no higher price.
 */
export const coveringChangesSql = ({ id, method, ceilings, lots }: Round): string =>
  `FROM method_change c WHERE c.round_id = ${id} AND c.method = ${method} AND c.state IN ('granted', 'not_required')
     AND c.amount >= ${ceilings} AND c.lots @> ${lots}`;
