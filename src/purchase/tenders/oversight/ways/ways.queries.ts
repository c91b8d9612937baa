import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../../kernel/access/scope.js';
import { linkAllowedActions } from '../../../../kernel/actions/allowed-actions.js';
import { isPlainDate, type PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { StoredRow } from '../../../../kernel/database/row-types.js';
import { Sql } from '../../../../kernel/database/sql.js';
import { Transactions } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { formatYuan } from '../../../../kernel/money/money.js';
import { WorkingCalendars } from '../../../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../../../law/calendars/working-calendar.js';
import { isPlannable } from '../../../../law/planner/planner-types.js';
import { safeIssueForStart } from '../../../../law/planner/planner.rules.js';
import { toRuleBasis } from '../../../../law/rules/rule-types.js';
import { listTenderPermissions, type Parties } from '../../acting-for.js';
import { isInsider, TENDER_PARTIES } from '../../reads/tender-visibility.js';
import { loadFailedPurchase } from './failed-lots.queries.js';
import type { LotWaysDto, MethodChangeDto, MethodChangeListDto, WayDto } from './method-change.dto.js';
import type { MethodChange } from './method-change.entity.js';
import { methodChangeSubject } from './method-change.subject.js';
import { findFailures, listWays, type OpenWay } from './ways.rules.js';

type Row = Omit<StoredRow<MethodChange>, 'created_at' | 'updated_at' | 'dataset' | 'requested_by'>;
type TenderParties = Parties & { buyer_region: string | null };

const SELECT = `c.id, c.version, c.tender_id, c.lots, c.method, c.ground, c.failures, c.contract_id, c.amount::text, c.reason, c.state,
  c.requested_at, c.decided_at, c.decision_reason, c.round_id`;

/** How failed lots go on, for the bodies of the purchase and who watches over it. */
@Injectable()
export class WaysQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
  ) {}

  async ways(scope: Scope, tender: string, no: number): Promise<LotWaysDto> {
    await this.parties(scope, tender);
    const purchase = await loadFailedPurchase(this.transactions.reader, tender);
    const lot = purchase.lots.find((each) => each.no === no);
    if (!lot) throw new Problem('not_found');
    const goesOn = lot.state === 'failed' && lot.next === null;
    const open = listWays({ ...purchase, lots: goesOn ? [lot] : [] }, 'city');
    const calendar = await this.calendars.current();
    return {
      ...{ tender, lot: no, state: lot.state, suppliers: lot.suppliers },
      // How a review goes is secret until it is over, also from the witness of the opening: Order 87 article 66.
      left: lot.state === 'failed' ? lot.left : null,
      failures: findFailures(purchase.failures, lot),
      round: lot.next,
      ways: open.map((way) => toWayView(way, lot.windowStart, calendar)),
    };
  }

  async list(scope: Scope, tender: string): Promise<MethodChangeListDto> {
    const parties = await this.parties(scope, tender);
    const rows = await this.transactions.reader.query<Row[]>(
      `SELECT ${SELECT} FROM method_change c WHERE c.tender_id = $1 ORDER BY c.requested_at, c.id`,
      [tender],
    );
    return { items: rows.map((row) => toChangeView(row, scope, parties)), next: null };
  }

  async one(scope: Scope, tender: string, id: string): Promise<MethodChangeDto> {
    const parties = await this.parties(scope, tender);
    const [row] = await this.transactions.reader.query<Row[]>(
      `SELECT ${SELECT} FROM method_change c WHERE c.tender_id = $1 AND c.id = $2`,
      [tender, id],
    );
    if (!row) throw new Problem('not_found');
    return toChangeView(row, scope, parties);
  }

  /** @throws Problem `not_found` for whoever is not concerned with the tender */
  private async parties(scope: Scope, tender: string): Promise<TenderParties> {
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(tender)}`).and(isInsider(sql, scope, TENDER_PARTIES));
    const [row] = await this.transactions.reader.query<TenderParties[]>(
      `SELECT r.region, r.buyer_id, r.agent_id, b.region AS buyer_region
       FROM tender r LEFT JOIN organisation b ON b.id = r.buyer_id WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return row;
  }
}

function latestIssue({ method }: OpenWay, start: string | null, calendar: WorkingCalendar): PlainDate | null {
  if (!isPlannable(method) || !isPlainDate(start)) return null;
  const issue = safeIssueForStart(calendar, method, start);
  return issue.certainty === 'known' ? issue.value : null;
}

function toWayView(way: OpenWay, start: string | null, calendar: WorkingCalendar): WayDto {
  const needs: WayDto['needs'] = [
    ...(way.cites ? (['failures', 'cause'] as const) : []),
    ...(way.grounds.length > 0 ? (['ground'] as const) : []),
    ...(way.approval === null ? [] : [`approval_of_${way.approval}` as const]),
  ];
  return {
    ...{ way: way.way, method: way.method, grounds: [...way.grounds], needs },
    latestIssue: latestIssue(way, start, calendar),
    rule: way.rule?.id ?? null,
    basis: way.rule && toRuleBasis(way.rule),
  };
}

function toChangeView(row: Row, scope: Scope, parties: TenderParties): MethodChangeDto {
  const caller = { seats: scope.seats, person: scope.user !== null };
  const permissions = listTenderPermissions(caller, parties, parties.buyer_region);
  return {
    ...{ id: row.id, version: row.version, tender: row.tender_id, lots: row.lots, method: row.method },
    ...{
      ground: row.ground,
      failures: row.failures,
      contract: row.contract_id,
      amount: formatYuan(BigInt(row.amount)),
    },
    ...{ reason: row.reason, state: row.state, requestedAt: row.requested_at.toISOString() },
    decidedAt: row.decided_at?.toISOString() ?? null,
    decisionReason: row.decision_reason,
    round: row.round_id,
    allowedActions: linkAllowedActions(
      methodChangeSubject,
      row.state,
      { id: row.tender_id, change: row.id },
      { permissions },
    ),
  };
}
