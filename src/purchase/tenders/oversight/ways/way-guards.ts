import type { Fact, Guards } from '../../../../kernel/actions/action.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../conducted/issue.rules.js';
import { guardTender, loadMethodApprovals, type TenderGiven } from '../../conducted/tender-facts.js';
import type { LockedTenderHere } from '../../conducted/tender-circumstances.js';
import { failedRoundSql } from './covering-change.queries.js';
import { takesOtherWay } from './ways.rules.js';

/** The tender that failed before this round of its purchase, and whether this round's method may take its place. */
const loadFailedRound: Fact<
  LockedTenderHere,
  { method: string | null; isApproved: boolean } | null,
  TenderGiven
> = async ({ tx, root, load }) => {
  // What follows a failure is a copy; most tenders are none, and ask nothing.
  if (root.copied_from === null) return null;
  const [row] = await tx.query<{ method: string | null }>(failedRoundSql('$1'), [root.id]);
  if (row === undefined) return null;
  // What the change of method does not cover, a city may approve for the round itself.
  const approvals = await load(loadMethodApprovals);
  return { method: row.method, isApproved: approvals.some((state) => ['granted', 'not_required'].includes(state)) };
};

export const WAY_GUARDS: Guards<LockedTenderHere> = {
  // Law article 37: a tender that failed is tendered anew; another method is approved before it begins, however small it is.
  way_not_approved: guardTender({ failed: loadFailedRound }, ({ failed }, { root }) =>
    failed === null || !takesOtherWay(failed.method, root.method) || failed.isApproved
      ? null
      : toRuleRefusal(getRule('FAIL-LEADS-ON'), []),
  ),
};
