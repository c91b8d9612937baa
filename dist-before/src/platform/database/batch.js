import { prepared } from './prepared.js';
import { Tx } from './transactions.js';
/**
 * Many small units of work in one transaction, as an import makes them: their statements are planned once per connection,
 * and their audit and outbox rows are written together at the end. `record` answers no ids: the rows come later.
 */
export class BatchTx extends Tx {
    held = [];
    savepoint = 'none';
    /** What is said with each change beside its own facts: which batch it belongs to. */
    said = {};
    /** Runs `work` as a batch of the unit of work that is open. */
    static async run(tx, said, work) {
        const batch = new BatchTx(...Tx.parts(tx));
        batch.actor = tx.actor;
        batch.said = said;
        const result = await work(batch);
        await batch.flush();
        return result;
    }
    query(sql, params = []) {
        return params.length === 0 ? super.query(sql) : prepared(this.manager, sql, params);
    }
    record(change) {
        return this.recordAll([change]).then(([recorded]) => recorded);
    }
    recordAll(changes) {
        for (const change of changes)
            this.held.push({ ...change, data: { ...change.data, ...this.said } });
        return Promise.resolve(changes.map(() => ({ audit: '', event: '' })));
    }
    /** One small unit of work: whole, or as if it had not been. Its savepoint is replaced by the next one's. */
    async attempt(work) {
        const held = this.held.length;
        if (this.savepoint === 'used')
            await this.query('RELEASE SAVEPOINT attempt; SAVEPOINT attempt');
        if (this.savepoint === 'none')
            await this.query('SAVEPOINT attempt');
        this.savepoint = 'used';
        try {
            return await work();
        }
        catch (error) {
            this.held.length = held;
            await this.query('ROLLBACK TO SAVEPOINT attempt');
            this.savepoint = 'clean';
            throw error;
        }
    }
    async flush() {
        const changes = this.held;
        this.held = [];
        await super.recordAll(changes);
    }
}
//# sourceMappingURL=batch.js.map