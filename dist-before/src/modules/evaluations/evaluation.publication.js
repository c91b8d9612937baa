import { todayInShanghai } from '../../platform/clock/moment.js';
import { factsOfRoots, storeFacts } from '../tenders/facts.store.js';
import { projectNotices } from '../tenders/notice.projection.js';
import { GRADE_LABELS } from './evaluation.dto.js';
/**
 * What is published is a fact of the contract too: risk, statistics and notices read one record. Published again after an
 * appeal it stands in the place of the first one, which stays on record.
 */
export async function sayEvaluation(tx, evaluation, reason) {
    const { contract_id: contract, kind, total, grade, evaluator_id, fact_id } = evaluation;
    const [row] = await tx.query(`SELECT tender_id FROM contract WHERE id = $1`, [contract]);
    const existing = (await factsOfRoots(tx.manager, [contract])).get(contract) ?? [];
    const on = todayInShanghai(await tx.now());
    const data = {
        kind,
        on,
        score: total ?? '',
        grade: grade === null ? '' : GRADE_LABELS[grade].zh,
        ...(evaluator_id !== null && { evaluator: { organisation: evaluator_id } }),
    };
    const fact = {
        kind: 'evaluation',
        lot: null,
        data,
        source: { kind: 'notice', url: null, publishedOn: on, reference: null },
        replaces: fact_id,
        reason: fact_id === null ? null : (reason ?? '申诉后重新评估'),
    };
    const all = (await storeFacts(tx, { type: 'contract', id: contract }, [fact], existing));
    await projectNotices(tx, row?.tender_id ?? '', contract, all);
    return all.at(-1)?.id ?? '';
}
//# sourceMappingURL=evaluation.publication.js.map