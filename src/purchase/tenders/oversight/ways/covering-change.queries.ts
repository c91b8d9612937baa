/** A round as SQL: its id, its method, what its lots may cost in fen, their numbers. */
interface Round {
  id: string;
  method: string;
  ceilings: string;
  lots: string;
}

/** SQL: the changes of method by which a round was begun, `c`, to be continued by more conditions. */
export const leadingChangesSql = ({ id, method }: Pick<Round, 'id' | 'method'>): string =>
  `FROM method_change c WHERE c.round_id = ${id} AND c.method = ${method} AND c.state IN ('granted', 'not_required')`;

/** SQL: those of them that cover it: each was granted for its lots and for what they were to cost, and for no other lot and no higher price. */
export const coveringChangesSql = ({ id, method, ceilings, lots }: Round): string =>
  `${leadingChangesSql({ id, method })} AND c.amount >= ${ceilings} AND c.lots @> ${lots}`;

/** SQL: requests to approve the method of a round, `m`; one that was granted, as far as it covers what the lots may cost. Which sum an earlier one was granted for is not known. */
export const coveringApprovalsSql = ({ id, ceilings }: Pick<Round, 'id' | 'ceilings'>): string =>
  `FROM method_approval m WHERE m.tender_id = ${id} AND (m.state <> 'granted' OR m.amount IS NULL OR m.amount >= ${ceilings})`;

/** SQL: what the lots of a stored tender may cost, by the alias that it has in the statement. */
const ceilingsSql = (tender: string): string =>
  `(SELECT coalesce(sum(l.ceiling), 0) FROM lot l WHERE l.tender_id = ${tender}.id)`;

/** SQL: its changes of method. */
export const tenderChangesSql = (tender: string): string =>
  coveringChangesSql({
    id: `${tender}.id`,
    method: `${tender}.method`,
    ceilings: ceilingsSql(tender),
    lots: `ARRAY(SELECT l.no FROM lot l WHERE l.tender_id = ${tender}.id)`,
  });

/** SQL: the approvals of its method. */
export const tenderApprovalsSql = (tender: string): string =>
  coveringApprovalsSql({ id: `${tender}.id`, ceilings: ceilingsSql(tender) });

/**
 * SQL: `n`, a copy of `o`, buys anew what failed there: a round of its purchase, or a purchase of another name with a lot that
 * failed and a window that meets that of the failed one. What is bought for another year is another purchase.
 */
const TAKES_PLACE = `(o.purchase_id = n.purchase_id OR (
  n.window_start <= o.window_end AND o.window_start <= n.window_end
  AND EXISTS (SELECT FROM lot m JOIN lot l ON l.no = m.no WHERE m.tender_id = n.id AND l.tender_id = o.id AND l.state = 'failed')))`;

/** SQL: the method of the tender that failed before a round (its id as SQL); no row for what follows no failure. */
export const failedRoundSql = (round: string): string =>
  `SELECT o.method FROM tender n JOIN tender o ON o.id = n.copied_from AND ${TAKES_PLACE} WHERE n.id = ${round}`;
