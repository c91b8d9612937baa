import { scopeOf } from '../../kernel/access/scope.js';
import { lockKept } from '../../kernel/database/kept.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { EvaluationState } from './evaluation.lifecycle.js';
import { keptEvaluation, visibleEvaluation } from './evaluation.visibility.js';

/** Columns of an evaluation's row that its actions read. */
export interface EvaluationRoot {
  id: string;
  version: number;
  dataset: string;
  region: string | null;
  contract_id: string;
  buyer_id: string;
  supplier_id: string;
  scheme_id: string;
  kind: 'midterm' | 'final';
  state: EvaluationState;
  proposed_id: string | null;
  evaluator_id: string | null;
  round: number;
  set_no: number;
  total: string | null;
  grade: string | null;
  confirmed_set: number | null;
  published_at: Date | null;
  fact_id: string | null;
}

export const lockEvaluation = (tx: Tx, id: string, version: number): Promise<EvaluationRoot> => {
  const scope = scopeOf(tx.principal);
  return lockKept<EvaluationRoot>(
    tx,
    'evaluation',
    id,
    { kept: (sql) => keptEvaluation(sql, scope), visible: (sql) => visibleEvaluation(sql, scope) },
    version,
  );
};

/**
 * Whom a change is told to: the buyer and who evaluates; the agency from the publication on, and everybody of the
 * publication itself.
 */
export const changeOfEvaluation = (
  e: EvaluationRoot,
  evaluator = e.evaluator_id,
  published = e.published_at !== null,
) => ({
  aggregate: 'evaluation',
  id: e.id,
  dataset: e.dataset,
  region: e.region,
  tenants: [e.buyer_id, evaluator, published ? e.supplier_id : null].filter((body): body is string => body !== null),
});
