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
import { bodiesWith, holdsIn } from '../../platform/access/held.js';
import { lockRoot } from '../../platform/database/roots.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { Payees } from './payees.js';
/** The account to which an agency wants to be paid: its own word, so that no payer can send money elsewhere. */
let PayeeAccountsService = class PayeeAccountsService {
    transactions;
    payees;
    constructor(transactions, payees) {
        this.transactions = transactions;
        this.payees = payees;
    }
    state(principal, id, version, dto) {
        return this.transactions.run(principal, async (tx) => {
            const body = await lockRoot(tx, 'organisation', id, (sql) => sql, new Sql(), version);
            if (principal.kind !== 'user' || !holdsIn(principal, 'invoice.submit', [id]))
                throw new Problem('not_permitted');
            const covered = this.payees.cover(dto.account);
            await tx.query(`INSERT INTO payee_account AS a (organisation_id, pseudonym, masked, holder, bank, stated_at, stated_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organisation_id) DO UPDATE SET pseudonym = EXCLUDED.pseudonym,
           masked = EXCLUDED.masked, holder = EXCLUDED.holder, bank = EXCLUDED.bank, stated_at = EXCLUDED.stated_at,
           stated_by = EXCLUDED.stated_by`, [id, covered.pseudonym, covered.masked, dto.holder, dto.bank, await tx.now(), principal.id]);
            await tx.query(`UPDATE organisation SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
                id,
            ]);
            await tx.record({
                aggregate: 'organisation',
                id,
                action: 'payee_account_stated',
                dataset: body.dataset,
                region: body.region,
                tenants: [id],
                data: { account: covered.masked },
            });
        });
    }
    /** For the body itself and for the buyers of its contracts; to everybody else it is not there. */
    async read(principal, id) {
        const mine = bodiesWith(principal, 'contract.read');
        const [row] = await this.transactions.reader.query(`SELECT o.version, a.masked, a.holder, a.bank, a.stated_at FROM payee_account a JOIN organisation o ON o.id = a.organisation_id
       WHERE a.organisation_id = $1 AND (a.organisation_id = ANY ($2::uuid[]) OR EXISTS (
         SELECT FROM contract c WHERE c.supplier_id = $1 AND c.conducted = 'here' AND c.buyer_id = ANY ($2::uuid[])))`, [id, mine]);
        if (!row)
            throw new Problem('not_found');
        return {
            organisation: id,
            version: row.version,
            account: row.masked,
            holder: row.holder,
            bank: row.bank,
            statedAt: row.stated_at.toISOString(),
        };
    }
};
PayeeAccountsService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions,
        Payees])
], PayeeAccountsService);
export { PayeeAccountsService };
//# sourceMappingURL=payee-accounts.service.js.map