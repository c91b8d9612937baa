import { Injectable } from '@nestjs/common';
import { holdsPermission } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import { mustBeFree } from '../../purchase/tenders/oversight/interest.js';
import { lockContract, mustBeHere } from '../../purchase/contracts/conducted/conducted-contract.js';
import type { NewEvaluationDto, ScoresDto } from './evaluation.dto.js';
import {
  evaluationAudience,
  findDeclaration,
  lockEvaluation,
  refuseTiedScorer,
  JOINT_BUYERS,
  type BoughtEvaluation,
} from './evaluation.subject.js';
import { writeScores } from './evaluation-scores.js';
import { heldInEvaluation } from './evaluation-visibility.js';
import { findWeighedService, refuseMissingWeight } from './residents-weight.js';
import { chooseScheme } from './schemes/announced-scheme.queries.js';
import { assertOwnScheme } from './schemes/own-scheme.js';

/** Before a contract is signed there is nothing to evaluate. */
const UNSIGNED: readonly string[] = ['draft', 'void'];

/** Evaluations of contracts that go on here: planned by the buyer, made by who is tied to nobody, published for everybody. */
@Injectable()
export class EvaluationsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly references: DocumentReferences,
  ) {}

  plan(principal: Principal, id: string, dto: NewEvaluationDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = mustBeHere(await lockContract(tx, id, undefined));
      if (!holdsPermission(principal, 'evaluation.plan', [contract.buyer_id])) throw new Problem('not_permitted');
      await mustBeFree(tx, contract.supplier_id);
      if (UNSIGNED.includes(contract.state))
        throw new Problem('contract_not_running', { facts: { state: contract.state } });
      const scheme = await chooseScheme(tx, contract.id, dto.scheme);
      await assertOwnScheme(tx, contract.buyer_id, contract.dataset, scheme);
      const unweighted = refuseMissingWeight(await findWeighedService(tx, contract.id, scheme));
      if (unweighted !== null) throw new Problem('residents_unweighted', unweighted);
      if (dto.dueOn < todayInShanghai(await tx.now()))
        throw invalid('/dueOn', 'in_past', { en: 'Lies behind', zh: '早于今日' });
      const [row] = await tx.query<BoughtEvaluation>(
        `INSERT INTO evaluation AS r (dataset, contract_id, buyer_id, supplier_id, region, kind, scheme_id, due_on)
         VALUES ($1, $2, $3, $4, coalesce($5, (SELECT region FROM organisation WHERE id = $3)), $6, $7, $8) ON CONFLICT DO NOTHING RETURNING *, ${JOINT_BUYERS}`,
        [
          contract.dataset,
          contract.id,
          contract.buyer_id,
          contract.supplier_id,
          contract.region,
          dto.kind,
          scheme,
          dto.dueOn,
        ],
      );
      if (!row) throw new Problem('evaluation_planned');
      await tx.record({
        ...evaluationAudience(row),
        aggregate: 'evaluation',
        id: row.id,
        action: 'planned',
        to: 'planned',
        data: { contract: contract.id, kind: dto.kind, dueOn: dto.dueOn },
      });
      return row.id;
    });
  }

  score(principal: Principal, id: string, version: number, { scores }: ScoresDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const evaluation = await lockEvaluation(tx, id, version);
      if (!heldInEvaluation(principal, evaluation).has('evaluation.act')) throw new Problem('not_permitted');
      if (evaluation.state !== 'in_field' && evaluation.state !== 'appealed')
        throw new Problem('wrong_state', { facts: { state: evaluation.state, action: 'score' } });
      await mustBeFree(tx, evaluation.supplier_id);
      const tied = refuseTiedScorer(await findDeclaration(tx, id));
      if (tied !== null) throw new Problem('evaluator_tied', tied);
      await writeScores(tx, this.references, evaluation, scores);
      await tx.query(`UPDATE evaluation SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
      // Which leaves, never what was given: the agency may come to read its history.
      const leaves = scores.map(({ leaf }) => leaf).sort();
      await tx.record({
        ...evaluationAudience(evaluation),
        aggregate: 'evaluation',
        id,
        action: 'scored_leaves',
        data: { leaves },
      });
    });
  }
}
