import type { Fact, Guards } from '../../../../kernel/actions/action.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../conducted/issue.rules.js';
import { guardTender, loadMethodApprovals, type TenderGiven } from '../../conducted/tender-facts.js';
import type { LockedTenderHere } from '../../conducted/tender-circumstances.js';
import { isTenderMethod } from './ways.rules.js';

/**
 * SQL: `n`, a copy of `o`, buys anew what failed there: a round of its purchase, or a purchase of another name with a lot that
 * failed and a window that meets that of the failed one. What is bought for another year is another purchase.
 */
const TAKES_PLACE = `(o.purchase_id = n.purchase_id OR (
  n.window_start <= o.window_end AND o.window_start <= n.window_end
  AND EXISTS (SELECT FROM lot m JOIN lot l ON l.no = m.no WHERE m.tender_id = n.id AND l.tender_id = o.id AND l.state = 'failed')))`;

/** The tender that failed before this round of its purchase, and whether this round's method may take its place. */
const loadFailedRound: Fact<
  LockedTenderHere,
  { method: string | null; isApproved: boolean } | null,
  TenderGiven
> = async ({ tx, root, load }) => {
  // What follows a failure is a copy; most tenders are none, and ask nothing.
  if (root.copied_from === null) return null;
  const [row] = await tx.query<{ method: string | null }>(
    `SELECT o.method FROM tender n JOIN tender o ON o.id = n.copied_from AND ${TAKES_PLACE} WHERE n.id = $1`,
    [root.id],
  );
  if (row === undefined) return null;
  // What the change of method does not cover, a city may approve for the round itself.
  const approvals = await load(loadMethodApprovals);
  return { method: row.method, isApproved: approvals.some((state) => ['granted', 'not_required'].includes(state)) };
};

export const WAY_GUARDS: Guards<LockedTenderHere> = {
  // Law article 37: a tender that failed is tendered anew; another method is approved before it begins, however small it is.
  way_not_approved: guardTender({ failed: loadFailedRound }, ({ failed }, { root }) =>
    failed === null || !isTenderMethod(failed.method) || failed.method === root.method || failed.isApproved
      ? null
      : toRuleRefusal(getRule('FAIL-LEADS-ON'), []),
  ),
};
