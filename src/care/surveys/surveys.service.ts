import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { listPermittedBodies } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope } from '../../kernel/access/scope.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { jointBuyersOfContractSql } from '../../purchase/contracts/conducted/conducted-contract.js';
import { mustBeFree } from '../../purchase/tenders/oversight/interest.js';
import { CONTRACT_PARTIES, visiblePurchase } from '../../purchase/tenders/reads/tender-visibility.js';
import { questionFaults, toQuestions } from './questions.rules.js';
import { SurveyRunners } from './survey-runners.js';
import { isAnsweredSql } from './survey-visibility.js';
import type { NewSurveyDto, QuestionDto, SurveyChangeDto } from './survey.dto.js';
import { assertSurveyDays, lockSurvey, surveyAudience } from './survey.subject.js';
import type { Question } from './survey-types.js';

/** A contract whose recipients may be asked. */
interface SurveyedContract {
  joint_buyers: string[];
  id: string;
  dataset: string;
  region: string | null;
  buyer_id: string | null;
  supplier_id: string | null;
  visible: boolean;
}

/** Surveys as they are written, until they are opened. */
@Injectable()
export class SurveysService {
  constructor(
    private readonly transactions: Transactions,
    private readonly runners: SurveyRunners,
  ) {}

  create(principal: Principal, dto: NewSurveyDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await loadContract(tx, dto.contract);
      const allowed = await this.runners.listRunners(tx, contract);
      const runner = listPermittedBodies(principal, 'survey.run').find((body) => allowed.includes(body));
      if (runner === undefined) throw new Problem(contract.visible ? 'not_permitted' : 'not_found');
      await mustBeFree(tx, contract.supplier_id);
      assertSurveyDays(dto.opensOn, dto.closesOn);
      const questions = parseQuestions(dto.questions ?? []);
      const [row] = await tx.query<{ id: string; seed: string }>(
        `INSERT INTO survey (dataset, contract_id, runner_id, purpose, title, questions, opens_on, closes_on, seed)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, coalesce((
           SELECT CASE WHEN NOT b.seed_shown AND (b.state = 'cancelled' OR NOT ${isAnsweredSql('b')}) THEN b.seed END FROM survey b
           WHERE b.contract_id = $2 AND b.runner_id = $3 AND b.purpose = $4 ORDER BY b.created_at DESC, b.id LIMIT 1), $9)
         ON CONFLICT (contract_id, runner_id, purpose) WHERE state IN ('draft', 'open') DO NOTHING RETURNING id, seed`,
        [
          contract.dataset,
          contract.id,
          runner,
          dto.purpose,
          dto.title,
          JSON.stringify(questions),
          dto.opensOn,
          dto.closesOn,
          randomBytes(32).toString('hex'),
        ],
      );
      if (!row) throw new Problem('survey_exists');
      await tx.record({
        ...surveyAudience({
          ...contract,
          runnerId: runner,
          buyerId: contract.buyer_id,
          jointBuyers: contract.joint_buyers,
        }),
        aggregate: 'survey',
        id: row.id,
        action: 'created',
        to: 'draft',
        data: { contract: contract.id, purpose: dto.purpose, seed: row.seed },
      });
      return row.id;
    });
  }

  change(principal: Principal, id: string, version: number, dto: SurveyChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const survey = await lockSurvey(tx, id, version);
      if (survey.state !== 'draft')
        throw new Problem('wrong_state', { facts: { state: survey.state, action: 'change' } });
      await mustBeFree(tx, survey.supplierId);
      await this.runners.assertMayAsk(tx, survey);
      const opens = dto.opensOn ?? survey.opensOn;
      const closes = dto.closesOn ?? survey.closesOn;
      assertSurveyDays(opens, closes);
      const after = {
        title: dto.title ?? survey.title,
        questions: JSON.stringify(dto.questions === undefined ? survey.questions : parseQuestions(dto.questions)),
        opensOn: opens,
        closesOn: closes,
      };
      const before = {
        title: survey.title,
        questions: JSON.stringify(survey.questions),
        opensOn: survey.opensOn,
        closesOn: survey.closesOn,
      };
      const changed = (Object.keys(after) as (keyof typeof after)[]).filter((key) => after[key] !== before[key]);
      if (changed.length === 0) return;
      await tx.query(
        `UPDATE survey SET title = $2, questions = $3, opens_on = $4, closes_on = $5, version = version + 1,
           updated_at = clock_timestamp() WHERE id = $1`,
        [id, after.title, after.questions, after.opensOn, after.closesOn],
      );
      await tx.record({ ...surveyAudience(survey), aggregate: 'survey', id, action: 'changed', data: { changed } });
    });
  }
}

/** @throws Problem `validation_failed` */
function parseQuestions(given: readonly QuestionDto[]): Question[] {
  const questions = toQuestions(given);
  const errors = questionFaults(questions);
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  return questions;
}

/** A contract, and whether the caller may see it: who was appointed to evaluate it may ask before it is published. */
async function loadContract(tx: Tx, id: string): Promise<SurveyedContract> {
  const sql = visiblePurchase(new Sql(), toScope(tx.principal), CONTRACT_PARTIES);
  const [contract] = await tx.query<SurveyedContract>(
    `SELECT r.id, r.dataset, r.region, r.buyer_id, r.supplier_id, ${jointBuyersOfContractSql('r.id')} AS joint_buyers, (${sql.where}) AS visible
     FROM contract r WHERE r.id = ${sql.p(id)}`,
    sql.params,
  );
  if (!contract) throw new Problem('not_found');
  return contract;
}
