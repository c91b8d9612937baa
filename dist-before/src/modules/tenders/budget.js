import { Problem } from '../../platform/errors/problem.js';
import { formatYuan } from '../../platform/money/money.js';
import { overrunsOf, overrunsOnTheWay } from '../programmes/commitments.queries.js';
/**
 * The budget of a programme, locked before the purchases that spend it (programme → tender → contract), so that two
 * awards that fit alone cannot exceed it together.
 */
export class LockedBudget {
    tx;
    programme;
    measure;
    before;
    constructor(tx, programme, measure, before) {
        this.tx = tx;
        this.programme = programme;
        this.measure = measure;
        this.before = before;
    }
    static async lock(tx, programme, measure = overrunsOf) {
        await tx.query(`SELECT 1 FROM programme WHERE id = $1 FOR NO KEY UPDATE`, [programme]);
        return new LockedBudget(tx, programme, measure, await measure(tx.manager, programme));
    }
    /** That of a contract that goes on here: what is added to it takes nothing from what is on its way. */
    static ofContractHere(tx, id) {
        return LockedBudget.of(tx, 'contract', id, overrunsOnTheWay);
    }
    /** The budget that a tender or contract spends; null where it belongs to no programme. */
    static async of(tx, table, id, measure = overrunsOf) {
        const [row] = await tx.query(`SELECT programme_id FROM ${table} WHERE id = $1`, [
            id,
        ]);
        return row?.programme_id ? LockedBudget.lock(tx, row.programme_id, measure) : null;
    }
    /** Where more is spent now than when it was locked. What was exceeded before does not stand in the way. */
    async exceeded() {
        const now = await this.measure(this.tx.manager, this.programme);
        const spent = new Map(this.before.map((o) => [o.pool, o.exceededBy]));
        return now.filter((o) => o.exceededBy > (spent.get(o.pool) ?? 0n));
    }
}
/** The refusal, with the figures. */
export const budgetExceeded = (programme, overruns) => new Problem('budget_exceeded', exceedingDetails(programme, overruns));
export function exceedingDetails(programme, overruns) {
    return {
        facts: {
            programme,
            exceeded: overruns.map(({ line, lines, name, amount, committed, exceededBy }) => ({
                budgetLine: line,
                budgetLines: lines,
                name,
                amount: formatYuan(amount),
                committed: formatYuan(committed),
                exceededBy: formatYuan(exceededBy),
            })),
        },
    };
}
//# sourceMappingURL=budget.js.map