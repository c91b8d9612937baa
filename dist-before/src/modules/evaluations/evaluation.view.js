import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { ratio } from '../../platform/money/money.js';
import { ruleOf } from '../rules/rule-book.js';
import { basisOf } from '../rules/rule.types.js';
import { GRADE_LABELS, } from './evaluation.dto.js';
import { evaluationLifecycle } from './evaluation.lifecycle.js';
import { heldInEvaluation } from './evaluation.visibility.js';
import { leavesOf, totalOf, unscored } from './scheme.rules.js';
/** The set that is worked on was sent. */
const SENT = ['scored', 'confirmed', 're_evaluated', 'published'];
const OPEN = ['planned', 'appointed', 'declared', 'in_field'];
const givenIn = ({ scores }, set) => new Map(scores.filter((score) => score.set === set).map(({ leaf, points }) => [leaf, points]));
/** Of buyer and evaluator once it was sent; of everybody else what was published. */
const judgedSet = (row) => row.inside && SENT.includes(row.state) ? row.set_no : row.published_set;
function progress(row) {
    const given = givenIn(row, row.set_no);
    const leaves = leavesOf(row.dimensions).map(({ code }) => code);
    const shown = new Set(row.scores.filter(({ set, evidence }) => set === row.set_no && evidence.length > 0).map(({ leaf }) => leaf));
    return {
        leaves: leaves.length,
        scored: given.size,
        unscored: unscored(row.dimensions, given),
        missingEvidence: leaves.filter((code) => !shown.has(code)),
    };
}
export function viewOf(row, scope, lang) {
    const set = judgedSet(row);
    const sent = set === row.set_no;
    const total = set === null ? null : sent ? row.total : row.published_total;
    const grade = (set === null ? null : sent ? row.grade : row.published_grade);
    const concerned = row.inside || row.supplies;
    return {
        id: row.id,
        version: row.version,
        dataset: row.dataset,
        contract: row.contract_id,
        contractTitle: row.contract_title,
        kind: row.kind,
        state: row.state,
        scheme: { id: row.scheme_id, name: row.scheme_name, no: row.scheme_no },
        dueOn: row.due_on,
        overdue: row.overdue && OPEN.includes(row.state),
        buyer: row.buyer_id,
        supplier: row.supplier_id,
        proposed: row.inside && !row.evaluates ? row.proposed_id : null,
        evaluator: row.evaluator_id,
        evaluatorName: row.evaluator_name,
        own: row.evaluator_id === row.buyer_id,
        progress: row.inside ? progress(row) : null,
        total,
        grade,
        gradeLabel: grade === null ? null : GRADE_LABELS[grade][lang],
        gradeRule: grade === null ? null : row.grade_rule,
        gradeBasis: grade === null || row.grade_rule === null ? null : basisOf(ruleOf(row.grade_rule)),
        counts: row.state === 'published',
        appeal: row.appealed_at === null
            ? null
            : {
                at: row.appealed_at.toISOString(),
                grounds: concerned ? row.appeal : null,
                answer: row.inside || row.state === 'published' ? row.re_evaluation : null,
            },
        publishedAt: row.published_at?.toISOString() ?? null,
        createdAt: row.created_at.toISOString(),
        updatedAt: row.updated_at.toISOString(),
        allowedActions: allowedActions(evaluationLifecycle, row.state, { permissions: heldInEvaluation(scope, row) }),
    };
}
export function detailOf(row, scope, lang) {
    const judged = judgedSet(row);
    const given = givenIn(row, judged);
    const shown = row.evaluates ? row.set_no : row.inside || row.supplies ? judged : null;
    return {
        ...viewOf(row, scope, lang),
        dimensions: judged === null
            ? null
            : row.dimensions.map(({ name, weight }, d) => ({ name, weight, total: totalOf(row.dimensions, given, d) })),
        scores: shown === null ? null : scoresOf(row, shown),
        declarations: row.inside ? row.declarations : null,
    };
}
function scoresOf(row, set) {
    const stored = new Map(row.scores.filter((score) => score.set === set).map((score) => [score.leaf, score]));
    return leavesOf(row.dimensions).flatMap(({ code, name, max }) => {
        const score = stored.get(code);
        if (score === undefined)
            return [];
        const points = ratio(BigInt(score.points), 100n, 2) ?? '0.00';
        return [{ leaf: code, name, max, points, comment: score.comment, evidence: row.inside ? score.evidence : null }];
    });
}
//# sourceMappingURL=evaluation.view.js.map