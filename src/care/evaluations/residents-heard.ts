import type { Tx } from '../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import { IS_OVER } from '../surveys/survey.visibility.js';
import { leavesOf } from './schemes/scheme.rules.js';
import { setOf } from './score-set.js';

/**
 * SQL: a meeting (root `r`) speaks of the contract $1: it is about an evaluation of it, or about its purchase and was held
 * once the contract was signed. What was said before anybody served cannot judge the service.
 */
export const SPEAKS_OF_CONTRACT = `(
  (r.subject_type = 'evaluation' AND EXISTS (SELECT FROM evaluation e WHERE e.id = r.subject_id AND e.contract_id = $1))
  OR (r.subject_type = 'tender' AND EXISTS (SELECT FROM contract c WHERE c.id = $1 AND c.tender_id = r.subject_id
      AND (r.held_at AT TIME ZONE 'Asia/Shanghai')::date >= earliest_day(c.signed_on))))`;

/** SQL: of the evidence $2, what residents said of the contract $1 themselves. */
const HEARD = `
  SELECT r.id FROM survey r WHERE r.contract_id = $1 AND r.id = ANY ($2::uuid[]) AND ${IS_OVER}
    AND EXISTS (SELECT FROM survey_answer a WHERE a.survey_id = r.id)
  UNION ALL
  SELECT r.id FROM meeting r WHERE r.id = ANY ($2::uuid[]) AND r.state = 'minuted' AND ${SPEAKS_OF_CONTRACT}
    AND EXISTS (SELECT FROM jsonb_to_recordset(r.attended) AS a(side text, count integer)
                WHERE a.side = 'residents' AND a.count > 0)`;

/**
 * A leaf of the channel 议 is what residents say. By a choice of this product (POLICY) it therefore rests on what they did
 * say: a survey of the contract that is over and that somebody answered, or a meeting with minutes to which residents came.
 * Documents may stand beside it and never instead.
 */
export async function residentsUnheard(tx: Tx, id: string): Promise<ProblemDetails | null> {
  const { dimensions, scores } = await setOf(tx, id);
  const asked = new Set(
    leavesOf(dimensions)
      .filter(({ channel }) => channel === 'residents')
      .map(({ code }) => code),
  );
  const said = scores.filter(({ leaf }) => asked.has(leaf));
  if (said.length === 0) return null;
  const [evaluation] = await tx.query<{ contract_id: string }>(`SELECT contract_id FROM evaluation WHERE id = $1`, [
    id,
  ]);
  const named = said.flatMap(({ evidence }) => evidence.map((one) => one.id));
  const rows = await tx.query<{ id: string }>(HEARD, [evaluation?.contract_id ?? null, named]);
  const heard = new Set(rows.map((row) => row.id));
  const leaves = said.filter(({ evidence }) => !evidence.some((one) => heard.has(one.id))).map(({ leaf }) => leaf);
  return leaves.length > 0 ? { facts: { leaves: leaves.sort() } } : null;
}
