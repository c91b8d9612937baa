import type { Fact } from '../../kernel/actions/action.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import { IS_OVER } from '../surveys/survey-visibility.js';
import type { LockedEvaluation } from './evaluation.subject.js';
import { listLeaves } from './schemes/scheme.rules.js';
import { setEvidenceSql, type ScoreSet, type SetScore } from './score-set.js';

/**
 * SQL: a meeting (root `r`) speaks of a contract: it is about an evaluation of it, or about its purchase and was held
 * once the contract was signed. What was said before anybody served cannot judge the service.
 */
export const speaksOfContract = (contract: string): string => `(
  (r.subject_type = 'evaluation' AND EXISTS (SELECT FROM evaluation e WHERE e.id = r.subject_id AND e.contract_id = ${contract}))
  OR (r.subject_type = 'tender' AND EXISTS (SELECT FROM contract c WHERE c.id = ${contract} AND c.tender_id = r.subject_id
      AND (r.held_at AT TIME ZONE 'Asia/Shanghai')::date >= earliest_day(c.signed_on))))`;

/** SQL: of the evidence of this set of the evaluation, what residents said of its contract themselves. No argument is a column of `r`. */
export const heardResidentsSql = (evaluation: string, set: string, contract: string): string => `
  WITH named AS (${setEvidenceSql(evaluation, set)})
  SELECT r.id FROM survey r WHERE r.contract_id = ${contract} AND r.id IN (SELECT id FROM named) AND ${IS_OVER}
    AND EXISTS (SELECT FROM survey_answer a WHERE a.survey_id = r.id)
  UNION ALL
  SELECT r.id FROM meeting r WHERE r.id IN (SELECT id FROM named) AND r.state = 'minuted' AND ${speaksOfContract(contract)}
    AND EXISTS (SELECT FROM jsonb_to_recordset(r.attended) AS a(side text, count integer)
                WHERE a.side = 'residents' AND a.count > 0)`;

/** Ids of the surveys and meetings among the evidence in which residents spoke of the contract. */
export const residentsEvidence: Fact<LockedEvaluation, Set<string>> = async ({ tx, root }) => {
  const rows = await tx.query<{ id: string }>(heardResidentsSql('$1', '$2', '$3'), [
    root.id,
    root.set_no,
    root.contract_id,
  ]);
  return new Set(rows.map(({ id }) => id));
};

/**
 * A leaf of the channel 议 is what residents say. By a choice of this product (POLICY) it therefore rests on what they did
 * say: a survey of the contract that is over and that somebody answered, or a meeting with minutes to which residents came.
 * Documents may stand beside it and never instead. Leaves with points that rest on nothing of the kind.
 */
export function listUnheardLeaves(
  { dimensions, scores }: Pick<ScoreSet, 'dimensions'> & { scores: readonly Pick<SetScore, 'leaf' | 'evidence'>[] },
  heard: ReadonlySet<string>,
): string[] {
  const residents = new Set(
    listLeaves(dimensions)
      .filter(({ channel }) => channel === 'residents')
      .map(({ code }) => code),
  );
  return scores
    .filter(({ leaf, evidence }) => residents.has(leaf) && !evidence.some(({ id }) => heard.has(id)))
    .map(({ leaf }) => leaf)
    .sort();
}

export function refuseUnheard(set: ScoreSet, heard: ReadonlySet<string>): ProblemDetails | null {
  const leaves = listUnheardLeaves(set, heard);
  return leaves.length > 0 ? { facts: { leaves } } : null;
}
