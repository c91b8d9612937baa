/**
 * Questions about issued documents with their published answers, and who asked for the documents. Both name a body that may
 * bid, so neither leaves a row anywhere else before it may be known.
 */
export class Clarifications1790000000870 {
    name = 'Clarifications1790000000870';
    async up(runner) {
        await runner.query(`
      CREATE TABLE clarification (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        tender_id uuid NOT NULL REFERENCES tender,
        question text NOT NULL,
        asked_at timestamptz NOT NULL,
        -- Shown to the asker alone.
        organisation_id uuid NOT NULL REFERENCES organisation,
        answer text,
        answered_at timestamptz,
        answered_by uuid,
        affects_preparation boolean,
        CHECK ((answer IS NULL) = (answered_at IS NULL))
      )`);
        await runner.query(`CREATE INDEX clarification_tender ON clarification (tender_id, asked_at, id)`);
        await runner.query(`
      CREATE TABLE document_request (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        tender_id uuid NOT NULL REFERENCES tender,
        organisation_id uuid NOT NULL REFERENCES organisation,
        requested_at timestamptz NOT NULL,
        UNIQUE (tender_id, organisation_id)
      )`);
        await runner.query(`COMMENT ON TABLE document_request IS 'Secret until the opening, their number included.'`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE document_request`);
        await runner.query(`DROP TABLE clarification`);
    }
}
//# sourceMappingURL=1790000000870-clarifications.js.map