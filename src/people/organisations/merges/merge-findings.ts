import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { addDays, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import type { Text } from '../../../kernel/errors/texts.js';
import type { MERGE_GUARDS } from './merge.lifecycle.js';
import { holdMerge } from './merge-locks.js';
import type { MergedPair, MergeMove } from './merge-move.js';
import { mergeParts } from './merge-parts.js';
import { formatUses, type MergeUse } from './merge-uses.js';

/** What is known of two records that are said to be one body. */
export interface MergeFindings {
  chain: Chain | null;
  /** Credit code of the record that would go. */
  creditCode: string | null;
  uses: MergeUse[];
  meetings: string[];
}

/** Other merges that stand in the way. */
interface Chain {
  detail: Text;
  /** The record to name instead, or the first day on which the record may go. */
  facts?: { record: string } | { from: PlainDate };
}

/** Both records stay locked, so that nothing names either of them anew meanwhile, and what a merge moves where it is to come. */
export async function loadMergeFindings(
  tx: Tx,
  { from, to }: MergedPair,
  move: MergeMove | null = null,
): Promise<MergeFindings> {
  await holdMerge(tx, { from, to }, move);
  const rows = await tx.query<{ id: string; credit_code: string | null; merged_into: string | null }>(
    `SELECT id, credit_code, merged_into FROM organisation
     WHERE id = ANY ($1::uuid[]) OR merged_into = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`,
    [[from, to]],
  );
  /** A record and all that went into it. */
  const listRecords = (body: string) =>
    rows.flatMap((row) => ([row.id, row.merged_into].includes(body) ? [row.id] : []));
  const findTarget = (record: string) => rows.find(({ id }) => id === record)?.merged_into ?? null;
  return {
    chain: explainMergedRecord(findTarget(from), findTarget(to)) ?? (await findOpenMerge(tx, from)),
    creditCode: rows.find(({ id }) => id === from)?.credit_code ?? null,
    uses: await mergeParts.findUses(tx, from),
    meetings: await mergeParts.findMeetings(tx, listRecords(from), listRecords(to)),
  };
}

/** One of the two is another record's already. */
function explainMergedRecord(from: string | null, to: string | null): Chain | null {
  if (from !== null)
    return {
      detail: { en: 'This record was merged into another one already', zh: '本登记已并入另一登记' },
      facts: { record: from },
    };
  if (to === null) return null;
  return {
    detail: {
      en: 'The record that it would go into was merged itself: name the one in which that body goes on',
      zh: '拟并入的登记本身已被合并，请填写其并入后的登记',
    },
    facts: { record: to },
  };
}

/** A record goes once whatever went into it stays there: its days of undoing are over, and every purchase has followed. */
async function findOpenMerge(tx: Tx, record: string): Promise<Chain | null> {
  const [open] = await tx.query<{ until: PlainDate | null; is_followed: boolean }>(
    `SELECT max(m.undo_until) FILTER (WHERE m.into_id = $1 AND m.state = 'in_force')::text AS until,
       bool_and(m.followed_at IS NOT NULL) AS is_followed
     FROM organisation_merge m WHERE $1 IN (m.into_id, m.organisation_id) AND m.state IN ('in_force', 'undone') AND m.decided_at IS NOT NULL`,
    [record],
  );
  const until = open?.until ?? null;
  if (until !== null && todayInShanghai(await tx.now()) <= until) {
    const day = addDays(until, 1);
    return {
      detail: {
        en: `Other records were merged into this one, which can be undone until ${until}: it may go into another one from ${day} on`,
        zh: `已有其他登记并入本登记，在${until}（含）前可以撤销；自${day}起本登记方可并入另一登记`,
      },
      facts: { from: day },
    };
  }
  if (open?.is_followed !== false) return null;
  return {
    detail: {
      en: 'Purchases still follow an earlier merge of this record, or its undoing: try again when its followedAt is set',
      zh: '本登记先前的合并或者撤销仍在更新有关采购，待其 followedAt 有值后再试',
    },
  };
}

/** Why each guard refuses; null where it passes. */
export const refuseMerge: Record<(typeof MERGE_GUARDS)[number], (findings: MergeFindings) => ProblemDetails | null> = {
  merge_chained: ({ chain }) => chain,
  merge_two_codes: ({ creditCode }) => (creditCode === null ? null : { facts: { creditCode } }),
  merge_acts_here: ({ uses }) => (uses.length === 0 ? null : { detail: formatUses(uses), facts: { uses } }),
  merge_meets_itself: ({ meetings }) => (meetings.length === 0 ? null : { facts: { tenders: meetings } }),
};
