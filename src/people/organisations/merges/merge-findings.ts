import type { Tx } from '../../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import type { MERGE_GUARDS } from './merge.lifecycle.js';
import { mergeParts } from './merge-parts.js';

export interface MergedPair {
  /** The record that goes into the other one. */
  from: string;
  to: string;
}

/** What is known of two records that are said to be one body. */
export interface MergeFindings {
  /** One of them is merged already, or another one is merged into the one that would go. */
  isChained: boolean;
  /** Credit code of the record that would go. */
  creditCode: string | null;
  uses: string[];
  meetings: string[];
}

/** Both records stay locked, so that nothing names either of them anew meanwhile. */
export async function loadMergeFindings(tx: Tx, { from, to }: MergedPair): Promise<MergeFindings> {
  const rows = await tx.query<{ id: string; credit_code: string | null; merged_into: string | null }>(
    `SELECT id, credit_code, merged_into FROM organisation WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`,
    [[from, to]],
  );
  const [under] = await tx.query<{ id: string }>(`SELECT id FROM organisation WHERE merged_into = $1 LIMIT 1`, [from]);
  return {
    isChained: under !== undefined || rows.some((row) => row.merged_into !== null),
    creditCode: rows.find(({ id }) => id === from)?.credit_code ?? null,
    uses: await mergeParts.findUses(tx, from),
    meetings: await mergeParts.findMeetings(tx, from, to),
  };
}

/** Why each guard refuses; null where it passes. */
export const refuseMerge: Record<(typeof MERGE_GUARDS)[number], (findings: MergeFindings) => ProblemDetails | null> = {
  merge_chained: ({ isChained }) => (isChained ? {} : null),
  merge_two_codes: ({ creditCode }) => (creditCode === null ? null : { facts: { creditCode } }),
  merge_acts_here: ({ uses }) => (uses.length === 0 ? null : { facts: { uses } }),
  merge_meets_itself: ({ meetings }) => (meetings.length === 0 ? null : { facts: { tenders: meetings } }),
};
