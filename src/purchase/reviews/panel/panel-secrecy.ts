import { Injectable, type OnModuleInit } from '@nestjs/common';
import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { WithheldActors } from '../../../kernel/audit/withheld-actors.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { lotLifecycle } from '../../tenders/lots/lot.lifecycle.js';
import { isInsider, REVIEW_PARTIES, TENDER_PARTIES } from '../../tenders/reads/tender-visibility.js';
import { RESULT } from '../review-codes.js';
import { reviewLifecycle } from '../review.lifecycle.js';

/** What the panel does to a lot, by the table itself; `fall_short` follows where it did not accept an explanation. */
const OF_LOT: readonly string[] = [
  ...lotLifecycle.transitions.filter(({ who }) => who === 'panel.act').map(({ action }) => action),
  'fall_short',
];
/** What others than the panel do in a review; everything else is its own or follows from it. */
const BY_OTHERS: readonly string[] = reviewLifecycle.transitions
  .filter(({ who }) => who !== 'panel.act' && who !== 'system')
  .map(({ action }) => action);
/** What its checks make of a bid. */
const OF_BID: readonly string[] = ['find_valid', 'reject'];

const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/**
 * The names of a panel are secret until the result (Order 87 article 47), and published with it (article 69, [2014] 214
 * article 29): whoever sees what a panel did sees no more of who acted than the review itself shows. Which rows
 * these are is told by the step and never by the person, for else what a member does in another seat would tell.
 */
@Injectable()
export class PanelSecrecy implements OnModuleInit {
  constructor(private readonly withheld: WithheldActors) {}

  onModuleInit(): void {
    this.withheld.contribute(isSecretStep);
  }
}

function isSecretStep(sql: Sql, scope: Scope, e: string): string {
  const root = `CASE WHEN ${e}.aggregate_id ~ '${UUID}' THEN ${e}.aggregate_id::uuid END`;
  // Those who appoint the panel know it: by a seat in the buyer or its agent that may, and by none elsewhere.
  const running = narrowScope(scope, 'panel.appoint');
  const appoints = TENDER_PARTIES.map((column) => isMine(sql, running, column)).join(' OR ');
  const secret = `NOT (coalesce(l.state, '') = ANY (${sql.p(RESULT)}::text[])) AND NOT coalesce(${appoints}, false)`;
  // A bidder that is told what was done about its price reads no review: to it no member is named.
  const insider = `coalesce(${isInsider(sql, scope, REVIEW_PARTIES)}, false)`;
  const lot = `lot l JOIN tender r ON r.id = l.tender_id`;
  const actionListSql = (actions: readonly string[]) => `${e}.action = ANY (${sql.p(actions)}::text[])`;
  // Order 87 article 44: in an open tender buyer or agent look at the qualifications.
  return `${e}.actor_kind = 'user' AND ${e}.actor_id IS DISTINCT FROM ${sql.p(scope.user)}::text AND CASE ${e}.aggregate_type
    WHEN 'lot' THEN (${actionListSql(OF_LOT)} OR ${e}.action = 'qualify') AND EXISTS (
      SELECT FROM ${lot} WHERE l.id = ${root} AND (${e}.action <> 'qualify' OR r.method IS DISTINCT FROM 'OPEN_TENDER') AND ${secret})
    WHEN 'review' THEN NOT (${actionListSql(BY_OTHERS)}) AND EXISTS (
      SELECT FROM review v JOIN ${lot} ON l.id = v.lot_id WHERE v.id = ${root} AND (${secret} OR NOT ${insider}))
    WHEN 'bid' THEN ${actionListSql(OF_BID)} AND EXISTS (
      SELECT FROM bid d JOIN ${lot} ON l.id = d.lot_id
      WHERE (d.id = ${root} OR d.envelope_id = ${root}) AND ${secret}
        AND NOT (r.method = 'OPEN_TENDER' AND EXISTS (
          SELECT FROM bid_check c WHERE c.bid_id = d.id AND c.stage = 'qualification' AND NOT c.passed)))
    WHEN 'expert_place' THEN EXISTS (
      SELECT FROM expert_place p JOIN expert_draw x ON x.id = p.draw_id JOIN ${lot} ON l.id = x.lot_id
      WHERE p.id = ${root} AND (${secret} OR NOT ${insider}))
    ELSE false END`;
}
