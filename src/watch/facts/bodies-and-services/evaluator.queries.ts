import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { Subject } from '../../runs/assessment-types.js';
import type { Published } from '../practice-facts.js';
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
  (SELECT coalesce(json_agg(json_build_object('id', f.id, 'contract', c.id, 'kind', f.kind, 'on', f.published_on, 'score', f.score,
     'evaluator', e.body_key, 'name', e.name) ORDER BY f.id), '[]')
   FROM published_evaluations f JOIN signed_contracts c ON c.id = f.contract_id LEFT JOIN organisations e ON e.id = f.evaluator::uuid
   WHERE c.dataset = ${body}.dataset AND ${condition})`;

interface EvaluatorRow {
  id: string;
  key: string;
  dataset: string;
  region: string | null;
  made: EvaluationRow[];
}

const EVALUATORS = `
  SELECT o.id, o.key, o.dataset, o.region, ${evaluations('o', 'f.evaluator = o.id::text')} AS made
  FROM organisations o WHERE o.id = ANY ($1::uuid[]) ORDER BY o.id`;

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
  FROM organisations o WHERE o.id = ANY ($1::uuid[])`;

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
