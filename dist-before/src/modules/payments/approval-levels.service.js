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
import { formatYuan, parseYuan } from '../../platform/money/money.js';
import { ROLE_NAMES, permissionsOf } from '../accounts/roles.js';
const APPROVING = ROLE_NAMES.filter((role) => permissionsOf([role]).has('payment.approve'));
/** From which amounts on a bureau asks one more person to approve a payment. */
let ApprovalLevelsService = class ApprovalLevelsService {
    transactions;
    constructor(transactions) {
        this.transactions = transactions;
    }
    set(principal, id, version, { levels }) {
        return this.transactions.run(principal, async (tx) => {
            const body = await lockRoot(tx, 'organisation', id, (sql) => sql, new Sql(), version);
            if (!holdsIn(principal, 'payment.approve', [id]))
                throw new Problem('not_permitted');
            const fen = [...new Set(levels.map((level) => parseYuan(level)))].sort((a, b) => (a < b ? -1 : 1));
            const [there] = await tx.query(`SELECT count(DISTINCT u.id)::integer AS n FROM seat s JOIN app_user u ON u.id = s.user_id
         WHERE s.organisation_id = $1 AND s.role = ANY ($2::text[]) AND u.state = 'active'`, [id, APPROVING]);
            // What nobody could approve would never be paid.
            if ((there?.n ?? 0) < fen.length + 1)
                throw new Problem('approvers_too_few', { facts: { approvers: there?.n ?? 0, asked: fen.length + 1 } });
            await tx.query(`DELETE FROM approval_level WHERE organisation_id = $1`, [id]);
            await tx.query(`INSERT INTO approval_level (organisation_id, above) SELECT $1, unnest($2::bigint[])`, [
                id,
                fen.map(String),
            ]);
            await tx.query(`UPDATE organisation SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
                id,
            ]);
            await tx.record({
                aggregate: 'organisation',
                id,
                action: 'approval_levels_set',
                dataset: body.dataset,
                region: body.region,
                tenants: [id],
                data: { levels: fen.map((above) => formatYuan(above)) },
            });
        });
    }
    /** A body's own business: to everybody else it is not there. */
    async read(principal, id) {
        if (!bodiesWith(principal, 'contract.read').includes(id))
            throw new Problem('not_found');
        const { reader } = this.transactions;
        const [body] = await reader.query(`SELECT id, version FROM organisation WHERE id = $1`, [id]);
        if (!body)
            throw new Problem('not_found');
        const rows = await reader.query(`SELECT above::text FROM approval_level WHERE organisation_id = $1 ORDER BY approval_level.above`, [id]);
        return { organisation: id, version: body.version, levels: rows.map(({ above }) => formatYuan(above)) };
    }
};
ApprovalLevelsService = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], ApprovalLevelsService);
export { ApprovalLevelsService };
/** One, and one more above each level of the buyer that the amount exceeds. */
export async function approversFor(tx, buyer, amount) {
    const [row] = await tx.query(`SELECT count(*)::integer AS n FROM approval_level WHERE organisation_id = $1 AND above < $2`, [buyer, amount.toString()]);
    return 1 + (row?.n ?? 0);
}
//# sourceMappingURL=approval-levels.service.js.map