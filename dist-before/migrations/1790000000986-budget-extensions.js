/** A later day until which the money of a budget line may be used: asked for, and answered. */
export class BudgetExtensions1790000000986 {
    name = 'BudgetExtensions1790000000986';
    async up(runner) {
        await runner.query(`
      CREATE TABLE budget_extension (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        programme_id uuid NOT NULL REFERENCES programme,
        budget_line_id uuid NOT NULL REFERENCES budget_line,
        -- The line's day when it was asked for, as precisely as it was known, and the one asked for.
        use_by text NOT NULL,
        until date NOT NULL,
        reason text NOT NULL,
        state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'granted', 'refused', 'withdrawn')),
        requested_by uuid NOT NULL,
        requested_at timestamptz NOT NULL,
        decided_by uuid,
        decided_at timestamptz,
        decision_reason text,
        CONSTRAINT budget_extension_decided CHECK ((state = 'requested') = (decided_at IS NULL))
      )`);
        await runner.query(`CREATE UNIQUE INDEX budget_extension_pending ON budget_extension (budget_line_id) WHERE state = 'requested'`);
        await runner.query(`CREATE INDEX budget_extension_list ON budget_extension (budget_line_id, created_at, id)`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE budget_extension`);
    }
}
//# sourceMappingURL=1790000000986-budget-extensions.js.map