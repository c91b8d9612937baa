/** Whose an import's name is, and what kind of principal ran an import. */
export class ImportNames1790000000890 {
    name = 'ImportNames1790000000890';
    async up(runner) {
        await runner.query(`
      CREATE TABLE import_name (
        dataset text PRIMARY KEY CHECK (dataset ~ '^import:[a-z0-9][a-z0-9-]{0,39}$'),
        -- The body that first imported under the name; null: the system itself, by its demonstration data or a command.
        organisation_id uuid,
        taken_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
        await runner.query(`
      INSERT INTO import_name (dataset, organisation_id, taken_at)
      SELECT DISTINCT ON (dataset) dataset, organisation_id, created_at FROM import WHERE NOT dry_run
      ORDER BY dataset, created_at, id`);
        await runner.query(`
      ALTER TABLE import ADD COLUMN created_by_kind text NOT NULL DEFAULT 'system'
        CHECK (created_by_kind IN ('user', 'api_key', 'system'))`);
        await runner.query(`UPDATE import SET created_by_kind = 'user' WHERE created_by IS NOT NULL`);
        await runner.query(`
      ALTER TABLE import ALTER COLUMN created_by_kind DROP DEFAULT,
        ADD CONSTRAINT import_has_an_importer CHECK ((created_by IS NULL) = (created_by_kind = 'system'))`);
    }
    async down(runner) {
        await runner.query(`UPDATE import SET created_by = NULL WHERE created_by_kind = 'api_key'`);
        await runner.query(`ALTER TABLE import DROP CONSTRAINT import_has_an_importer, DROP COLUMN created_by_kind`);
        await runner.query(`DROP TABLE import_name`);
    }
}
//# sourceMappingURL=1790000000890-import-names.js.map