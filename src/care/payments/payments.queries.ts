import { Injectable, type OnModuleInit } from '@nestjs/common';
import { listHeldPermissions } from '../../kernel/access/held.js';
import type { Scope } from '../../kernel/access/scope.js';
import { WorkingCalendars } from '../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../law/calendars/working-calendar.js';
import type { Language } from '../../kernel/errors/texts.js';
import { runPreparedStatement } from '../../kernel/database/prepared.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../kernel/http/lists/list.js';
import { linkAllowedActions } from '../../kernel/actions/allowed-actions.js';
import { formatYuan, formatYuanOrNull } from '../../kernel/money/money.js';
import { InstalmentAmounts } from '../../purchase/contracts/papers/instalment-amounts.js';
import { DeadlineDto } from '../../purchase/tenders/reads/deadlines.dto.js';
import { paymentClocks } from '../../purchase/tenders/reads/payment-deadlines.view.js';
import { CONTRACT_PARTIES, isInsider } from '../../purchase/tenders/reads/tender-visibility.js';
import {
  loadPaymentMoney,
  moneyOfAll,
  triggerOfPayment,
  type ContractMoney,
  type PaymentRow,
} from './contract-money.js';
import { computePayable } from './invoices/payable-sum.js';
import { order802 } from './schedule/order-802.js';
import { clockedPayment } from './schedule/payment-clocks.js';
import { PaymentDto } from './payment.dto.js';
import { findPlannedDay } from './schedule/due-day.js';
import { isAfterUse } from './schedule/planned.rules.js';
import type { InvoiceState } from './invoices/invoice.lifecycle.js';
import type { PaymentState } from './payment.lifecycle.js';
import { paymentSubject } from './payment.subject.js';
import { toView } from '../../kernel/http/view.js';

interface ViewRow {
  id: string;
  buyer_id: string | null;
  today: string;
  method: string | null;
  budget_level: string | null;
  region: string | null;
  requested_at: Date | null;
  paid_on: string | null;
  paid_by: string | null;
  paid_to: string | null;
  reference: string | null;
  invoice: { id: string; number: string; amount: string; state: InvoiceState; receivedAt: string } | null;
  approvals: { user: string; at: string }[];
}

const SELECT = `
  SELECT p.id, c.buyer_id, business_today()::text AS today, t.method, t.budget_level, t.region, p.requested_at, p.paid_on::text, p.paid_by, p.paid_to, p.reference,
    (SELECT jsonb_build_object('id', i.id, 'number', i.number, 'amount', i.amount::text, 'state', i.state, 'receivedAt', i.received_at)
     FROM invoice i WHERE i.payment_id = p.id AND i.state IN ('submitted', 'accepted')) AS invoice,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('user', a.user_id, 'at', a.approved_at) ORDER BY a.approved_at, a.user_id), '[]')
     FROM payment_approval a WHERE a.payment_id = p.id AND a.round = p.round AND p.state <> 'scheduled') AS approvals`;
const FROM = `FROM payment p JOIN contract c ON c.id = p.contract_id JOIN tender t ON t.id = c.tender_id`;

/** SQL: contracts (root `r`) whose money the caller sees: their parties and who watches over them, published or not. */
export async function mustBeConcerned(transactions: Transactions, scope: Scope, contract: string): Promise<void> {
  const sql = new Sql();
  sql.and(`r.id = ${sql.p(contract)}`).and(isInsider(sql, scope, CONTRACT_PARTIES));
  const rows = await transactions.reader.query<unknown[]>(`SELECT FROM contract r WHERE ${sql.where}`, sql.params);
  if (rows.length === 0) throw new Problem('not_found');
}

@Injectable()
export class PaymentsQueries implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
    private readonly amounts: InstalmentAmounts,
  ) {}

  onModuleInit(): void {
    this.amounts.contribute((scope, contract) => this.loadAmounts(scope, contract));
  }

  /** What the instalments of the content come to, for who sees the money of the contract. */
  private async loadAmounts(scope: Scope, contract: string): Promise<Map<number, string>> {
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(contract)} AND p.share_no IS NOT NULL AND NOT p.dropped`);
    sql.and(isInsider(sql, scope, CONTRACT_PARTIES));
    const rows = await this.transactions.reader.query<{ no: number; amount: string }[]>(
      `SELECT p.share_no AS no, p.amount::text FROM payment p JOIN contract r ON r.id = p.contract_id WHERE ${sql.where}`,
      sql.params,
    );
    return new Map(rows.map(({ no, amount }) => [no, formatYuan(amount)]));
  }

  async list(scope: Scope, contract: string, query: PageQuery, url: string, lang: Language): Promise<List<PaymentDto>> {
    await mustBeConcerned(this.transactions, scope, contract);
    const sql = new Sql();
    sql.and(`p.contract_id = ${sql.p(contract)} AND NOT p.dropped`);
    const order = [
      { column: 'p.no', type: 'integer' },
      { column: 'p.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await this.transactions.reader.query<(ViewRow & { page_key: string })[]>(
      `${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    const money = await loadPaymentMoney(this.transactions.reader, contract);
    const calendar = await this.calendars.current();
    return page.list(rows, url, (row) => toPaymentView(row, money, { scope, calendar, lang }));
  }

  async one(scope: Scope, contract: string, id: string, lang: Language): Promise<PaymentDto> {
    const [row] = await runPreparedStatement<ViewRow>(
      this.transactions.reader,
      `${SELECT} ${FROM} WHERE p.id = $1 AND p.contract_id = $2`,
      [id, contract],
    );
    if (!row) throw new Problem('not_found');
    const money = await loadPaymentMoney(this.transactions.reader, contract);
    return toPaymentView(row, money, { scope, calendar: await this.calendars.current(), lang });
  }

  /** Of these instalments those whose money the caller sees, as the lists of their contracts have them. */
  async many(scope: Scope, ids: readonly string[], lang: Language): Promise<Map<string, PaymentDto>> {
    const { reader } = this.transactions;
    const sql = new Sql();
    sql.and(`p.id = ANY (${sql.p(ids)}::uuid[]) AND NOT p.dropped`).and(isInsider(sql, scope, CONTRACT_PARTIES));
    const rows = await reader.query<(ViewRow & { contract: string })[]>(
      `${SELECT}, p.contract_id AS contract FROM payment p JOIN contract c ON c.id = p.contract_id JOIN contract r ON r.id = c.id
       JOIN tender t ON t.id = c.tender_id WHERE ${sql.where}`,
      sql.params,
    );
    const money = await moneyOfAll(reader, [...new Set(rows.map(({ contract }) => contract))]);
    const calendar = await this.calendars.current();
    return new Map(
      rows.flatMap((row) => {
        const of = money.get(row.contract);
        return of ? [[row.id, toPaymentView(row, of, { scope, calendar, lang })] as const] : [];
      }),
    );
  }
}

const isOpen = (state: PaymentState): boolean => state !== 'paid' && state !== 'cancelled';
const iso = (text: string): string => new Date(text).toISOString();

interface Reading {
  scope: Scope;
  calendar: WorkingCalendar;
  lang: Language;
}

function toPaymentView(row: ViewRow, money: ContractMoney, { scope, calendar, lang }: Reading): PaymentDto {
  const payment = money.payments.find((p) => p.id === row.id) as PaymentRow;
  const state = payment.state as PaymentState;
  const clocks = paymentClocks(row, [clockedPayment(money, payment)], calendar);
  const { on, missing } = triggerOfPayment(money, payment);
  const planned = findPlannedDay(money, payment, row, calendar);
  const line = money.budgetLine;
  return toView(PaymentDto, row, {
    version: payment.version,
    contract: payment.contract_id,
    no: payment.no,
    instalment: payment.share_no,
    amendment: payment.amendment_id,
    settlement: payment.settlement_id,
    trigger: payment.trigger,
    of: payment.trigger_of,
    share: payment.share,
    amount: formatYuan(payment.amount),
    payable: formatYuan(payment.claimed ?? computePayable(money, payment)),
    claimed: formatYuanOrNull(payment.claimed),
    state,
    met: { on, missing },
    plannedOn: planned,
    plannedAfterUse:
      isOpen(state) && line?.useBy && isAfterUse(planned, line.useBy)
        ? { budgetLine: line.id, useBy: line.useBy }
        : null,
    invoice: row.invoice && {
      ...row.invoice,
      amount: formatYuan(row.invoice.amount),
      receivedAt: iso(row.invoice.receivedAt),
    },
    requestedBy: payment.requested_by,
    approversNeeded: payment.approvers,
    approvals: row.approvals.map(({ user, at }) => ({ user, at: iso(at) })),
    deadlines: clocks.map((clock) => DeadlineDto.fromClock(clock, row.today, lang)),
    order802: order802(money, payment, clocks, { place: row, today: row.today, calendar }),
    allowedActions: linkAllowedActions(
      paymentSubject,
      state,
      { id: payment.contract_id, payment: row.id },
      // Persons alone: a key would be one more of the same.
      { permissions: scope.user === null ? new Set<string>() : listHeldPermissions(scope, [row.buyer_id]) },
    ),
  });
}
