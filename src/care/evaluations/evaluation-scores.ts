import { toScope, type Scope } from '../../kernel/access/scope.js';
import { Sql } from '../../kernel/database/sql.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { DocumentReferences } from '../../kernel/documents/document-references.js';
import { Problem, type FieldError } from '../../kernel/errors/problem.js';
import { hundredths } from '../../purchase/tenders/drafts/draft.rules.js';
import type { LeafScoreDto } from './evaluation.dto.js';
import type { EvaluationRoot } from './evaluation.subject.js';
import { assertOwnJudgement } from './figures/fill-sheet.js';
import { visibleMeeting } from './meetings/meeting-access.queries.js';
import { speaksOfContract } from './residents-heard.js';
import { listLeaves } from './schemes/scheme.rules.js';
import { loadScoreSet } from './score-set.js';

const NO_LEAF = { en: 'The scheme has no such leaf', zh: '方案中没有此指标' };
/** Evidence (root `r`) that lies under the contract `$1` itself. What was corrected or withdrawn shows nothing any more. */
interface OfContract {
  from: string;
  where: string;
  seen?: (sql: Sql, scope: Scope) => Sql;
  text: { en: string; zh: string };
}
const OF_CONTRACT: Readonly<Record<string, OfContract>> = {
  record: {
    from: 'service_record',
    where: `r.contract_id = $1 AND NOT r.withdrawn AND NOT EXISTS (SELECT FROM service_record x WHERE x.corrects = r.id)`,
    text: { en: 'No record of service of this contract', zh: '本合同没有此服务记录' },
  },
  visit: {
    from: 'visit',
    where: `r.contract_id = $1 AND r.state = 'done'`,
    text: { en: 'No visit under this contract that was made', zh: '本合同没有此项已完成的走访' },
  },
  survey: {
    from: 'survey',
    where: `r.contract_id = $1 AND r.state <> 'cancelled'`,
    text: { en: 'No survey of this contract', zh: '本合同没有此问卷调查' },
  },
  meeting: {
    from: 'meeting',
    where: `${speaksOfContract('$1')} AND r.state <> 'cancelled'`,
    // Nobody judges by minutes that he may not read.
    seen: visibleMeeting,
    text: { en: 'No meeting about this contract to which you were asked', zh: '没有邀请您参加的本合同会议' },
  },
};

/** Writes points of the set that is worked on. A leaf of no tree, points above a maximum and strange evidence are refused. */
export async function writeScores(
  tx: Tx,
  references: DocumentReferences,
  evaluation: EvaluationRoot,
  scores: readonly LeafScoreDto[],
): Promise<void> {
  const set = await loadScoreSet(tx, evaluation.id);
  const { dimensions } = set;
  const leaves = new Map(listLeaves(dimensions).map((leaf) => [leaf.code, leaf]));
  const strange = scores.flatMap(({ leaf }, i): FieldError[] =>
    leaves.has(leaf) ? [] : [{ pointer: `/scores/${i}/leaf`, code: 'unknown', text: NO_LEAF }],
  );
  if (strange.length > 0) throw new Problem('validation_failed', { errors: strange });
  const above = scores.flatMap(({ leaf, points }, i): FieldError[] => {
    const max = leaves.get(leaf)?.max ?? '0';
    if (hundredths(points) <= hundredths(max)) return [];
    const text = { en: `At most ${max}`, zh: `不得超过 ${max} 分` };
    return [{ pointer: `/scores/${i}/points`, code: 'too_large', text }];
  });
  if (above.length > 0) throw new Problem('score_above_maximum', { errors: above });
  assertOwnJudgement(set, scores);
  await mustBeEvidence(tx, references, evaluation, scores);
  await tx.query(
    `INSERT INTO evaluation_score (evaluation_id, set_no, leaf, points, comment, evidence, scored_by)
     SELECT $1, $2, g.leaf, g.points, g.comment, g.evidence, $4
     FROM jsonb_to_recordset($3::jsonb) AS g(leaf text, points integer, comment text, evidence jsonb)
     ON CONFLICT (evaluation_id, set_no, leaf) DO UPDATE SET points = EXCLUDED.points, comment = EXCLUDED.comment,
       evidence = EXCLUDED.evidence, scored_by = EXCLUDED.scored_by, scored_at = business_now()`,
    [
      evaluation.id,
      evaluation.set_no,
      JSON.stringify(
        scores.map(({ leaf, points, comment, evidence }) => ({
          leaf,
          points: hundredths(points),
          comment: comment ?? null,
          evidence: (evidence ?? []).map(({ kind, id }) => ({ kind, id: id.toLowerCase() })),
        })),
      ),
      tx.principal.id,
    ],
  );
}

async function mustBeEvidence(
  tx: Tx,
  references: DocumentReferences,
  evaluation: EvaluationRoot,
  scores: readonly LeafScoreDto[],
): Promise<void> {
  const given = scores.flatMap(({ evidence }, i) =>
    (evidence ?? []).map(({ kind, id }, j) => ({ kind, id: id.toLowerCase(), pointer: `/scores/${i}/evidence/${j}` })),
  );
  const selectKind = (kind: string) => given.filter((evidence) => evidence.kind === kind);
  for (const { id, pointer } of selectKind('document'))
    await references.refer(tx, toScope(tx.principal), 'evaluation', evaluation.id, [id], () => `${pointer}/id`);
  const errors: FieldError[] = [];
  for (const [kind, { from, where, seen, text }] of Object.entries(OF_CONTRACT)) {
    if (selectKind(kind).length === 0) continue;
    const sql = new Sql();
    sql.p(evaluation.contract_id);
    sql.and(`${where} AND r.id = ANY (${sql.p(selectKind(kind).map(({ id }) => id))}::uuid[])`);
    seen?.(sql, toScope(tx.principal));
    const rows = await tx.query<{ id: string }>(`SELECT r.id FROM ${from} r WHERE ${sql.where}`, sql.params);
    const known = new Set(rows.map(({ id }) => id));
    for (const { id, pointer } of selectKind(kind))
      if (!known.has(id)) errors.push({ pointer: `${pointer}/id`, code: 'not_found', text });
  }
  if (errors.length > 0) throw new Problem('not_found', { errors });
}
