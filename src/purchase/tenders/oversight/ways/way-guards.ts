import type { Fact, Guards } from '../../../../kernel/actions/action.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../conducted/issue.rules.js';
import {
  costsNoMore,
  guardTender,
  loadDocuments,
  loadMethodApprovals,
  type TenderGiven,
} from '../../conducted/tender-facts.js';
import type { LockedTenderHere } from '../../conducted/tender-circumstances.js';
import { failedRoundSql, leadingChangesSql } from './covering-change.queries.js';
import { takesOtherWay } from './ways.rules.js';

interface FailedRound {
  method: string | null;
  isApproved: boolean;
}

/**
 * The tender that failed before this round of its purchase, and whether this round's method may take its place. Null where none
 * failed, and where a correction raises no price.
 */
const loadFailedRound: Fact<LockedTenderHere, FailedRound | null, TenderGiven> = async ({ tx, root, load }) => {
  // What follows a failure is a copy; most tenders are none, and ask nothing.
  if (root.copied_from === null || costsNoMore(await load(loadDocuments))) return null;
  const [row] = await tx.query<{ method: string | null }>(failedRoundSql('$1'), [root.id]);
  if (row === undefined) return null;
  // What the change of method does not cover, a city may approve for the round itself.
  const approvals = await load(loadMethodApprovals);
  return { method: row.method, isApproved: approvals.some((state) => ['granted', 'not_required'].includes(state)) };
};

const lacksApproval = (failed: FailedRound | null, { method }: LockedTenderHere): boolean =>
  failed !== null && takesOtherWay(failed.method, method) && !failed.isApproved;

/** Whether the change of method that led to this round covers it no longer. What was added since, a city approves for the round itself. */
export const isOutgrown: Fact<LockedTenderHere, boolean, TenderGiven> = async ({ tx, root, load }) => {
  if (!lacksApproval(await load(loadFailedRound), root)) return false;
  const changes = await tx.query(`SELECT ${leadingChangesSql({ id: '$1', method: '$2' })}`, [root.id, root.method]);
  return changes.length > 0;
};

export const WAY_GUARDS: Guards<LockedTenderHere> = {
  // Law article 37: a tender that failed is tendered anew; another method is approved before it begins, however small it is.
  way_not_approved: guardTender({ failed: loadFailedRound }, ({ failed }, { root }) =>
    lacksApproval(failed, root) ? toRuleRefusal(getRule('FAIL-LEADS-ON'), []) : null,
  ),
};
