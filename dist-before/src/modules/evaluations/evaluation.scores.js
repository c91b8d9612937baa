import { todayInShanghai } from '../../platform/clock/moment.js';
import { scopeOf } from '../../platform/access/scope.js';
import { Problem } from '../../platform/errors/problem.js';
import { hundredths } from '../tenders/conducted/draft.rules.js';
import { setOf } from './evaluation.guards.js';
import { bandsAt, gradeOf } from './grade.rules.js';
import { leavesOf, totalOf } from './scheme.rules.js';
const NO_LEAF = { en: 'The scheme has no such leaf', zh: '方案中没有此指标' };
/** Evidence that lies under the contract itself. What was corrected or withdrawn shows nothing any more. */
const OF_CONTRACT = {
    record: {
        sql: `SELECT r.id FROM service_record r WHERE r.contract_id = $1 AND r.id = ANY ($2::uuid[]) AND NOT r.withdrawn
      AND NOT EXISTS (SELECT FROM service_record x WHERE x.corrects = r.id)`,
        text: { en: 'No record of service of this contract', zh: '本合同没有此服务记录' },
    },
    survey: {
        sql: `SELECT r.id FROM survey r WHERE r.contract_id = $1 AND r.id = ANY ($2::uuid[]) AND r.state <> 'cancelled'`,
        text: { en: 'No survey of this contract', zh: '本合同没有此问卷调查' },
    },
};
/** Writes points of the set that is worked on. A leaf of no tree, points above a maximum and strange evidence are refused. */
export async function writeScores(tx, references, evaluation, scores) {
    const { dimensions } = await setOf(tx, evaluation.id);
    const leaves = new Map(leavesOf(dimensions).map((leaf) => [leaf.code, leaf]));
    const strange = scores.flatMap(({ leaf }, i) => leaves.has(leaf) ? [] : [{ pointer: `/scores/${i}/leaf`, code: 'unknown', text: NO_LEAF }]);
    if (strange.length > 0)
        throw new Problem('validation_failed', { errors: strange });
    const above = scores.flatMap(({ leaf, points }, i) => {
        const max = leaves.get(leaf)?.max ?? '0';
        if (hundredths(points) <= hundredths(max))
            return [];
        const text = { en: `At most ${max}`, zh: `不得超过 ${max} 分` };
        return [{ pointer: `/scores/${i}/points`, code: 'too_large', text }];
    });
    if (above.length > 0)
        throw new Problem('score_above_maximum', { errors: above });
    await mustBeEvidence(tx, references, evaluation, scores);
    await tx.query(`INSERT INTO evaluation_score (evaluation_id, set_no, leaf, points, comment, evidence, scored_by)
     SELECT $1, $2, g.leaf, g.points, g.comment, g.evidence, $4
     FROM jsonb_to_recordset($3::jsonb) AS g(leaf text, points integer, comment text, evidence jsonb)
     ON CONFLICT (evaluation_id, set_no, leaf) DO UPDATE SET points = EXCLUDED.points, comment = EXCLUDED.comment,
       evidence = EXCLUDED.evidence, scored_by = EXCLUDED.scored_by, scored_at = business_now()`, [
        evaluation.id,
        evaluation.set_no,
        JSON.stringify(scores.map(({ leaf, points, comment, evidence }) => ({
            leaf,
            points: hundredths(points),
            comment: comment ?? null,
            evidence: (evidence ?? []).map(({ kind, id }) => ({ kind, id: id.toLowerCase() })),
        }))),
        tx.principal.id,
    ]);
}
async function mustBeEvidence(tx, references, evaluation, scores) {
    const given = scores.flatMap(({ evidence }, i) => (evidence ?? []).map(({ kind, id }, j) => ({ kind, id: id.toLowerCase(), pointer: `/scores/${i}/evidence/${j}` })));
    const of = (kind) => given.filter((evidence) => evidence.kind === kind);
    for (const { id, pointer } of of('document'))
        await references.refer(tx, scopeOf(tx.principal), 'evaluation', evaluation.id, [id], pointer);
    const errors = [];
    for (const [kind, { sql, text }] of Object.entries(OF_CONTRACT)) {
        const rows = await tx.query(sql, [evaluation.contract_id, of(kind).map(({ id }) => id)]);
        const known = new Set(rows.map(({ id }) => id));
        for (const { id, pointer } of of(kind))
            if (!known.has(id))
                errors.push({ pointer: `${pointer}/id`, code: 'not_found', text });
    }
    if (errors.length > 0)
        throw new Problem('not_found', { errors });
}
/** The total of what is sent, and the grade by the bands of the place on the day it is sent. */
export async function judged(tx, { id, region }) {
    const { dimensions, scores } = await setOf(tx, id);
    const total = totalOf(dimensions, new Map(scores.map(({ leaf, points }) => [leaf, points])));
    const bands = bandsAt(todayInShanghai(await tx.now()), region);
    return { total, grade: gradeOf(total, bands), rule: bands.rule };
}
/** Another set to work on. The one before is kept as it was sent; `copied` begins with its points. */
export async function newSet(tx, { id }, copied) {
    const [row] = await tx.query(`UPDATE evaluation SET set_no = set_no + 1 WHERE id = $1 RETURNING set_no`, [id]);
    if (!copied)
        return;
    await tx.query(`INSERT INTO evaluation_score (evaluation_id, set_no, leaf, points, comment, evidence, scored_by, scored_at)
     SELECT evaluation_id, set_no + 1, leaf, points, comment, evidence, scored_by, scored_at
     FROM evaluation_score WHERE evaluation_id = $1 AND set_no = $2 - 1`, [id, row?.set_no ?? 0]);
}
//# sourceMappingURL=evaluation.scores.js.map