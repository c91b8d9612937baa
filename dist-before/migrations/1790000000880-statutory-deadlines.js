/**
 * Periods of law that run and end with an act of the buyer, as the rules last read the facts. They follow from facts alone,
 * and are kept so that a list of tasks need not ask every rule of every purchase.
 */
export class StatutoryDeadlines1790000000880 {
    name = 'StatutoryDeadlines1790000000880';
    async up(runner) {
        await runner.query(`
      CREATE TABLE statutory_deadline (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        subject_type text NOT NULL CHECK (subject_type IN ('tender', 'contract')),
        subject_id uuid NOT NULL,
        key text NOT NULL,
        title jsonb NOT NULL,
        since date NOT NULL,
        due_on date NOT NULL,
        -- What is not on record has not happened: it is overdue, and not merely unknown.
        told boolean NOT NULL,
        UNIQUE (subject_type, subject_id, key)
      )`);
        await runner.query(`CREATE INDEX statutory_deadline_due ON statutory_deadline (due_on)`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE statutory_deadline`);
    }
}
//# sourceMappingURL=1790000000880-statutory-deadlines.js.map