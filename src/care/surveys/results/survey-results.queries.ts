import { Injectable } from '@nestjs/common';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { CATEGORIES } from '../../../law/code-lists/code-lists.js';
import { toldResponse, toldStrata, type Answered } from './results.rules.js';
import { LEAST_OF_QUESTION, toldShares, type ToldQuestion, type Withheld } from './shares.rules.js';
import { LEAST_ALIKE, LEAST_TOLD } from './suppression.rules.js';
import { SurveyResultsDto, type QuestionResultDto, type SuppressedDto } from './survey-results.dto.js';
import { askedAgencySql, IS_OVER, IS_SEED_SPENT, knowsOfIt } from '../survey-visibility.js';
import { numberQuestions } from '../surveys.queries.js';
import { toView } from '../../../kernel/http/view.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Survey } from '../survey.entity.js';

interface Row extends Omit<
  StoredRow<Survey>,
  | 'version'
  | 'dataset'
  | 'created_at'
  | 'updated_at'
  | 'state'
  | 'size'
  | 'drawn_at'
  | 'opened_at'
  | 'closed_at'
  | 'seed'
  | 'seed_shown'
> {
  seed: string | null;
  state: string;
  over: boolean;
  /** Asks or watches, and not tied. */
  knows: boolean;
}

const PUBLIC_SERVICES = CATEGORIES.filter((category) => category.publicService === true).map(({ code }) => code);

/**
 * What a survey came to. Nobody sees any of it while answers are taken: whoever looked before and after one answer would
 * know it. Then the bodies concerned do, and everybody where the service is one for the public and its contract published.
 */
@Injectable()
export class SurveyResultsQueries {
  constructor(private readonly transactions: Transactions) {}

  async loadResults(scope: Scope, id: string): Promise<SurveyResultsDto> {
    const { reader } = this.transactions;
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(id)}`);
    const shown = `EXISTS (SELECT FROM contract c WHERE c.id = r.contract_id AND c.published
      AND c.category = ANY (${sql.p(PUBLIC_SERVICES)}::text[]))`;
    const knows = knowsOfIt(sql, scope);
    sql.and(`${knows} OR ${askedAgencySql(sql, scope)} OR (${IS_OVER} AND ${shown})`);
    const [row] = await reader.query<Row[]>(
      `SELECT r.id, r.contract_id, r.runner_id, r.purpose, r.title, r.questions, r.opens_on::text AS opens_on,
         r.closes_on::text AS closes_on, r.state, CASE WHEN ${knows} OR ${IS_SEED_SPENT} THEN r.seed END AS seed, ${IS_OVER} AS over,
         coalesce(${knows}, false) AS knows FROM survey r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    if (!row.over) throw row.state === 'open' ? new Problem('survey_running') : new Problem('not_found');
    const strata = await reader.query<Answered[]>(
      `SELECT t.community_id AS community, t.population, t.sampled,
         (SELECT coalesce(jsonb_agg(a.answers ORDER BY a.id), '[]') FROM survey_answer a
          WHERE a.survey_id = t.survey_id AND a.stratum = t.no) AS answers
       FROM survey_stratum t WHERE t.survey_id = $1 ORDER BY t.no`,
      [id],
    );
    const asks = row.knows && listPermittedBodies(scope, 'survey.run').includes(row.runner_id);
    const sum = (of: (stratum: Answered) => number) => strata.reduce((total, stratum) => total + of(stratum), 0);
    const response = toldResponse(strata);
    const communities = toldStrata(strata);
    const told = numberQuestions(row.questions).map((question, at) => ({
      question,
      told: question.kind === 'text' ? null : toldShares(strata, question, at),
      words: question.kind === 'text' && asks ? listWords(strata, at) : null,
    }));
    return toView(SurveyResultsDto, row, {
      survey: row.id,
      contract: row.contract_id,
      runner: row.runner_id,
      population: sum((s) => s.population),
      sampled: sum((s) => s.sampled),
      ...response,
      strata: communities,
      questions: told.map(({ question, told: of, words }): QuestionResultDto => ({
        ...question,
        answers: of?.answers ?? null,
        words,
      })),
      suppressed: [
        ...(response.answered === null ? [withheldPart('response', null, 'few_answers', LEAST_TOLD)] : []),
        ...(communities === null ? [withheldPart('strata', null, 'few_answers', LEAST_TOLD)] : []),
        ...(communities?.some((group) => group.communities.length > 1)
          ? [withheldPart('strata', null, 'few_of_stratum', LEAST_TOLD)]
          : []),
        ...told.flatMap(({ question: { no, kind }, told: of, words }) => [
          ...listWithheld(no, of),
          ...(kind === 'text' && asks && words === null ? [withheldPart('words', no, 'few_answers', LEAST_TOLD)] : []),
        ]),
      ],
    });
  }
}

const withheldPart = (
  what: SuppressedDto['what'],
  no: number | null,
  reason: Withheld,
  least: number,
): SuppressedDto => ({ what, no, reason, least });

const LEAST: Readonly<Record<Withheld, number>> = {
  few_answers: LEAST_OF_QUESTION,
  all_or_nothing: LEAST_ALIKE,
  few_of_stratum: LEAST_TOLD,
};
const listWithheld = (no: number, told: ToldQuestion | null): SuppressedDto[] =>
  told?.withheld ? [withheldPart('question', no, told.withheld, LEAST[told.withheld])] : [];

/** In an order that has nothing to do with who wrote them, nor where. */
function listWords(strata: readonly Answered[], at: number): string[] | null {
  const words = strata.flatMap(({ answers }) =>
    answers.flatMap((each) => (typeof each[at] === 'string' ? each[at] : [])),
  );
  return words.length > 0 && words.length < LEAST_TOLD ? null : words.toSorted();
}
