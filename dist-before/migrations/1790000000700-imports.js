/** Files of notices: their lines as received, how far they were taken, and why some were not. */
export class Imports1790000000700 {
    name = 'Imports1790000000700';
    async up(runner) {
        await runner.query(`
      CREATE TABLE import (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        dataset text NOT NULL CHECK (dataset ~ '^import:[a-z0-9][a-z0-9-]{0,39}$'),
        dry_run boolean NOT NULL,
        state text NOT NULL DEFAULT 'receiving' CHECK (state IN ('receiving', 'running', 'done', 'failed')),
        rows integer NOT NULL DEFAULT 0,
        accepted integer NOT NULL DEFAULT 0,
        unchanged integer NOT NULL DEFAULT 0,
        rejected integer NOT NULL DEFAULT 0,
        -- The last line that is settled: a crash goes on after it.
        done_line integer NOT NULL DEFAULT 0,
        error text,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        finished_at timestamptz,
        created_by uuid,
        organisation_id uuid
      )`);
        await runner.query(`
      CREATE TABLE import_line (
        import_id uuid NOT NULL REFERENCES import ON DELETE CASCADE,
        line integer NOT NULL,
        raw bytea NOT NULL,
        PRIMARY KEY (import_id, line)
      )`);
        await runner.query(`
      CREATE TABLE import_reject (
        import_id uuid NOT NULL REFERENCES import ON DELETE CASCADE,
        line integer NOT NULL,
        row_id text,
        errors jsonb NOT NULL,
        raw text NOT NULL,
        PRIMARY KEY (import_id, line)
      )`);
        await runner.query(`CREATE INDEX notice_dataset_reference ON notice (dataset, reference)`);
    }
    async down(runner) {
        await runner.query(`DROP INDEX notice_dataset_reference`);
        await runner.query(`DROP TABLE import_reject`);
        await runner.query(`DROP TABLE import_line`);
        await runner.query(`DROP TABLE import`);
    }
}
//# sourceMappingURL=1790000000700-imports.js.map