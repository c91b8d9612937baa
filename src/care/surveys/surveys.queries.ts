import { Injectable } from '@nestjs/common';
import { listPermittedBodies, listHeldPermissions } from '../../kernel/access/held.js';
import type { Scope } from '../../kernel/access/scope.js';
import { CREATION } from '../../kernel/http/lists/root-filters.js';
import { runPreparedStatement } from '../../kernel/database/prepared.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { keyset, type List } from '../../kernel/http/lists/list.js';
import { linkAllowedActions } from '../../kernel/actions/allowed-actions.js';
import { formatRecipientNumber } from '../delivery/records/recipient.rules.js';
import {
  type SampledRecipientDto,
  type SampleQuery,
  type SlipCountsDto,
  SurveyDto,
  type SurveyQuery,
  type SurveyStratumDto,
} from './survey.dto.js';
import { toldCount } from './results/results.rules.js';
import { ENDING_ACTIONS, surveySubject } from './survey.subject.js';
import type { Question } from './survey-types.js';
import {
  askedAgencySql,
  isAbandonedSql,
  IS_SEED_SPENT,
  knowsOfIt,
  stillAsksSql,
  visibleSurvey,
} from './survey-visibility.js';
import { toView } from '../../kernel/http/view.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { Survey } from './survey.entity.js';

interface SurveyRow extends Omit<StoredRow<Survey>, 'seed_shown'> {
  strata: SurveyStratumDto[];
  slips: (SlipCountsDto & { answered: number }) | null;
  /** Whether the caller may know whom the seed draws. */
  told: boolean;
  /** Whether the caller may go on asking, and not only end what was begun. */
  asks: boolean;
  /** The buyer, where the body that asks was replaced as the evaluator: it may end the survey too. */
  left_to: string | null;
}

const COLUMNS = `r.id, r.version, r.dataset, r.contract_id, r.runner_id, r.purpose, r.title, r.questions,
  r.opens_on::text AS opens_on, r.closes_on::text AS closes_on, r.state, r.seed, r.size, r.drawn_at, r.opened_at,
  r.closed_at, r.created_at, r.updated_at,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('community', t.community_id, 'population', t.population,
     'sampled', t.sampled) ORDER BY t.no), '[]') FROM survey_stratum t WHERE t.survey_id = r.id) AS strata,
  (SELECT jsonb_build_object('total', count(*), 'printed', count(s.code), 'answered', count(*) FILTER (WHERE s.used))
   FROM survey_slip s WHERE s.survey_id = r.id HAVING count(*) > 0) AS slips`;

const selectAsksSql = (sql: Sql, scope: Scope): string =>
  `(SELECT coalesce(${stillAsksSql(sql, scope, { runner: 'r.runner_id', contract: 'c.id', buyer: 'c.buyer_id' })}, false)
    FROM contract c WHERE c.id = r.contract_id)`;

/** SQL: what is shown of a survey to this caller alone. */
const selectForCallerSql = (sql: Sql, scope: Scope): string =>
  `${isTold(sql, scope)} AS told, ${selectAsksSql(sql, scope)} AS asks,
  (SELECT c.buyer_id FROM contract c WHERE c.id = r.contract_id AND ${isAbandonedSql('r', 'c')}) AS left_to`;

export const numberQuestions = (questions: readonly Question[]) =>
  questions.map((question, i) => ({ no: i + 1, ...question }));

const createSurveyMapper =
  (scope: Scope) =>
  (row: SurveyRow): SurveyDto =>
    toView(SurveyDto, row, {
      contract: row.contract_id,
      runner: row.runner_id,
      questions: numberQuestions(row.questions),
      seed: row.told ? row.seed : null,
      slips: listPermittedBodies(scope, 'survey.run').includes(row.runner_id) ? countedSlips(row.slips) : null,
      allowedActions: linkAllowedActions(
        surveySubject,
        row.state,
        { id: row.id },
        { permissions: listHeldPermissions(scope, [row.runner_id, row.left_to]) },
      ).filter(({ action }) => row.asks || ENDING_ACTIONS.includes(action)),
    });

/** Whoever asks learns how many have answered by the rule of what the survey came to. */
const countedSlips = (slips: (SlipCountsDto & { answered: number }) | null): SlipCountsDto | null =>
  slips && { ...slips, answered: toldCount(slips.answered) };

/** SQL: whom the seed draws is known to who asks and who watches, to the agency once nothing depends on it any more. */
const isTold = (sql: Sql, scope: Scope): string => `(${knowsOfIt(sql, scope)} OR ${IS_SEED_SPENT})`;

@Injectable()
export class SurveysQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, query: SurveyQuery, url: string): Promise<List<SurveyDto>> {
    const sql = visibleSurvey(scope)(new Sql());
    sql.when(query.contract, (p) => `r.contract_id = ${p}`);
    sql.when(query.state, (p) => `r.state = ${p}`);
    sql.when(query.dataset, (p) => `r.dataset = ${p}`);
    const told = selectForCallerSql(sql, scope);
    const page = keyset(query, CREATION, 'DESC', sql);
    const rows = await this.transactions.reader.query<(SurveyRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${told}, ${page.select} FROM survey r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, createSurveyMapper(scope));
  }

  async one(scope: Scope, id: string): Promise<SurveyDto> {
    const sql = visibleSurvey(scope)(new Sql());
    sql.and(`r.id = ${sql.p(id)}`);
    const told = selectForCallerSql(sql, scope);
    const [row] = await runPreparedStatement<SurveyRow>(
      this.transactions.reader,
      `SELECT ${COLUMNS}, ${told} FROM survey r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return createSurveyMapper(scope)(row);
  }

  /** Everybody among whom was drawn, by number; never who answered. */
  async sample(scope: Scope, id: string, query: SampleQuery, url: string): Promise<List<SampledRecipientDto>> {
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(id)}`);
    sql.and(`${knowsOfIt(sql, scope)} OR (${IS_SEED_SPENT} AND ${askedAgencySql(sql, scope)})`);
    const { reader } = this.transactions;
    const seen = await reader.query<unknown[]>(`SELECT FROM survey r WHERE ${sql.where}`, sql.params);
    if (seen.length === 0) throw new Problem('not_found');
    const rowsOf = new Sql();
    rowsOf.and(`f.survey_id = ${rowsOf.p(id)}`);
    if (query.drawn === 1) rowsOf.and('f.drawn');
    const order = [
      { column: 'f.stratum', type: 'integer' },
      { column: 'f.recipient_id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', rowsOf);
    const rows = await reader.query<(Omit<SampledRecipientDto, 'number'> & { no: number; page_key: string })[]>(
      `SELECT f.recipient_id AS recipient, p.no, p.service_line_id AS "serviceLine", t.community_id AS community,
         f.drawn, ${page.select}
       FROM survey_frame f JOIN recipient p ON p.id = f.recipient_id
       JOIN survey_stratum t ON t.survey_id = f.survey_id AND t.no = f.stratum
       WHERE ${rowsOf.where} ${page.order}`,
      rowsOf.params,
    );
    return page.list(rows, url, ({ page_key: _, no, recipient, ...row }) => ({
      recipient,
      number: formatRecipientNumber(no),
      ...row,
    }));
  }
}
