/** Uploaded files, what refers to them, and which body keeps the record of a need or a community. */
export class Documents1790000000550 {
    name = 'Documents1790000000550';
    async up(runner) {
        await runner.query(`
      CREATE TABLE document (
        id uuid PRIMARY KEY,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        organisation_id uuid NOT NULL REFERENCES organisation,
        uploaded_by text NOT NULL,
        name text NOT NULL,
        media_type text NOT NULL,
        size bigint NOT NULL CHECK (size > 0),
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        -- The same file sent twice by one body is one document.
        UNIQUE (organisation_id, sha256, name, media_type)
      )`);
        await runner.query(`
      CREATE TABLE document_reference (
        document_id uuid NOT NULL REFERENCES document,
        root_type text NOT NULL,
        root_id uuid NOT NULL,
        PRIMARY KEY (document_id, root_type, root_id)
      )`);
        await runner.query(`CREATE INDEX document_reference_root ON document_reference (root_id)`);
        for (const table of ['community', 'need'])
            await runner.query(`ALTER TABLE ${table} ADD COLUMN owner_id uuid REFERENCES organisation`);
        // Names are looked up for bodies with a credit code too.
        await runner.query(`CREATE INDEX organisation_any_name ON organisation (dataset, name)`);
        await runner.query(`CREATE INDEX need_community ON need (community_id)`);
        await runner.query(`CREATE INDEX need_line ON need (service_line_id)`);
    }
    async down(runner) {
        for (const index of ['need_line', 'need_community', 'organisation_any_name'])
            await runner.query(`DROP INDEX ${index}`);
        for (const table of ['community', 'need'])
            await runner.query(`ALTER TABLE ${table} DROP COLUMN owner_id`);
        await runner.query(`DROP TABLE document_reference`);
        await runner.query(`DROP TABLE document`);
    }
}
//# sourceMappingURL=1790000000550-documents.js.map