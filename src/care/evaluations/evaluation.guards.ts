import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard, type Fact } from '../../kernel/actions/action.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { InterestGuard, supplierBy } from '../../purchase/tenders/oversight/interest.js';
import { SurveyRunners } from '../surveys/survey-runners.js';
import { surveySubject, type LockedSurvey } from '../surveys/survey.subject.js';
import { IS_OVER } from '../surveys/survey.visibility.js';
import { evaluationLifecycle } from './evaluation.lifecycle.js';
import { residentsUnheard } from './residents-heard.js';
import { evaluatedUnheard } from './residents-weight.js';
import { unscored } from './schemes/scheme.rules.js';
import { setOf } from './score-set.js';

/** Regulation for the Implementation of the Government Procurement Law. */
const REGULATION = '政府采购法实施条例';

/** A key is the hand of who holds it. */
const SAME_PERSON = (
  column: string,
): string => `coalesce((SELECT holder_id FROM api_key WHERE id = ${column}), ${column})
  = coalesce((SELECT holder_id FROM api_key WHERE id = $2), $2)`;

/** SQL: evaluations of contract $1 that are worked on, for which the person $2 is tied to nobody; a key is its holder's hand. */
const AT_WORK = `FROM evaluation e JOIN evaluation_declaration d ON d.evaluation_id = e.id AND d.round = e.round AND NOT d.tied
  WHERE e.contract_id = $1 AND e.evaluator_id IS NOT NULL AND e.state IN ('declared', 'in_field', 'appealed')
    AND ${SAME_PERSON('d.user_id')}`;

/** Whether the person who acts declared, in this appointment, to be tied to nobody. */
export async function untied(tx: Tx, id: string): Promise<ProblemDetails | null> {
  const [row] = await tx.query<{ tied: boolean }>(
    `SELECT d.tied FROM evaluation_declaration d JOIN evaluation e ON e.id = d.evaluation_id AND e.round = d.round
     WHERE e.id = $1 AND d.user_id = $2`,
    [id, tx.principal.id],
  );
  if (row?.tied === false) return null;
  return { basis: { document: REGULATION, article: '9' }, facts: { declared: row !== undefined } };
}

/**
 * What ties the proposed body to the purchase it would evaluate: it supplies or bid for it or wrote its documents for the
 * buyer (Regulation article 18 II), it stands with such a body under one person or one holder or holds it (an incubator's
 * foundling, article 18 I), or one person sits in two of the three places of agency, evaluator, and buyer or community. The
 * buyer itself may evaluate (Order 102 article 20).
 */
const INTERESTS = `
  WITH ev AS (
    SELECT e.proposed_id AS body, c.id AS contract_id, c.tender_id, c.supplier_id, c.buyer_id
    FROM evaluation e JOIN contract c ON c.id = e.contract_id WHERE e.id = $1
  ), against AS (
    SELECT supplier_id AS body, 'supplier' AS part FROM ev
    UNION SELECT b.bidder_id, 'bidder' FROM bid b JOIN ev USING (tender_id)
      WHERE b.bidder_id IS NOT NULL AND coalesce(b.state, 'opened') NOT IN ('draft', 'withdrawn')
    UNION SELECT t.agent_id, 'designer' FROM tender t JOIN ev ON ev.tender_id = t.id
      WHERE t.agent_id IS NOT NULL AND t.agent_id <> ev.buyer_id
  ), places AS (
    SELECT body FROM against
    UNION SELECT buyer_id FROM ev WHERE buyer_id <> body
    UNION SELECT m.committee_id FROM ev JOIN contract_service_line l ON l.contract_id = ev.contract_id
      JOIN service_line_community k ON k.service_line_id = l.service_line_id JOIN community m ON m.id = k.community_id
      WHERE m.committee_id IS NOT NULL AND m.committee_id <> ev.body
  )
  SELECT a.part AS tie, a.body FROM against a JOIN ev ON a.body = ev.body
  UNION SELECT 'person', a.body FROM against a JOIN ev ON a.body <> ev.body
    JOIN organisation_person p ON p.organisation_id = a.body
    JOIN organisation_person q ON q.organisation_id = ev.body AND q.person_key = p.person_key
  UNION SELECT 'holding', a.body FROM against a JOIN ev ON a.body <> ev.body
    JOIN organisation_holding h ON (h.organisation_id, h.held_by) IN ((a.body, ev.body), (ev.body, a.body))
  UNION SELECT 'holder', a.body FROM against a JOIN ev ON a.body <> ev.body
    JOIN organisation_holding h ON h.organisation_id = a.body
    JOIN organisation_holding g ON g.organisation_id = ev.body AND g.held_by = h.held_by
  UNION SELECT 'seat', p.body FROM places p JOIN ev ON p.body <> ev.body
    JOIN seat s ON s.organisation_id = p.body JOIN seat m ON m.user_id = s.user_id AND m.organisation_id = ev.body
    JOIN app_user u ON u.id = s.user_id AND u.state = 'active'
  ORDER BY 1, 2`;

/** Whether the evaluator that asks was replaced, or the caller did not declare to be free of ties. */
const isRunnerTied: Fact<LockedSurvey, boolean> = async ({ tx, root }) => {
  const rows = await tx.query(
    `SELECT FROM survey s JOIN contract c ON c.id = s.contract_id WHERE s.id = $1
       AND s.runner_id IS DISTINCT FROM c.buyer_id
       AND s.runner_id NOT IN (SELECT e.evaluator_id ${AT_WORK.replace('$1', 's.contract_id')})`,
    [root.id, tx.principal.id],
  );
  return rows.length > 0;
};

/** Facts by which an evaluation's actions are refused. */
@Injectable()
export class EvaluationGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly engine: ActionEngine,
    private readonly runners: SurveyRunners,
    private readonly interest: InterestGuard,
  ) {}

  onModuleInit(): void {
    this.registry.register(evaluationLifecycle);
    this.interest.contribute(supplierBy('evaluation'));
    this.residents();
    this.appointment();
    this.scores();
    this.registry.contribute('own_scores', async (tx, id) => {
      const rows = await tx.query(
        `SELECT FROM evaluation_score x JOIN evaluation e ON e.id = x.evaluation_id AND e.set_no = x.set_no
         WHERE e.id = $1 AND ${SAME_PERSON('x.scored_by')} LIMIT 1`,
        [id, tx.principal.id],
      );
      return rows.length > 0 ? {} : null;
    });
    this.registry.contribute('re_evaluation_unconfirmed', async (tx, id) => {
      const rows = await tx.query(`SELECT FROM evaluation WHERE id = $1 AND confirmed_set = set_no`, [id]);
      return rows.length > 0 ? null : {};
    });
    this.registry.contribute('appealed_already', async (tx, id) => {
      const rows = await tx.query(`SELECT FROM evaluation WHERE id = $1 AND appealed_at IS NOT NULL`, [id]);
      return rows.length > 0 ? {} : null;
    });
  }

  /**
   * Whoever evaluates asks the residents, never the agency, while it is at work; and of its people those alone who said in
   * this appointment that they are tied to nobody, whom they draw and whose codes they print (Regulation article 9).
   */
  private residents(): void {
    this.runners.contribute(async (tx, contract) => {
      const rows = await tx.query<{ body: string }>(`SELECT DISTINCT e.evaluator_id AS body ${AT_WORK}`, [
        contract,
        tx.principal.id,
      ]);
      return rows.map(({ body }) => body);
    });
    this.engine.contribute(surveySubject, {
      evaluator_tied: guard({ isRunnerTied }, (facts) =>
        facts.isRunnerTied ? { basis: { document: REGULATION, article: '9' } } : null,
      ),
    });
  }

  private appointment(): void {
    this.registry.contribute('evaluator_not_proposed', async (tx, id) => {
      const rows = await tx.query(`SELECT FROM evaluation WHERE id = $1 AND proposed_id IS NOT NULL`, [id]);
      return rows.length > 0 ? null : {};
    });
    this.registry.contribute('own_evaluator_proposal', async (tx, id) => {
      const rows = await tx.query(`SELECT FROM evaluation WHERE id = $1 AND ${SAME_PERSON('proposed_by')}`, [
        id,
        tx.principal.id,
      ]);
      return rows.length > 0 ? {} : null;
    });
    this.registry.contribute('evaluator_has_interest', async (tx, id) => {
      const ties = await tx.query<{ tie: string; body: string }>(INTERESTS, [id]);
      return ties.length > 0 ? { basis: { document: REGULATION, article: '18' }, facts: { ties } } : null;
    });
    this.registry.contribute('scheme_not_active', async (tx, id) => {
      const [row] = await tx.query<{ state: string }>(
        `SELECT s.state FROM evaluation e JOIN evaluation_scheme s ON s.id = e.scheme_id WHERE e.id = $1`,
        [id],
      );
      return row?.state === 'active' ? null : { facts: { state: row?.state ?? null } };
    });
    this.registry.contribute('residents_unweighted', evaluatedUnheard, evaluationLifecycle.name);
  }

  private scores(): void {
    this.registry.contribute('evaluator_tied', untied);
    this.registry.contribute('scores_incomplete', async (tx, id) => {
      const { dimensions, scores } = await setOf(tx, id);
      const leaves = unscored(dimensions, new Map(scores.map(({ leaf, points }) => [leaf, points])));
      return leaves.length > 0 ? { facts: { leaves } } : null;
    });
    this.registry.contribute('score_evidence_missing', async (tx, id) => {
      const { scores } = await setOf(tx, id);
      const leaves = scores.filter(({ evidence }) => evidence.length === 0).map(({ leaf }) => leaf);
      return leaves.length > 0 ? { facts: { leaves: leaves.sort() } } : null;
    });
    // What residents said is known once they have said it. One that nobody answered is over too.
    this.registry.contribute('survey_unfinished', async (tx, id) => {
      const { scores } = await setOf(tx, id);
      const named = scores.flatMap(({ evidence }) => evidence).filter(({ kind }) => kind === 'survey');
      const rows = await tx.query<{ id: string; state: string }>(
        `SELECT r.id, r.state FROM survey r WHERE r.id = ANY ($1::uuid[]) AND NOT ${IS_OVER} ORDER BY r.id`,
        [named.map((evidence) => evidence.id)],
      );
      return rows.length > 0 ? { facts: { surveys: rows } } : null;
    });
    this.registry.contribute('residents_unheard', residentsUnheard);
  }
}
