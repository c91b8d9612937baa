var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { heldIn } from '../../platform/access/held.js';
import { scopeOf } from '../../platform/access/scope.js';
import { WorkingCalendars } from '../../platform/calendar/calendar.store.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset } from '../../platform/http/list.js';
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { formatYuan, formatYuanOrNull } from '../../platform/money/money.js';
import { DeadlineDto } from '../tenders/deadlines.dto.js';
import { paymentClocks } from '../tenders/deadlines.view.js';
import { CONTRACT_PARTIES, isInsider } from '../tenders/tender.visibility.js';
import { moneyOf, triggered, triggerOfPayment } from './contract-money.js';
import { order802 } from './order-802.js';
import { clockedPayment } from './payment-clocks.js';
import { isAfterUse, plannedOn } from './planned.rules.js';
import { paymentLifecycle } from './payment.lifecycle.js';
const SELECT = `
  SELECT p.id, c.buyer_id, business_today()::text AS today, t.method, t.budget_level, t.region, p.requested_at, p.paid_on::text, p.paid_by, p.paid_to, p.reference,
    (SELECT jsonb_build_object('id', i.id, 'number', i.number, 'amount', i.amount::text, 'state', i.state, 'receivedAt', i.received_at)
     FROM invoice i WHERE i.payment_id = p.id AND i.state IN ('submitted', 'accepted')) AS invoice,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('user', a.user_id, 'at', a.approved_at) ORDER BY a.approved_at, a.user_id), '[]')
     FROM payment_approval a WHERE a.payment_id = p.id AND a.round = p.round AND p.state <> 'scheduled') AS approvals`;
const FROM = `FROM payment p JOIN contract c ON c.id = p.contract_id JOIN tender t ON t.id = c.tender_id`;
/** SQL: contracts (root `r`) whose money the caller sees: their parties and who watches over them, published or not. */
export async function mustBeConcerned(transactions, scope, contract) {
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(contract)}`).and(isInsider(sql, scope, CONTRACT_PARTIES));
    const rows = await transactions.reader.query(`SELECT FROM contract r WHERE ${sql.where}`, sql.params);
    if (rows.length === 0)
        throw new Problem('not_found');
}
let PaymentsQueries = class PaymentsQueries {
    transactions;
    calendars;
    constructor(transactions, calendars) {
        this.transactions = transactions;
        this.calendars = calendars;
    }
    async list(principal, contract, query, url, lang) {
        await mustBeConcerned(this.transactions, scopeOf(principal), contract);
        const sql = new Sql();
        sql.and(`p.contract_id = ${sql.p(contract)} AND NOT p.dropped`);
        const order = [
            { column: 'p.no', type: 'integer' },
            { column: 'p.id', type: 'uuid' },
        ];
        const page = keyset(query, order, 'ASC', sql);
        const rows = await this.transactions.reader.query(`${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`, sql.params);
        const money = await moneyOf(this.transactions.reader, contract);
        const calendar = await this.calendars.current();
        return page.list(rows, url, (row) => view(row, money, { principal, calendar, lang }));
    }
    async one(principal, contract, id, lang) {
        const [row] = await this.transactions.reader.query(`${SELECT} ${FROM} WHERE p.id = $1 AND p.contract_id = $2`, [id, contract]);
        if (!row)
            throw new Problem('not_found');
        const money = await moneyOf(this.transactions.reader, contract);
        return view(row, money, { principal, calendar: await this.calendars.current(), lang });
    }
};
PaymentsQueries = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        WorkingCalendars])
], PaymentsQueries);
export { PaymentsQueries };
const isOpen = (state) => state !== 'paid' && state !== 'cancelled';
const iso = (text) => new Date(text).toISOString();
function view(row, money, { principal, calendar, lang }) {
    const payment = money.payments.find((p) => p.id === row.id);
    const state = payment.state;
    const clocks = paymentClocks(row, [clockedPayment(money, payment)], calendar);
    const { on, missing } = triggerOfPayment(money, payment);
    const planned = plannedOn(triggered(money, payment), money.content, money.facts.signedOn);
    const line = money.budgetLine;
    return {
        id: row.id,
        version: payment.version,
        contract: payment.contract_id,
        no: payment.no,
        instalment: payment.share_no,
        amendment: payment.amendment_id,
        trigger: payment.trigger,
        of: payment.trigger_of,
        share: payment.share,
        amount: formatYuan(payment.amount),
        claimed: formatYuanOrNull(payment.claimed),
        state,
        met: { on, missing },
        plannedOn: planned,
        plannedAfterUse: isOpen(state) && line?.useBy && isAfterUse(planned, line.useBy)
            ? { budgetLine: line.id, useBy: line.useBy }
            : null,
        invoice: row.invoice && {
            ...row.invoice,
            amount: formatYuan(row.invoice.amount),
            receivedAt: iso(row.invoice.receivedAt),
        },
        requestedBy: payment.requested_by,
        requestedAt: row.requested_at?.toISOString() ?? null,
        approversNeeded: payment.approvers,
        approvals: row.approvals.map(({ user, at }) => ({ user, at: iso(at) })),
        paidOn: row.paid_on,
        paidBy: row.paid_by,
        paidTo: row.paid_to,
        reference: row.reference,
        deadlines: clocks.map((clock) => DeadlineDto.of(clock, row.today, lang)),
        order802: order802(money, payment, clocks, row.today),
        allowedActions: principal.kind === 'user'
            ? allowedActions(paymentLifecycle, state, { permissions: heldIn(principal, [row.buyer_id]) })
            : [],
    };
}
//# sourceMappingURL=payments.queries.js.map