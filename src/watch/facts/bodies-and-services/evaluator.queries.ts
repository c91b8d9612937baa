import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { Subject } from '../../runs/assessment-types.js';
import type { Published } from '../practice-facts.js';
import { BODY_KEY, IN_FORCE, keySql } from '../loading/fact-fragments.queries.js';
import { toFrame, sortedIds, type LoadContext, type LoadedSubject, type Reader } from '../loading/frame-types.js';

interface EvaluationRow {
  id: string;
  contract: string;
  kind: string | null;
  on: PartialDate | null;
  score: string | null;
  evaluator: string | null;
  name: string | null;
}

/** What was published of evaluations is a fact of the contract, whether it was made here or elsewhere. */
const evaluations = (body: string, condition: string): string => `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'contract', c.id, 'kind', f.data ->> 'kind', 'on', f.data ->> 'on',
     'score', CASE WHEN f.data ->> 'score' ~ '^\\d{1,3}(\\.\\d{1,2})?$' THEN f.data ->> 'score' END,
     'evaluator', coalesce(e.credit_code, e.name), 'name', e.name) ORDER BY f.id), '[]')
   FROM fact f JOIN contract c ON c.id = f.subject_id
   LEFT JOIN organisation e ON e.id = (f.data #>> '{evaluator,organisation}')::uuid
   WHERE f.subject_type = 'contract' AND f.kind = 'evaluation' AND c.dataset = ${body}.dataset AND c.state NOT IN ('draft', 'void')
     AND ${condition} AND ${IN_FORCE})`;

interface EvaluatorRow {
  id: string;
  key: string;
  dataset: string;
  region: string | null;
  made: EvaluationRow[];
}

const EVALUATORS = `
  SELECT o.id, ${keySql('organisation', 'o.id', BODY_KEY)} AS key, o.dataset, o.region,
    ${evaluations('o', `f.data #>> '{evaluator,organisation}' = o.id::text`)} AS made
  FROM organisation o WHERE o.id = ANY ($1::uuid[]) ORDER BY o.id`;

/** Bodies that evaluate; of others no rule of evaluators has anything to say. */
export async function loadEvaluators(
  reader: Reader,
  ids: readonly string[],
  { today }: LoadContext,
): Promise<LoadedSubject[]> {
  const rows = await reader.query<EvaluatorRow>(EVALUATORS, [ids]);
  return rows
    .filter(({ made }) => made.length > 0)
    .map((row) => {
      const subject: Subject = { type: 'evaluator', id: row.id, key: row.key };
      return {
        frame: toFrame(row, {
          subject,
          bodies: [row.id],
          uses: sortedIds([row.id, ...row.made.map(({ contract }) => contract)]),
          dueOn: null,
        }),
        facts: {
          evaluating: { subject, asOf: today, conflicts: [], made: row.made.map(toPublication), received: [] },
        },
      };
    });
}

const RECEIVED = `
  SELECT o.id, ${evaluations('o', 'c.supplier_id = o.id')} AS received
  FROM organisation o WHERE o.id = ANY ($1::uuid[])`;

/** What was published of agencies, by agency. */
export async function loadReceivedScores(
  reader: Reader,
  agencies: readonly string[],
): Promise<Map<string, Published[]>> {
  if (agencies.length === 0) return new Map();
  const rows = await reader.query<{ id: string; received: EvaluationRow[] }>(RECEIVED, [agencies]);
  return new Map(rows.map(({ id, received }) => [id, received.map(toPublication)]));
}

const toPublication = ({ id, kind, on, score, evaluator, name }: EvaluationRow): Published => ({
  key: `${on ?? '-'}/${kind ?? '-'}/${score ?? '-'}/${evaluator ?? '-'}`,
  record: `fact:${id}`,
  on,
  score,
  evaluator,
  evaluatorName: name,
});
