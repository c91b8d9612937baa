import type { Fact, Guards } from '../../../../kernel/actions/action.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../conducted/issue.rules.js';
import { guardTender, type TenderGiven } from '../../conducted/tender-facts.js';
import type { LockedTenderHere } from '../../conducted/tender.subject.js';
import { isTenderMethod } from './ways.rules.js';

/** The tender that failed before this round of its purchase, and whether this round's method may take its place. */
const loadFailedRound: Fact<
  LockedTenderHere,
  { method: string | null; isApproved: boolean } | null,
  TenderGiven
> = async ({ tx, root }) => {
  // A round of a purchase is a copy; most tenders are none, and ask nothing.
  if (root.copied_from === null) return null;
  const [row] = await tx.query<{ method: string | null; is_approved: boolean }>(
    `SELECT o.method, EXISTS (SELECT FROM method_change c
       WHERE c.round_id = n.id AND c.method = n.method AND c.state IN ('granted', 'not_required')) AS is_approved
     FROM tender n JOIN tender o ON o.id = n.copied_from AND o.purchase_id = n.purchase_id WHERE n.id = $1`,
    [root.id],
  );
  return row === undefined ? null : { method: row.method, isApproved: row.is_approved };
};

export const WAY_GUARDS: Guards<LockedTenderHere> = {
  // Law article 37: a tender that failed is tendered anew; another method is approved before it begins, however small it is.
  way_not_approved: guardTender({ failed: loadFailedRound }, ({ failed }, { root }) =>
    failed === null || !isTenderMethod(failed.method) || failed.method === root.method || failed.isApproved
      ? null
      : toRuleRefusal(getRule('FAIL-LEADS-ON'), []),
  ),
};
