import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { bodiesWith, heldIn } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { scopeOf } from '../../kernel/access/scope.js';
import { lockKept } from '../../kernel/database/kept.js';
import { daysBetween } from '../../kernel/clock/plain-date.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import type { Transition } from '../../kernel/actions/lifecycle.js';
import { mustBeFree } from '../../purchase/tenders/oversight/interest.js';
import { CONTRACT_PARTIES, visiblePurchase } from '../../purchase/tenders/reads/tender.visibility.js';
import { questionFaults, questionsOf } from './questions.rules.js';
import { drawSample, type Member } from './results/sampling.rules.js';
import { recipientsOf } from './results/sampling.sql.js';
import { SurveyRunners } from './survey-runners.js';
import type { NewSurveyDto, QuestionDto, SurveyActionDto, SurveyChangeDto } from './survey.dto.js';
import { surveyLifecycle, type SurveyAction, type SurveyState } from './survey.lifecycle.js';
import type { Question } from './survey.types.js';
import { visibleSurvey } from './survey.visibility.js';

export interface SurveyRoot {
  id: string;
  version: number;
  dataset: string;
  contract_id: string;
  runner_id: string;
  title: string;
  questions: Question[];
  opens_on: string;
  closes_on: string;
  state: SurveyState;
  seed: string;
}
interface Asked {
  id: string;
  dataset: string;
  buyer_id: string | null;
  supplier_id: string | null;
  visible: boolean;
}

/** A survey takes answers for a year at most: a mistyped year is no survey that never ends. */
const LONGEST_DAYS = 366;
const LONG = { en: `More than ${LONGEST_DAYS} days after the first`, zh: `距起始日期超过 ${LONGEST_DAYS} 天` };
const LATE = { en: 'Lies before the first day', zh: '早于起始日期' };

/** Locks a survey of the caller's bodies; what is only visible is not the caller's to change. */
export async function lockSurvey(tx: Tx, id: string, version?: number): Promise<SurveyRoot> {
  const own = bodiesWith(tx.principal, 'survey.run');
  const reach = {
    kept: (sql: Sql) => sql.and(`r.runner_id = ANY (${sql.p(own)}::uuid[])`),
    visible: visibleSurvey(scopeOf(tx.principal)),
  };
  const survey = await lockKept<SurveyRoot>(tx, 'survey', id, reach, version);
  const [days] = await tx.query<Pick<SurveyRoot, 'opens_on' | 'closes_on'>>(
    `SELECT opens_on::text, closes_on::text FROM survey WHERE id = $1`,
    [id],
  );
  return { ...survey, ...days };
}

/** Whom a change of a survey is said to: the body that asks, the buyer, who watches over it; the agency from its opening. */
export async function changeOfSurvey(tx: Tx, survey: Pick<SurveyRoot, 'id' | 'dataset' | 'contract_id' | 'runner_id'>) {
  const [contract] = await tx.query<{ buyer_id: string | null; region: string | null }>(
    `SELECT buyer_id, region FROM contract WHERE id = $1`,
    [survey.contract_id],
  );
  const tenants = [...new Set([survey.runner_id, contract?.buyer_id ?? survey.runner_id])];
  const region = contract?.region ?? null;
  return { aggregate: 'survey', id: survey.id, dataset: survey.dataset, tenants, region };
}

/** Surveys: written, drawn, opened and closed by the body that asks. */
@Injectable()
export class SurveysService {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly runners: SurveyRunners,
  ) {}

  create(principal: Principal, dto: NewSurveyDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await contractOf(tx, dto.contract);
      const allowed = await this.runners.of(tx, contract);
      const runner = bodiesWith(principal, 'survey.run').find((body) => allowed.includes(body));
      if (runner === undefined) throw new Problem(contract.visible ? 'not_permitted' : 'not_found');
      await mustBeFree(tx, contract.supplier_id);
      mustBeDays(dto.opensOn, dto.closesOn);
      const questions = checked(dto.questions ?? []);
      const [row] = await tx.query<{ id: string; seed: string }>(
        `INSERT INTO survey (dataset, contract_id, runner_id, purpose, title, questions, opens_on, closes_on, seed)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, coalesce((
           SELECT CASE WHEN b.state = 'cancelled' THEN b.seed END FROM survey b
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
      const root = { id: row.id, dataset: contract.dataset, contract_id: contract.id, runner_id: runner };
      const data = { contract: contract.id, purpose: dto.purpose, seed: row.seed };
      await tx.record({ ...(await changeOfSurvey(tx, root)), action: 'created', to: 'draft', data });
      return row.id;
    });
  }

  change(principal: Principal, id: string, version: number, dto: SurveyChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const survey = await lockSurvey(tx, id, version);
      if (survey.state !== 'draft')
        throw new Problem('wrong_state', { facts: { state: survey.state, action: 'change' } });
      await mustBeFree(tx, (await contractOf(tx, survey.contract_id)).supplier_id);
      const opens = dto.opensOn ?? survey.opens_on;
      const closes = dto.closesOn ?? survey.closes_on;
      mustBeDays(opens, closes);
      const after = {
        title: dto.title ?? survey.title,
        questions: JSON.stringify(dto.questions === undefined ? survey.questions : checked(dto.questions)),
        opensOn: opens,
        closesOn: closes,
      };
      const before = {
        title: survey.title,
        questions: JSON.stringify(survey.questions),
        opensOn: survey.opens_on,
        closesOn: survey.closes_on,
      };
      const changed = (Object.keys(after) as (keyof typeof after)[]).filter((key) => after[key] !== before[key]);
      if (changed.length === 0) return;
      await tx.query(
        `UPDATE survey SET title = $2, questions = $3, opens_on = $4, closes_on = $5, version = version + 1,
           updated_at = clock_timestamp() WHERE id = $1`,
        [id, after.title, after.questions, after.opensOn, after.closesOn],
      );
      await tx.record({ ...(await changeOfSurvey(tx, survey)), action: 'changed', data: { changed } });
    });
  }

  act(principal: Principal, id: string, version: number, action: string, given: SurveyActionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const survey = await lockSurvey(tx, id, version);
      const held = heldIn(principal, [survey.runner_id]);
      const transition = await this.registry.enter(tx, surveyLifecycle, survey, action, given, held);
      const data = await EFFECTS[transition.action](tx, survey, given);
      const to = (transition.to as SurveyState | undefined) ?? survey.state;
      await tx.query(
        `UPDATE survey SET state = $2, opened_at = CASE WHEN $3 = 'open' THEN business_now() ELSE opened_at END,
           closed_at = CASE WHEN $3 = 'close' THEN business_now() ELSE closed_at END, version = version + 1,
           updated_at = clock_timestamp() WHERE id = $1`,
        [id, to, transition.action],
      );
      await tx.record({ ...(await changeOfSurvey(tx, survey)), ...said(transition, survey, given), data });
    });
  }
}

const said = (transition: Transition<SurveyState, SurveyAction>, survey: SurveyRoot, given: SurveyActionDto) => ({
  action: transition.action,
  reason: given.reason,
  ...(transition.to !== undefined && { from: survey.state, to: transition.to as SurveyState }),
});

type Effect = (tx: Tx, survey: SurveyRoot, given: SurveyActionDto) => Promise<Record<string, unknown>>;

/** What an action does beside the state it leads to; answers what is said of it. */
const EFFECTS: Record<SurveyAction, Effect> = {
  draw,
  open: slips,
  print_again: endCodes,
  extend,
  close: () => Promise.resolve({}),
  cancel: () => Promise.resolve({}),
};

/** Draws by the seed of the survey; what is stored is the whole list, so that anybody entitled to it may draw again. */
async function draw(tx: Tx, survey: SurveyRoot, { size }: SurveyActionDto): Promise<Record<string, unknown>> {
  if (size === undefined) throw invalid('/size', 'required', { en: 'Say how many are asked', zh: '请填写样本量' });
  const members = await tx.query<Member>(
    `SELECT p.id, p.community_id AS community FROM recipient p WHERE ${recipientsOf('$1')} ORDER BY p.id`,
    [survey.contract_id],
  );
  const { strata, drawn } = drawSample(survey.seed, members, size);
  await tx.query(
    `INSERT INTO survey_stratum (survey_id, no, community_id, population, sampled)
     SELECT $1, * FROM unnest($2::int[], $3::uuid[], $4::int[], $5::int[])`,
    [
      survey.id,
      strata.map((_, i) => i + 1),
      strata.map((s) => s.community),
      strata.map((s) => s.population),
      strata.map((s) => s.sampled),
    ],
  );
  const place = new Map(strata.map((s, i) => [s.community, i + 1]));
  await tx.query(
    `INSERT INTO survey_frame (survey_id, recipient_id, stratum, drawn)
     SELECT $1, * FROM unnest($2::uuid[], $3::int[], $4::boolean[])`,
    [
      survey.id,
      members.map((m) => m.id),
      members.map((m) => place.get(m.community)),
      members.map((m) => drawn.has(m.id)),
    ],
  );
  await tx.query(`UPDATE survey SET size = $2, drawn_at = business_now() WHERE id = $1`, [survey.id, drawn.size]);
  return { seed: survey.seed, population: members.length, size: drawn.size };
}

/** One slip for everybody who was drawn, by community; nobody's name or number is on it. */
async function slips(tx: Tx, { id }: SurveyRoot): Promise<Record<string, unknown>> {
  const made = await tx.query(
    `INSERT INTO survey_slip (survey_id, no, stratum)
     SELECT t.survey_id, row_number() OVER (ORDER BY t.no), t.no
     FROM survey_stratum t CROSS JOIN generate_series(1, t.sampled) WHERE t.survey_id = $1 RETURNING no`,
    [id],
  );
  return { slips: made.length };
}

async function endCodes(tx: Tx, { id }: SurveyRoot, { slip }: SurveyActionDto): Promise<Record<string, unknown>> {
  const ended = await tx.query<{ no: number }>(
    `UPDATE survey_slip SET code = NULL WHERE survey_id = $1 AND (no = $2 OR $2::int IS NULL) AND NOT used RETURNING no`,
    [id, slip ?? null],
  );
  if (ended.length === 0) throw invalid('/slip', 'unknown_id', { en: 'There is no such slip', zh: '没有该编号的纸条' });
  return { slip: slip ?? null };
}

async function extend(tx: Tx, survey: SurveyRoot, { closesOn }: SurveyActionDto): Promise<Record<string, unknown>> {
  if (closesOn === undefined)
    throw invalid('/closesOn', 'required', { en: 'Say until when', zh: '请填写新的截止日期' });
  if (closesOn <= survey.closes_on)
    throw invalid('/closesOn', 'too_early', { en: 'It runs as long already', zh: '不晚于现有截止日期' });
  mustBeDays(survey.opens_on, closesOn);
  await tx.query(`UPDATE survey SET closes_on = $2 WHERE id = $1`, [survey.id, closesOn]);
  return { closesOn };
}

function mustBeDays(opensOn: string, closesOn: string): void {
  if (closesOn < opensOn) throw invalid('/closesOn', 'too_early', LATE);
  if (daysBetween(opensOn, closesOn) > LONGEST_DAYS) throw invalid('/closesOn', 'too_late', LONG);
}

function checked(given: readonly QuestionDto[]): Question[] {
  const questions = questionsOf(given);
  const errors = questionFaults(questions);
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  return questions;
}

/** A contract, and whether the caller may see it: who was appointed to evaluate it may ask before it is published. */
async function contractOf(tx: Tx, id: string): Promise<Asked> {
  const sql = visiblePurchase(new Sql(), scopeOf(tx.principal), CONTRACT_PARTIES);
  const [contract] = await tx.query<Asked>(
    `SELECT r.id, r.dataset, r.buyer_id, r.supplier_id, (${sql.where}) AS visible
     FROM contract r WHERE r.id = ${sql.p(id)}`,
    sql.params,
  );
  if (!contract) throw new Problem('not_found');
  return contract;
}
