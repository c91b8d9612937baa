import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { BudgetLevel, Method } from '../../../law/code-lists/methods.js';
import { loadLimits } from '../../../law/rules/limits/limits.queries.js';
import { compareLimit } from '../../../law/rules/limits/reach.rules.js';
import { purchaseSum } from '../drafts/draft.rules.js';
import { failedRoundSql, leadingChangesSql, tenderChangesSql } from './ways/covering-change.queries.js';
import { takesOtherWay } from './ways/ways.rules.js';

/**
 * As an address has it; null: its method was refused, or may not take the place of the tender that failed, and another way is
 * chosen by who drafts it, or the buyer is to ask for it.
 */
export type IssueStep = 'issue' | 'request-method-approval' | null;

interface Planned {
  id: string;
  method: Method | null;
  region: string | null;
  level: BudgetLevel | null;
  budget: string | null;
  ceilings: string;
  /** Whether one of the caller's bodies manages it: an agent asks for no approval. */
  manages: boolean;
  /** States of the approvals of its method that were asked for. */
  approvals: string[];
  /** The method of the tender that failed before it. */
  failed: string | null;
  /** Whether a change of method led to it, be it that it covers it no longer. */
  changed: boolean;
}

/** What is to be done next about purchases that are planned and whose method waits for nobody's decision, as the guards of the issue have it. */
export async function findIssueSteps(
  reader: Reader,
  tenders: readonly string[],
  managed: readonly string[],
  at: PlainDate,
): Promise<ReadonlyMap<string, IssueStep>> {
  const rows = await reader.query<Planned[]>(
    `SELECT r.id, r.buyer_id = ANY ($2::uuid[]) AS manages, r.method, r.region, r.budget_level AS level, r.budget::text AS budget,
       (SELECT coalesce(sum(l.ceiling), 0)::text FROM lot l WHERE l.tender_id = r.id) AS ceilings,
       ARRAY(SELECT a.state FROM method_approval a WHERE a.tender_id = r.id AND a.state <> 'lapsed')
         || ARRAY(SELECT c.state ${tenderChangesSql('r')}) AS approvals,
       (${failedRoundSql('r.id')}) AS failed, EXISTS (SELECT ${leadingChangesSql({ id: 'r.id', method: 'r.method' })}) AS changed
     FROM tender r WHERE r.id = ANY ($1::uuid[])`,
    [tenders, managed],
  );
  const unasked = rows.filter(({ method, approvals }) => method !== 'OPEN_TENDER' && !approvals.includes('granted'));
  const limits =
    unasked.length === 0
      ? []
      : await loadLimits(
          reader,
          unasked.map(({ region }) => region),
        );
  return new Map(
    rows.map((row): [string, IssueStep] => {
      if (row.approvals.includes('granted')) return [row.id, 'issue'];
      const asked = row.approvals.includes('refused') || !row.manages ? null : 'request-method-approval';
      const isBarred = takesOtherWay(row.failed, row.method) && !row.approvals.includes('not_required');
      const below = !isBarred ? 'issue' : row.changed ? asked : null;
      if (row.method === 'OPEN_TENDER') return [row.id, below];
      const sum = { amount: purchaseSum(row.budget, BigInt(row.ceilings)), isLeast: false };
      const isKnown = row.region !== null && row.level !== null;
      const { state } = compareLimit('open_tender', { region: row.region, level: row.level, sum, day: at }, limits);
      if (!isKnown || state !== 'reached') return [row.id, below];
      return [row.id, asked];
    }),
  );
}
