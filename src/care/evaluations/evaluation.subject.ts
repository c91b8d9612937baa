import { toScope } from '../../kernel/access/scope.js';
import { guard, subject, type Fact } from '../../kernel/actions/action.js';
import { lockKeptRoot } from '../../kernel/database/kept.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import type { Change } from '../../kernel/outbox/change.js';
import { getRule } from '../../law/rules/rule-book.js';
import { isSamePerson } from '../../people/accounts/same-person.queries.js';
import { jointBuyersOfContractSql } from '../../purchase/contracts/conducted/conducted-contract.js';
import { toRuleRefusal } from '../../purchase/tenders/conducted/issue.rules.js';
import { guardInterest } from '../../purchase/tenders/oversight/interest.js';
import { evaluationLifecycle } from './evaluation.lifecycle.js';
import { heldInEvaluation, keptEvaluation, visibleEvaluation } from './evaluation-visibility.js';
import { loadScoreSet, type ScoreSet } from './score-set.js';
import { Evaluation } from './evaluation.entity.js';

/** An evaluation's row as its actions read it. */
export type EvaluationRoot = Omit<StoredRow<Evaluation>, 'due_on'>;
type Audience = Pick<Change, 'dataset' | 'region' | 'tenants'>;
/** The same with who buys together with the buyer. */
export interface BoughtEvaluation extends EvaluationRoot {
  joint_buyers: string[];
}
/** SQL: that column of an evaluation `r`. */
export const JOINT_BUYERS = `${jointBuyersOfContractSql('r.contract_id')} AS joint_buyers`;
/** A locked evaluation with who learns of what is asked with it. */
export interface LockedEvaluation extends BoughtEvaluation {
  audience: Audience;
}

/** @throws Problem `not_found`, `not_permitted` for whoever only sees it, `stale_version` */
export const lockEvaluation = (tx: Tx, id: string, version?: number): Promise<BoughtEvaluation> => {
  const scope = toScope(tx.principal);
  return lockKeptRoot<BoughtEvaluation>(
    tx,
    'evaluation',
    id,
    { kept: (sql) => keptEvaluation(sql, scope), visible: (sql) => visibleEvaluation(sql, scope) },
    version,
    undefined,
    [JOINT_BUYERS],
  );
};

/** What is looked at again after an appeal is as secret as what was looked at first, until it is published anew. */
const isPublished = ({ published_at, state }: Pick<EvaluationRoot, 'published_at' | 'state'>): boolean =>
  published_at !== null && state === 'published';

/** The buyer, who buys together with it, and who evaluates; the agency of the publications and of its appeal. */
export const evaluationAudience = (
  e: BoughtEvaluation,
  evaluator = e.evaluator_id,
  published = isPublished(e),
): Audience => ({
  dataset: e.dataset,
  region: e.region,
  tenants: [
    ...new Set(
      [e.buyer_id, ...e.joint_buyers, evaluator, published ? e.supplier_id : null].filter((body) => body !== null),
    ),
  ],
});

/** What the caller declared in this appointment, or the holder of the key that calls; null where nothing was declared. */
export async function findDeclaration(tx: Tx, evaluation: string): Promise<{ tied: boolean } | null> {
  const [row] = await tx.query<{ tied: boolean }>(
    `SELECT d.tied FROM evaluation_declaration d JOIN evaluation e ON e.id = d.evaluation_id AND e.round = d.round
     WHERE e.id = $1 AND ${isSamePerson('d.user_id')}`,
    [evaluation, tx.principal.id],
  );
  return row ?? null;
}

/** Whoever scores has declared, in this appointment, to be tied to nobody. */
export const refuseTiedScorer = (declaration: { tied: boolean } | null): ProblemDetails | null =>
  declaration?.tied === false
    ? null
    : { ...toRuleRefusal(getRule('RECUSE-3Y'), []), facts: { declared: declaration !== null } };

const ownDeclaration: Fact<LockedEvaluation, { tied: boolean } | null> = ({ tx, root }) => findDeclaration(tx, root.id);

/** The scheme's tree with the points of the set that is worked on. */
export const loadCurrentScores: Fact<LockedEvaluation, ScoreSet> = ({ tx, root }) => loadScoreSet(tx, root.id);

const APPOINTS: readonly string[] = ['appoint', 'reassign'];

/** The buyer plans, appoints, confirms and publishes; the evaluator declares and sends; the agency appeals. */
export const evaluationSubject = subject<LockedEvaluation, 'evaluations/:id', Evaluation>({
  lifecycle: evaluationLifecycle,
  path: 'evaluations/:id',
  entity: Evaluation,
  permit: 'contract.read',
  async lock(tx, { id }, action) {
    // What is published is a fact of the contract too, which is locked first.
    if (action === 'publish')
      await tx.query(
        `SELECT FROM contract WHERE id = (SELECT contract_id FROM evaluation WHERE id = $1) FOR NO KEY UPDATE`,
        [id],
      );
    const row = await lockEvaluation(tx, id);
    // Of an appointment the body learns that is appointed; of the publication everybody, the agency first.
    const evaluator = (APPOINTS.includes(action) ? row.proposed_id : null) ?? row.evaluator_id;
    const published = ['publish', 'appeal'].includes(action) || isPublished(row);
    return { ...row, audience: evaluationAudience(row, evaluator, published) };
  },
  heldBy: ({ principal }, root) => Promise.resolve(heldInEvaluation(principal, root)),
  audience: ({ audience }) => audience,
  guards: {
    ...guardInterest<LockedEvaluation>(({ root }) => [root.supplier_id]),
    evaluator_tied: guard({ ownDeclaration }, (facts) => refuseTiedScorer(facts.ownDeclaration)),
  },
});
