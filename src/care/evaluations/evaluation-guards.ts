import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard, type Fact } from '../../kernel/actions/action.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { getRule } from '../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../purchase/tenders/conducted/issue.rules.js';
import { SurveyRunners } from '../surveys/survey-runners.js';
import { surveySubject, type LockedSurvey } from '../surveys/survey.subject.js';
import { isSamePerson } from '../../people/accounts/same-person.queries.js';

/** SQL: evaluations of contract $1 that are worked on, for which the person $2 is tied to nobody; a key is its holder's hand. */
const AT_WORK = `FROM evaluation e JOIN evaluation_declaration d ON d.evaluation_id = e.id AND d.round = e.round AND NOT d.tied
  WHERE e.contract_id = $1 AND e.evaluator_id IS NOT NULL AND e.state IN ('declared', 'in_field', 'appealed')
    AND ${isSamePerson('d.user_id')}`;

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

/**
 * Whoever evaluates asks the residents, never the agency, while it is at work; and of its people those alone who said in
 * this appointment that they are tied to nobody, whom they draw and whose codes they print (Regulation article 9).
 */
@Injectable()
export class EvaluationGuards implements OnModuleInit {
  constructor(
    private readonly engine: ActionEngine,
    private readonly runners: SurveyRunners,
  ) {}

  onModuleInit(): void {
    this.runners.contribute(async (tx, contract) => {
      const rows = await tx.query<{ body: string }>(`SELECT DISTINCT e.evaluator_id AS body ${AT_WORK}`, [
        contract,
        tx.principal.id,
      ]);
      return rows.map(({ body }) => body);
    });
    this.engine.contribute(surveySubject, {
      evaluator_tied: guard({ isRunnerTied }, (facts) =>
        facts.isRunnerTied ? toRuleRefusal(getRule('RECUSE-3Y'), []) : null,
      ),
    });
  }
}
