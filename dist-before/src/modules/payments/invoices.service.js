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
import { heldIn, holdsIn } from '../../platform/access/held.js';
import { scopeOf } from '../../platform/access/scope.js';
import { todayInShanghai } from '../../platform/clock/moment.js';
import { Transactions } from '../../platform/database/transactions.js';
import { DocumentReferences } from '../../platform/documents/document-references.js';
import { Problem } from '../../platform/errors/problem.js';
import { invalid } from '../../platform/http/validation.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { formatYuan, parseYuan } from '../../platform/money/money.js';
import { lockContract, mustBeHere } from '../contracts/conducted/conducted-contract.js';
import { moneyOf } from './contract-money.js';
import { invoiceLifecycle } from './invoice.lifecycle.js';
import { lockMoney, toParties } from './paid-contract.js';
import { notLawful, payableFor } from './payment.guards.js';
/** Invoices of the agency: for one instalment each, judged by the buyer, never changed but by who sent them. */
let InvoicesService = class InvoicesService {
    transactions;
    registry;
    documents;
    constructor(transactions, registry, documents) {
        this.transactions = transactions;
        this.registry = registry;
        this.documents = documents;
    }
    onModuleInit() {
        this.registry.register(invoiceLifecycle);
        const of = (check) => async (tx, id, given) => {
            const [row] = await tx.query(`SELECT * FROM invoice WHERE id = $1`, [id]);
            return check(tx, row, given);
        };
        this.registry.contribute('invoice_differs', of(differs));
        this.registry.contribute('invoice_used', of((tx, row, given) => numberTaken(tx, row.supplier_id, given.number ?? row.number)));
        this.registry.contribute('invoice_stands', of((tx, row) => living(tx, row.payment_id)));
        this.registry.contribute('invoice_in_use', of(inUse));
        this.registry.contribute('reason_not_lawful', of(async (tx, { contract_id }, { ground }) => notLawful(tx, await moneyOf(tx.manager, contract_id), ground)), invoiceLifecycle.name);
    }
    submit(principal, contractId, dto) {
        return this.transactions.run(principal, async (tx) => {
            const contract = mustBeHere(await lockContract(tx, contractId, undefined));
            if (!holdsIn(principal, 'invoice.submit', [contract.supplier_id]))
                throw new Problem('not_permitted');
            const [payment] = await tx.query(`SELECT FROM payment WHERE id = $1 AND contract_id = $2 AND NOT dropped AND state <> 'cancelled'`, [dto.payment, contract.id]);
            if (!payment)
                throw invalid('/payment', 'not_found', { en: 'No instalment of this contract', zh: '不是本合同的付款期次' });
            await mustHaveBeenIssued(tx, dto.issuedOn);
            const number = dto.number.trim();
            const taken = await numberTaken(tx, contract.supplier_id, number);
            if (taken)
                throw new Problem('invoice_used', taken);
            const stands = await living(tx, dto.payment);
            if (stands)
                throw new Problem('invoice_stands', stands);
            const [made] = await tx.query(`INSERT INTO invoice (dataset, contract_id, payment_id, supplier_id, number, amount, issued_on, received_at, submitted_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`, [
                contract.dataset,
                contract.id,
                dto.payment,
                contract.supplier_id,
                number,
                parseYuan(dto.amount).toString(),
                dto.issuedOn,
                await tx.now(),
                principal.id,
            ]);
            const id = made?.id ?? '';
            await this.documents.refer(tx, scopeOf(principal), 'invoice', id, dto.documents ?? [], '/documents');
            await tx.record({
                ...toParties(contract),
                aggregate: 'invoice',
                id,
                action: 'submitted',
                to: 'submitted',
                data: { contract: contract.id, payment: dto.payment, number, amount: formatYuan(parseYuan(dto.amount)) },
            });
            return id;
        });
    }
    act(principal, contractId, id, version, action, given) {
        return this.transactions.run(principal, async (tx) => {
            const { contract, row: invoice } = await lockMoney(tx, contractId, { table: 'invoice', id, version });
            // Each side by its own seat: the buyer judges, the agency sends.
            const held = new Set([
                ...[...heldIn(principal, [contract.buyer_id])].filter((p) => p !== 'invoice.submit'),
                ...[...heldIn(principal, [contract.supplier_id])].filter((p) => p === 'invoice.submit'),
            ]);
            const asked = {
                ...(given.reason !== undefined && { reason: given.reason }),
                ...(given.ground !== undefined && { ground: given.ground }),
                ...(given.number !== undefined && { number: given.number.trim() }),
            };
            const transition = await this.registry.enter(tx, invoiceLifecycle, invoice, action, asked, held);
            const to = transition.to;
            const sent = transition.action === 'submit';
            if (sent && given.issuedOn !== undefined)
                await mustHaveBeenIssued(tx, given.issuedOn);
            const now = await tx.now();
            await tx.query(`UPDATE invoice SET state = $2, number = coalesce($3, number), amount = coalesce($4, amount),
           issued_on = coalesce($5, issued_on), received_at = coalesce($6, received_at), decided_at = $7, reason = $8,
           version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
                id,
                to,
                sent ? (asked.number ?? null) : null,
                sent && given.amount !== undefined ? parseYuan(given.amount).toString() : null,
                sent ? (given.issuedOn ?? null) : null,
                sent ? now : null,
                sent ? null : now,
                given.reason ?? null,
            ]);
            if (sent)
                await this.documents.refer(tx, scopeOf(principal), 'invoice', id, given.documents ?? [], '/documents');
            await tx.record({
                ...toParties(contract),
                aggregate: 'invoice',
                id,
                action: transition.action,
                from: invoice.state,
                to,
                reason: given.reason ?? null,
                data: {
                    contract: contract.id,
                    payment: invoice.payment_id,
                    ...(given.ground !== undefined && { ground: given.ground }),
                },
            });
        });
    }
};
InvoicesService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        LifecycleRegistry,
        DocumentReferences])
], InvoicesService);
export { InvoicesService };
async function mustHaveBeenIssued(tx, on) {
    if (on > todayInShanghai(await tx.now()))
        throw invalid('/issuedOn', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
}
async function differs(tx, invoice) {
    const payable = await payableFor(tx, invoice.contract_id, invoice.payment_id);
    if (BigInt(invoice.amount) === payable)
        return null;
    return { facts: { invoiced: formatYuan(invoice.amount), payable: formatYuan(payable) } };
}
/** One after another for a supplier: its number is of one living invoice, whichever contract it is for. */
async function numberTaken(tx, supplier, number) {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('invoice numbers of ' || $1::text, 0))`, [supplier]);
    const rows = await tx.query(`SELECT FROM invoice WHERE supplier_id = $1 AND number = $2 AND state IN ('submitted', 'accepted')`, [supplier, number]);
    return rows.length > 0 ? { facts: { number } } : null;
}
async function living(tx, payment) {
    const [row] = await tx.query(`SELECT id, number, state FROM invoice WHERE payment_id = $1 AND state IN ('submitted', 'accepted')`, [payment]);
    return row ? { facts: { invoice: row.id, number: row.number, state: row.state } } : null;
}
async function inUse(tx, { payment_id }) {
    const [row] = await tx.query(`SELECT state FROM payment WHERE id = $1 AND state NOT IN ('scheduled', 'cancelled')`, [payment_id]);
    return row ? { facts: { payment: row.state } } : null;
}
//# sourceMappingURL=invoices.service.js.map