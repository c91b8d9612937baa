import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { factsOfRoots, storeFacts } from '../../purchase/tenders/recording/facts-store.js';
import type { ContractFactData } from '../../purchase/tenders/recording/fact-types.js';
import { projectNotices } from '../../purchase/tenders/notices/notice-projection.js';
import type { ContractFact } from '../../purchase/tenders/purchases/purchase-types.js';
import { GRADE_LABELS } from './evaluation.dto.js';
import type { EvaluationRoot } from './evaluation.subject.js';

/**
 * What is published is a fact of the contract too: risk, statistics and notices read one record. Published again after an
 * appeal it stands in the place of the first one, which stays on record.
 */
export async function insertEvaluationFact(tx: Tx, evaluation: EvaluationRoot, reason: string | null): Promise<string> {
  const { contract_id: contract, kind, total, grade, evaluator_id, fact_id } = evaluation;
  const [row] = await tx.query<{ tender_id: string }>(`SELECT tender_id FROM contract WHERE id = $1`, [contract]);
  const existing = (await factsOfRoots<ContractFact>(tx.manager, [contract])).get(contract) ?? [];
  const on = todayInShanghai(await tx.now());
  const data: ContractFactData['evaluation'] = {
    kind,
    on,
    score: total ?? '',
    grade: grade === null ? '' : GRADE_LABELS[grade].zh,
    ...(evaluator_id !== null && { evaluator: { organisation: evaluator_id } }),
  };
  const fact = {
    kind: 'evaluation' as const,
    lot: null,
    data,
    source: { kind: 'notice' as const, url: null, publishedOn: on, reference: null },
    replaces: fact_id,
    reason: fact_id === null ? null : (reason ?? '申诉后重新评估'),
  };
  const all = (await storeFacts(tx, { type: 'contract', id: contract }, [fact], existing)) as ContractFact[];
  await projectNotices(tx, row?.tender_id ?? '', contract, all);
  return all.at(-1)?.id ?? '';
}
