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
import { Transactions } from '../../platform/database/transactions.js';
/** What residents are told of their line. Coverage is counted by a later room, which says here how. */
let LineOutlooks = class LineOutlooks {
    transactions;
    coverage = null;
    constructor(transactions) {
        this.transactions = transactions;
    }
    contribute(coverage) {
        if (this.coverage !== null)
            throw new Error('The coverage of a line is contributed twice');
        this.coverage = coverage;
    }
    /** The lines of a contract. */
    async of(contract) {
        const lines = await this.transactions.reader.query(`SELECT l.id, l.name FROM contract_service_line c JOIN service_line l ON l.id = c.service_line_id
       WHERE c.contract_id = $1 ORDER BY l.name, l.id`, [contract]);
        const outlooks = [];
        for (const line of lines)
            outlooks.push(await this.outlook(line));
        return outlooks;
    }
    async outlook({ id, name }) {
        const covered = await this.coverage?.(id);
        const now = (covered?.spells ?? []).filter((s) => s.from <= (covered?.asOf ?? '') && s.to >= (covered?.asOf ?? ''));
        const next = covered?.successor ?? null;
        const after = covered?.spells.find((s) => next !== null && s.contract === next.contract && s.from === next.from);
        const names = await this.names([...now.map((s) => s.agency), after?.agency ?? null]);
        const named = (agency) => names.get(agency ?? '') ?? null;
        return {
            serviceLine: id,
            name,
            servedBy: [...new Set(now.flatMap((s) => named(s.agency) ?? []))],
            servedUntil: now
                .map((s) => s.to)
                .sort()
                .at(-1) ?? null,
            next: next && { from: next.from, by: named(after?.agency) },
        };
    }
    async names(agencies) {
        const rows = await this.transactions.reader.query(`SELECT id, name FROM organisation WHERE id = ANY ($1::uuid[])`, [agencies.filter((id) => id !== null)]);
        return new Map(rows.map((row) => [row.id, row.name]));
    }
};
LineOutlooks = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [Transactions])
], LineOutlooks);
export { LineOutlooks };
//# sourceMappingURL=line-outlooks.js.map