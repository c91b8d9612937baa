/** What a lot is to come to: its end, or another review by its panel or by a new one. */
export const PROPOSED_OUTCOMES = ['failed', 'cancelled', 'rereview', 'new_panel'] as const;
export type ProposedOutcome = (typeof PROPOSED_OUTCOMES)[number];

/** What was proposed of a lot, until another person decides it or the lot goes on. */
export interface LotProposal {
  outcome: ProposedOutcome;
  ground: string;
  reason: string;
  reference?: string;
  remedy?: string;
  /** Seats of those members of the panel who broke the rules. */
  barred?: string[];
  at: string;
  by: string;
}

/** States in which a lot has an award; its row carries what was proposed. */
const WITH_AWARD = `('confirmed', 'result_published')`;

/**
 * SQL: what was proposed of the lot `l` and is not decided. Before an award, and after one that was unmade, it is read from
 * what was done: the last proposal, if nothing has moved the lot since.
 */
export const PROPOSED = `CASE WHEN l.state IN ${WITH_AWARD} THEN l.ending ELSE (
  SELECT CASE WHEN e.action IN ('propose_ending', 'propose_repetition') THEN e.said -> 'data' || jsonb_build_object(
    'reason', e.said -> 'reason', 'at', e.said -> 'at', 'by', e.said #> '{actor,id}') END
  FROM (SELECT a.seq, a.action, convert_from(a.canonical, 'UTF8')::jsonb AS said FROM audit_entry a
        WHERE a.aggregate_type = 'lot' AND a.aggregate_id = l.id::text) e
  WHERE e.action IN ('propose_ending', 'propose_repetition') OR e.said -> 'from' <> e.said -> 'to'
  ORDER BY e.seq DESC LIMIT 1) END`;
