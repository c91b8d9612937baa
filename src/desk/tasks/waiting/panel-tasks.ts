import type { Principal } from '../../../kernel/access/principal.js';
import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { stepSql, steppedAtSql } from '../task-parts.js';
import { ASK } from './scoring-tasks.js';
import { bidNameSql, ownBidSql } from '../../../purchase/bids/bid-place.js';
import { hasTooFewOffersSql } from '../../../purchase/reviews/suppliers-left/least-suppliers.queries.js';

/** Steps by which the bids of a lot were opened, or are to be looked at anew. */
const OPENED = ['open_bids', 'order_rereview', 'reconstitute_panel', 'annul_failure'] as const;
const OPENED_AT = steppedAtSql('lot', 'x.lot_id', OPENED, 'x.updated_at');

/** SQL: whether somebody is to come into a panel, or in the place of a member. */
const TO_SEAT = `CASE WHEN x.member_id IS NULL THEN '{"step": "members"}' ELSE jsonb_build_object('step', 'members/' || x.member_id || '/actions/replace',
  'en', 'a member to be replaced', 'zh', '需更换成员') END`;
/** SQL: nothing of the panel of the seat `s` is refused for a tie of one of its members. */
const IS_UNTIED = `NOT EXISTS (SELECT FROM panel_gaps g WHERE g.lot_id = s.lot_id AND g.tied)`;

/** Steps of a panel that are refused where too few offers are left: only the end of the lot is. */
const OF_ENOUGH = `x.step IN ('begin-scoring', 'report')`;
/** SQL: how a lot with too few offers is ended: where an award was made before, another person decides what is proposed. */
const END_STEP = `jsonb_build_object('step', CASE WHEN EXISTS (SELECT FROM awards a WHERE a.lot_id = l.id) THEN 'propose-ending' ELSE 'fail' END,
  'en', 'fewer offers are left than may be scored', 'zh', '可评审的供应商不足法定家数')`;

const DAY = (moment: string): string => `(${moment} AT TIME ZONE 'Asia/Shanghai')::date`;

/** What a review waits for: of buyer and agent, of each member of its panel, and of each bidder alone. */
export function panelTasks(sql: Sql, principal: Principal, scope: Scope): string[] {
  return [
    ...listBuyerTasks(sql, scope),
    ...(principal.kind === 'user' && scope.permissions.has('panel.act') ? listMemberTasks(sql, principal) : []),
    ...(scope.permissions.has('bid.make') ? listBidderTasks(sql, principal) : []),
  ];
}

/**
 * Panels to appoint, experts to draw, qualifications of an open tender, a requirement that a panel would change, a lot with too few offers
 * for it. Each begins with the opening at the earliest, but the draw.
 */
function listBuyerTasks(sql: Sql, scope: Scope): string[] {
  const lotTasksSql = (kind: string, permission: string, rows: string, isAgents = true): string => {
    const who = narrowScope(scope, permission);
    const agents = isAgents ? isMine(sql, who, 't.agent_id') : 'false';
    return `SELECT '${kind}', ${rows} AND (${isMine(sql, who, 't.buyer_id')} OR ${agents})`;
  };
  const lot = (from: string, since: string, title = 'NULL::jsonb'): string =>
    `x.lot_id, ${title}, 'tender', t.id, t.title, NULL::date, ${since} FROM ${from} x JOIN tenders t ON t.id = x.tender_id WHERE true`;
  return [
    lotTasksSql('panel_appointment', 'panel.appoint', lot('panel_gaps', `coalesce(x.since, ${OPENED_AT})`, TO_SEAT)),
    lotTasksSql('bid_qualification', 'bid.qualify', lot('bids_to_qualify', OPENED_AT)),
    lotTasksSql('requirement_confirmation', 'tender.manage', lot('proposed_changes', 'x.proposed_at'), false),
    lotTasksSql(
      'expert_draw',
      'panel.appoint',
      `x.id, jsonb_build_object('step', x.step, 'lot', l.no), 'tender', t.id, t.title, x.review_on, x.prepared_at
       FROM begun_draws x JOIN tenders t ON t.id = x.tender_id JOIN lots l ON l.id = x.lot_id WHERE true`,
    ),
    lotTasksSql(
      'lot_ending',
      'tender.end',
      `l.id, ${END_STEP}, 'tender', t.id, t.title, NULL::date, ${steppedAtSql('lot', 'l.id', ['close_final_offers', ...OPENED], 't.updated_at')}
       FROM lots l JOIN tenders t ON t.id = l.tender_id
       WHERE l.state IN ('opened', 'final_offers_in') AND l.ending IS NULL AND ${hasTooFewOffersSql(sql, 'l.id', 't.method')}
         AND EXISTS (SELECT FROM panel_steps x WHERE x.lot_id = l.id AND ${OF_ENOUGH})`,
    ),
  ];
}

/** Steps of the panel, by their address. A low price is decided on at the address of its question; whether one is to be asked about, also beside another, is judged later (`judgeScoring`). */
const STEPS: readonly [step: string, en: string, zh: string][] = [
  ['qualify', 'qualifications', '资格审查'],
  ['check-conformity', 'conformity', '符合性审查'],
  ['begin-consultation', 'talks to begin', '开始磋商'],
  ['request-final-offers', 'final offers to be asked for', '要求提交最后报价'],
  ['begin-scoring', 'scoring to begin', '开始评分'],
  ['report', 'report to be closed', '完成评审报告'],
];
const NAMED = STEPS.map(([step, en, zh]) => `WHEN '${step}' THEN ${stepSql(`actions/${step}`, en, zh)}`).join(' ');
const STEP_TITLE = `CASE WHEN x.step IS NULL THEN ${stepSql(ASK.step, ASK.en, ASK.zh)} ELSE CASE x.step ${NAMED}
  ELSE jsonb_build_object('step', x.step, 'en', 'explanation of a low price to be decided on', 'zh', '认定低价说明') END END`;

/** What a member of a panel owes it, unless its lot is suspended: a declaration once the bidders are known, its steps, a sheet, an opinion on the report. */
function listMemberTasks(sql: Sql, { id }: Principal): string[] {
  const me = `${sql.p(id)}::uuid`;
  const seatTasksSql = (kind: string, condition: string): string => `
    SELECT '${kind}', s.lot_id, NULL::jsonb, 'tender', s.tender_id, s.title, NULL::date, greatest(s.appointed_at, s.updated_at)
    FROM panel_seats s WHERE s.user_id = ${me} AND ${condition}`;
  return [
    seatTasksSql(
      'panel_declaration',
      `s.state IN ('appointed', 'declared') AND s.lot_state IN ('opened', 'in_consultation', 'final_offers_requested', 'final_offers_in') AND NOT s.declared`,
    ),
    seatTasksSql(
      'panel_scores',
      `s.state = 'scoring' AND s.lot_state <> 'suspended' AND NOT s.locked AND ${IS_UNTIED}`,
    ),
    seatTasksSql(
      'panel_opinion',
      `s.state = 'revealed' AND s.lot_state <> 'suspended' AND NOT s.spoken AND ${IS_UNTIED}`,
    ),
    `SELECT 'panel_step', x.lot_id, ${STEP_TITLE}, 'tender', t.id, t.title, NULL::date, x.since
     FROM panel_steps x JOIN tenders t ON t.id = x.tender_id JOIN lots l ON l.id = x.lot_id AND l.state <> 'suspended'
     WHERE x.user_id = ${me} AND CASE WHEN ${OF_ENOUGH} THEN NOT ${hasTooFewOffersSql(sql, 'x.lot_id', 't.method')}
       ELSE x.step IS NOT NULL OR x.explaining END`,
  ];
}

/**
 * What is asked of own bids until its time is over: a price to explain, an answer to a changed requirement, a final offer. Whether that
 * was made is sealed; who is told of it alone leaves it out (`TasksQueries.listOwn`). And own bids that nobody could read, until their copy
 * may not stand for them any more.
 */
const listBidderTasks = (sql: Sql, principal: Principal): string[] => [
  `SELECT 'price_explanation', x.bid_id, jsonb_build_object('lot', l.no), 'tender', x.tender_id, x.title, ${DAY('x.due_at')}, x.asked_at
   FROM asked_explanations x JOIN lots l ON l.id = x.lot_id WHERE x.due_at > business_now() AND ${ownBidSql(sql, principal, 'x')}`,
  `SELECT x.kind, ${bidNameSql('x.bid_id')}, jsonb_build_object('lot', l.no, 'offer', CASE x.kind WHEN 'final_offer'
      THEN jsonb_build_object('bidder', x.bidder_id, 'lot', x.lot_id, 'round', x.round) END), 'tender', t.id, t.title, ${DAY('x.due_at')}, x.since
   FROM asked_of_bidders x JOIN tenders t ON t.id = x.tender_id JOIN lots l ON l.id = x.lot_id
   WHERE x.due_at > business_now() AND ${ownBidSql(sql, principal, 'x')}`,
  `SELECT 'bid_restoring', ${bidNameSql('x.bid_id')}, jsonb_build_object('lot', x.lot_no, 'step', x.step), 'tender', x.tender_id, x.title, NULL::date,
     coalesce(x.opened_at, x.updated_at)
   FROM lost_bids x WHERE ${ownBidSql(sql, principal, 'x')}`,
];
