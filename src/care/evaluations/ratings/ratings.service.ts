import { Injectable, type OnModuleInit } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { actingBody } from '../../../kernel/access/acting.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset } from '../../../kernel/http/lists/list.js';
import { isInsider, TENDER_PARTIES } from '../../../purchase/tenders/reads/tender-visibility.js';
import type { GivenRating, OfferedRating, RatedSide, RatingStage } from '../../surveys/resident-ratings.js';
import { ResidentRatings } from '../../surveys/resident-ratings.js';
import { STEP, tellRatings, type RatersTold, type Reading } from './reading.rules.js';
import type { NewRatingDto, RatingListDto, RatingQuery, RatingReceiptDto, Raters } from './rating.dto.js';
import { standingBodySql } from '../../../people/organisations/merges/standing-records.js';

/** SQL: what is told together. Residents are many and bodies few: together the one would not be heard beside the other. */
const GROUP = 'r.rated_id, r.side, r.stage, r.raters, r.dataset';

/**
 * SQL: `fives`, the raters of the ratings `r` that are asked for by fives, as `RatersTold` has them. A body that speaks of
 * several purchases is one rater: its ratings count by their own mean, so that five are five bodies. What is told ends with the
 * first word of the fifth, tenth, … of them: whatever anybody says after it, also who has spoken before, waits for five more. A
 * resident's slip is used once. It is rounded because the mean of a rater may have no end.
 */
const ratersByFiveSql = (asked: string): string => `
  WITH begun AS (
    SELECT r.*, coalesce(r.rater_id, r.id) AS rater, min(r.no) OVER (PARTITION BY ${GROUP}, coalesce(r.rater_id, r.id)) AS since
    FROM rating r WHERE ${asked}
  ), placed AS (
    SELECT r.*, dense_rank() OVER (PARTITION BY ${GROUP} ORDER BY r.since) AS place,
      avg(r.points) OVER (PARTITION BY ${GROUP}, r.rater ORDER BY r.no) AS mean FROM begun r
  ), moved AS (
    SELECT r.*, r.mean - coalesce(lag(r.mean) OVER (PARTITION BY ${GROUP}, r.rater ORDER BY r.no), 0) AS more,
      (r.place - 1) / ${STEP} AS own, r.no = r.since AND r.place % ${STEP} = 0 AS whole FROM placed r
  ), sorted AS (
    SELECT r.*, count(*) FILTER (WHERE r.whole) OVER (PARTITION BY ${GROUP} ORDER BY r.no ROWS UNBOUNDED PRECEDING)
        - r.whole::int AS five,
      count(*) FILTER (WHERE r.whole) OVER (PARTITION BY ${GROUP}) AS wholes FROM moved r
  ), summed AS (
    SELECT ${GROUP}, r.five, round(coalesce(sum(r.more) FILTER (WHERE r.own = r.five), 0), 10)::float8 AS fresh,
      round(coalesce(sum(r.more) FILTER (WHERE r.own <> r.five), 0), 10)::float8 AS moved
    FROM sorted r WHERE r.five < r.wholes GROUP BY ${GROUP}, r.five
  ), a AS (
    SELECT ${GROUP}, jsonb_agg(jsonb_build_object('fresh', r.fresh, 'moved', r.moved) ORDER BY r.five) AS fives
    FROM summed r GROUP BY ${GROUP}
  )`;

/** SQL: the stage of a purchase (root `r`, a tender) is over, so that it can be spoken of as a whole. */
const OVER: Record<RatingStage, string> = {
  purchase: `(EXISTS (SELECT FROM lot l WHERE l.tender_id = r.id AND l.state IN ('result_published', 'contracted', 'failed'))
    OR r.state IN ('result_published', 'contracted', 'failed', 'cancelled'))`,
  contract: `EXISTS (SELECT FROM contract c WHERE c.tender_id = r.id AND c.state NOT IN ('draft', 'void'))`,
  implementation: `EXISTS (SELECT FROM contract c WHERE c.tender_id = r.id
    AND c.state NOT IN ('draft', 'void', 'signed', 'active', 'halted'))`,
  evaluation: `EXISTS (SELECT FROM evaluation e JOIN contract c ON c.id = e.contract_id
    WHERE c.tender_id = r.id AND e.published_at IS NOT NULL)`,
};

/**
 * SQL: the body is one whom the purchase touched from below: it bid for it or asked for its documents, it carries it out, or
 * its residents live on one of its service lines.
 */
const concernedBodySql = (body: string): string => `(
  EXISTS (SELECT FROM bid b WHERE b.tender_id = r.id AND b.bidder_id = ${body}
          AND coalesce(b.state, 'opened') NOT IN ('draft', 'withdrawn'))
  OR EXISTS (SELECT FROM contract c WHERE c.tender_id = r.id AND c.supplier_id = ${body} AND c.state NOT IN ('draft', 'void'))
  OR EXISTS (SELECT FROM tender_service_line t JOIN service_line_community k ON k.service_line_id = t.service_line_id
             JOIN community m ON m.id = k.community_id WHERE t.tender_id = r.id AND m.committee_id = ${body}))`;

/** SQL: whom residents of contract $1 may rate, for the stage that ended last: they are asked of one thing, not of four. */
const OFFERED = `
  SELECT x.side, o.name, t.id AS tender_id, t.dataset, o.id AS rated_id,
    CASE WHEN EXISTS (SELECT FROM evaluation e WHERE e.contract_id = c.id AND e.published_at IS NOT NULL) THEN 'evaluation'
         WHEN c.state NOT IN ('signed', 'active', 'halted') THEN 'implementation' ELSE 'contract' END AS stage
  FROM contract c JOIN tender t ON t.id = c.tender_id
  CROSS JOIN LATERAL (VALUES ('buyer', t.buyer_id, 1), ('agent', nullif(t.agent_id, t.buyer_id), 2)) x(side, id, place)
  JOIN organisation o ON o.id = x.id
  WHERE c.id = $1 AND c.state NOT IN ('draft', 'void') AND o.id IS DISTINCT FROM c.supplier_id`;

interface Rated {
  dataset: string;
  buyer_id: string | null;
  agent_id: string | null;
  over: boolean;
  concerned: boolean;
}

/** 下评上: whom a purchase touches says how buyer and agent did. Nobody reads one answer by itself. */
@Injectable()
export class RatingsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly residents: ResidentRatings,
  ) {}

  onModuleInit(): void {
    this.residents.contribute({
      offered: (tx, contract) =>
        tx.query<OfferedRating>(`SELECT side, stage, name FROM (${OFFERED} ORDER BY x.place) a`, [contract]),
      give: (tx, contract, given) => this.storeResidentRatings(tx, contract, given),
    });
  }

  /** Neither audited nor told: when somebody answered is itself a secret. */
  private async storeResidentRatings(tx: Tx, contract: string, given: readonly GivenRating[]): Promise<void> {
    await tx.query(
      `INSERT INTO rating (dataset, tender_id, stage, rated_id, side, raters, points)
       SELECT a.dataset, a.tender_id, g.stage, a.rated_id, a.side, 'residents', g.points
       FROM (${OFFERED}) a JOIN jsonb_to_recordset($2::jsonb) AS g(side text, stage text, points integer) ON g.side = a.side`,
      [contract, JSON.stringify(given)],
    );
  }

  give(principal: Principal, dto: NewRatingDto): Promise<RatingReceiptDto> {
    const rater = actingBody(principal, 'rating.give', dto.rater, '/rater');
    return this.transactions.run(principal, async (tx) => {
      const tender = await this.loadRatedPurchase(tx, dto, rater);
      const rated = dto.side === 'buyer' ? tender.buyer_id : tender.agent_id;
      if (!tender.concerned || rated === null || rated === rater) throw new Problem('not_concerned');
      if (!tender.over) throw new Problem('stage_not_over');
      const id = randomUUID();
      const made = await tx.query(
        `INSERT INTO rating (id, dataset, tender_id, stage, rated_id, side, rater_id, points)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING 1`,
        [id, tender.dataset, dto.tender, dto.stage, rated, dto.side, rater, dto.points],
      );
      if (made.length === 0) throw new Problem('rated_already');
      await tx.record({
        aggregate: 'rating',
        id,
        action: 'given',
        dataset: tender.dataset,
        // Told to who gave it alone, and never what it said.
        tenants: [rater],
        data: { stage: dto.stage, side: dto.side },
      });
      return { id, tender: dto.tender.toLowerCase(), stage: dto.stage, side: dto.side };
    });
  }

  async list(query: RatingQuery, url: string): Promise<RatingListDto> {
    const sql = new Sql();
    sql.when(query.rated, (p) => `r.rated_id = ${standingBodySql(p)}`);
    sql.when(query.stage, (p) => `r.stage = ${p}`);
    sql.when(query.raters, (p) => `r.raters = ${p}`);
    sql.when(query.dataset, (p) => `r.dataset = ${p}`);
    const of = sql.where;
    const order = [
      { column: 'a.rated_id', type: 'uuid' },
      { column: 'a.side', type: 'text' },
      { column: 'a.stage', type: 'text' },
      { column: 'a.raters', type: 'text' },
      { column: 'a.dataset', type: 'text' },
    ] as const;
    const cursor = new Sql();
    for (const value of sql.params) cursor.p(value);
    const page = keyset(query, order, 'ASC', cursor);
    interface Row {
      page_key: string;
      rated_id: string;
      name: string;
      side: RatedSide;
      stage: RatingStage;
      raters: Raters;
      dataset: string;
      fives: RatersTold[];
    }
    const rows = await this.transactions.reader.query<Row[]>(
      `${ratersByFiveSql(of)}
       SELECT a.*, o.name, ${page.select} FROM a JOIN organisation o ON o.id = a.rated_id
       WHERE ${cursor.where} ${page.order}`,
      cursor.params,
    );
    return page.list(rows, url, (row) => ({
      rated: row.rated_id,
      ratedName: row.name,
      side: row.side,
      stage: row.stage,
      raters: row.raters,
      dataset: row.dataset,
      // At least five are in each row.
      ...(tellRatings(row.fives) as Reading),
    }));
  }

  private async loadRatedPurchase(tx: Tx, { tender, stage }: NewRatingDto, rater: string): Promise<Rated> {
    const sql = new Sql();
    const touched = concernedBodySql(`${sql.p(rater)}::uuid`);
    // Whoever the purchase touched sees it, published or not.
    const seen = `r.published OR ${isInsider(sql, toScope(tx.principal), TENDER_PARTIES)}`;
    const [row] = await tx.query<Rated>(
      `SELECT r.dataset, r.buyer_id, r.agent_id, ${OVER[stage]} AS over, ${touched} AS concerned
       FROM tender r WHERE r.id = ${sql.p(tender)} AND (${touched} OR ${seen})`,
      sql.params,
    );
    if (row) return row;
    const text = { en: 'There is no such tender that you may see', zh: '没有您可以查看的此采购项目' };
    throw new Problem('not_found', { errors: [{ pointer: '/tender', code: 'not_found', text }] });
  }
}
