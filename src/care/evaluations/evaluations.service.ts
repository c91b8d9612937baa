import { Injectable } from '@nestjs/common';
import { holdsIn } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { mustBeInDataset } from '../../kernel/database/kept.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { mustBeFree } from '../../purchase/tenders/oversight/interest.js';
import { lockContract, mustBeHere } from '../../purchase/contracts/conducted/conducted-contract.js';
import { contractLocked, writeDeclaration } from './evaluation.acts.js';
import type { EvaluationActionDto, NewEvaluationDto, ScoresDto } from './evaluation.dto.js';
import { untied } from './evaluation.guards.js';
import { evaluationLifecycle, type EvaluationAction } from './evaluation.lifecycle.js';
import { sayEvaluation } from './evaluation.publication.js';
import { changeOfEvaluation, lockEvaluation, type EvaluationRoot } from './evaluation.root.js';
import { judged, newSet, writeScores } from './evaluation.scores.js';
import { heldInEvaluation } from './evaluation.visibility.js';
import { residentsUnweighted } from './residents-weight.js';

/** Before a contract is signed there is nothing to evaluate. */
const UNSIGNED: readonly string[] = ['draft', 'void'];

type Act = (tx: Tx, evaluation: EvaluationRoot, given: EvaluationActionDto) => Promise<void>;

/** Evaluations of contracts that go on here: planned by the buyer, made by who is tied to nobody, published for everybody. */
@Injectable()
export class EvaluationsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly references: DocumentReferences,
  ) {}

  plan(principal: Principal, id: string, dto: NewEvaluationDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = mustBeHere(await lockContract(tx, id, undefined));
      if (!holdsIn(principal, 'evaluation.plan', [contract.buyer_id])) throw new Problem('not_permitted');
      await mustBeFree(tx, contract.supplier_id);
      if (UNSIGNED.includes(contract.state))
        throw new Problem('contract_not_running', { facts: { state: contract.state } });
      await this.mustOwnScheme(tx, contract.buyer_id, contract.dataset, dto.scheme);
      const unweighted = await residentsUnweighted(tx, contract.id, dto.scheme);
      if (unweighted !== null) throw new Problem('residents_unweighted', unweighted);
      if (dto.dueOn < todayInShanghai(await tx.now()))
        throw invalid('/dueOn', 'in_past', { en: 'Lies behind', zh: '早于今日' });
      const [row] = await tx.query<EvaluationRoot>(
        `INSERT INTO evaluation (dataset, contract_id, buyer_id, supplier_id, region, kind, scheme_id, due_on)
         VALUES ($1, $2, $3, $4, coalesce($5, (SELECT region FROM organisation WHERE id = $3)), $6, $7, $8) ON CONFLICT DO NOTHING RETURNING *`,
        [
          contract.dataset,
          contract.id,
          contract.buyer_id,
          contract.supplier_id,
          contract.region,
          dto.kind,
          dto.scheme,
          dto.dueOn,
        ],
      );
      if (!row) throw new Problem('evaluation_planned');
      await tx.record({
        ...changeOfEvaluation(row),
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
      const tied = await untied(tx, id);
      if (tied !== null) throw new Problem('evaluator_tied', tied);
      await writeScores(tx, this.references, evaluation, scores);
      await tx.query(`UPDATE evaluation SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
      // Which leaves, never what was given: the agency may come to read its history.
      const leaves = scores.map(({ leaf }) => leaf).sort();
      await tx.record({ ...changeOfEvaluation(evaluation), action: 'scored_leaves', data: { leaves } });
    });
  }

  act(principal: Principal, id: string, version: number, action: string, given: EvaluationActionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      // Its fact stands with the contract's, which is locked first.
      if (action === 'publish') await contractLocked(tx, id);
      const evaluation = await lockEvaluation(tx, id, version);
      const held = heldInEvaluation(principal, evaluation);
      const transition = await this.registry.enter(tx, evaluationLifecycle, evaluation, action, given, held);
      await this.acts[transition.action]?.(tx, evaluation, given);
      const to = (transition.to as string | undefined) ?? evaluation.state;
      const [after] = await tx.query<EvaluationRoot>(
        `UPDATE evaluation SET state = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1 RETURNING *`,
        [id, to],
      );
      const published = transition.action === 'publish';
      const evaluator = after?.evaluator_id ?? evaluation.evaluator_id;
      await tx.record({
        ...changeOfEvaluation(evaluation, evaluator, published || evaluation.published_at !== null),
        action: transition.action,
        from: evaluation.state,
        to,
        reason: given.reason,
        public: published,
        data: published ? { contract: evaluation.contract_id, total: after?.total, grade: after?.grade } : {},
      });
    });
  }

  private readonly acts: Partial<Record<EvaluationAction, Act>> = {
    propose_evaluator: async (tx, e, given) => {
      if (given.evaluator === undefined)
        throw invalid('/evaluator', 'required', { en: 'Which body', zh: '请指明评估机构' });
      await mustBeInDataset(tx, 'organisation', e.dataset, [given.evaluator], () => '/evaluator');
      if (given.scheme !== undefined) {
        if (e.state !== 'planned')
          throw invalid('/scheme', 'too_late', { en: 'Said at its planning alone', zh: '仅限计划阶段指定' });
        await this.mustOwnScheme(tx, e.buyer_id, e.dataset, given.scheme);
      }
      await tx.query(
        `UPDATE evaluation SET proposed_id = $2, proposed_by = $3, scheme_id = coalesce($4, scheme_id) WHERE id = $1`,
        [e.id, given.evaluator, tx.principal.id, given.scheme ?? null],
      );
    },
    appoint: appointProposed,
    declare: writeDeclaration,
    replace_evaluator: async (tx, e) => {
      await newSet(tx, e, false);
      await tx.query(`UPDATE evaluation SET evaluator_id = NULL WHERE id = $1`, [e.id]);
    },
    submit_scores: send,
    return_scores: (tx, e) => newSet(tx, e, true),
    confirm: async (tx, e) => {
      await tx.query(`UPDATE evaluation SET confirmed_set = set_no WHERE id = $1`, [e.id]);
    },
    publish: async (tx, e, given) => {
      const fact = await sayEvaluation(tx, e, given.reason ?? null);
      await tx.query(
        `UPDATE evaluation SET published_set = set_no, published_total = total, published_grade = grade,
           published_at = business_now(), fact_id = $2 WHERE id = $1`,
        [e.id, fact],
      );
    },
    appeal: async (tx, e, given) => {
      await newSet(tx, e, true);
      await tx.query(
        `UPDATE evaluation SET appealed_at = business_now(), appeal = $2, proposed_id = NULL, proposed_by = NULL WHERE id = $1`,
        [e.id, given.reason],
      );
    },
    reassign: async (tx, e) => {
      await newSet(tx, e, false);
      await appointProposed(tx, e);
    },
    re_evaluate: async (tx, e, given) => {
      await tx.query(`UPDATE evaluation SET re_evaluation = $2 WHERE id = $1`, [e.id, given.reason]);
      await send(tx, e);
    },
  };

  private async mustOwnScheme(tx: Tx, buyer: string, dataset: string, scheme: string): Promise<void> {
    const rows = await tx.query(`SELECT FROM evaluation_scheme WHERE id = $1 AND owner_id = $2 AND dataset = $3`, [
      scheme,
      buyer,
      dataset,
    ]);
    if (rows.length === 0)
      throw new Problem('not_found', {
        errors: [
          {
            pointer: '/scheme',
            code: 'not_found',
            text: { en: 'There is no such scheme of yours', zh: '没有这个方案，或不属于您的机构' },
          },
        ],
      });
  }
}

async function appointProposed(tx: Tx, { id }: EvaluationRoot): Promise<void> {
  await tx.query(
    `UPDATE evaluation SET evaluator_id = proposed_id, proposed_id = NULL, proposed_by = NULL, round = round + 1 WHERE id = $1`,
    [id],
  );
}

async function send(tx: Tx, evaluation: EvaluationRoot): Promise<void> {
  const { total, grade, rule } = await judged(tx, evaluation);
  await tx.query(`UPDATE evaluation SET total = $2, grade = $3, grade_rule = $4 WHERE id = $1`, [
    evaluation.id,
    total,
    grade,
    rule,
  ]);
}
