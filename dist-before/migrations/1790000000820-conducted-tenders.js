/**
 * Tenders that are conducted here: who wrote the draft, what its documents say, opinions, the approval of the method, and
 * every issued revision of the documents as it was published.
 */
export class ConductedTenders1790000000820 {
    name = 'ConductedTenders1790000000820';
    async up(runner) {
        await runner.query(`
      ALTER TABLE tender
        ADD COLUMN written_by uuid[] NOT NULL DEFAULT '{}',
        ADD COLUMN approved_at timestamptz,
        ADD COLUMN approved_by uuid,
        ADD COLUMN copied_from uuid REFERENCES tender,
        -- What the documents say, and the dates they are planned for; null for a purchase conducted elsewhere.
        ADD COLUMN terms jsonb,
        ADD COLUMN plan jsonb,
        -- Number of the documents' revision in force; null before the issue.
        ADD COLUMN revision integer CHECK (revision >= 1),
        ADD COLUMN suspended_from text,
        ADD CONSTRAINT tender_conducted_here CHECK (conducted = 'elsewhere' OR (state IS NOT NULL AND terms IS NOT NULL AND plan IS NOT NULL AND buyer_id IS NOT NULL)),
        ADD CONSTRAINT tender_is_not_approved_by_its_author CHECK (approved_by IS NULL OR NOT approved_by = ANY (written_by))`);
        await runner.query(`
      CREATE TABLE tender_opinion (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        tender_id uuid NOT NULL REFERENCES tender,
        kind text NOT NULL CHECK (kind IN ('public', 'survey', 'legal_review')),
        held_on date NOT NULL,
        participants integer CHECK (participants >= 0),
        summary text NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by uuid
      )`);
        await runner.query(`CREATE INDEX tender_opinion_tender ON tender_opinion (tender_id)`);
        await runner.query(`
      CREATE TABLE method_approval (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        tender_id uuid NOT NULL REFERENCES tender,
        method text NOT NULL,
        reason text NOT NULL,
        requested_at timestamptz NOT NULL,
        requested_by uuid,
        state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'granted', 'refused', 'lapsed')),
        decided_at timestamptz,
        decided_by uuid,
        decision_reason text
      )`);
        await runner.query(`
      CREATE UNIQUE INDEX method_approval_one_open ON method_approval (tender_id) WHERE state IN ('requested', 'granted', 'refused')`);
        await runner.query(`
      CREATE TABLE tender_revision (
        tender_id uuid NOT NULL REFERENCES tender,
        revision integer NOT NULL CHECK (revision >= 1),
        published_at timestamptz NOT NULL,
        deadline_at timestamptz NOT NULL,
        document jsonb NOT NULL,
        reason text,
        PRIMARY KEY (tender_id, revision)
      )`);
        // What the rules said of the draft when it was submitted, and why the approver went on nevertheless.
        await runner.query(`
      CREATE TABLE tender_finding (
        tender_id uuid NOT NULL REFERENCES tender,
        indicator text NOT NULL,
        subject_id text NOT NULL,
        state text NOT NULL,
        severity text,
        assessment jsonb NOT NULL,
        reason text,
        explained_by uuid,
        PRIMARY KEY (tender_id, indicator, subject_id)
      )`);
    }
    async down(runner) {
        for (const table of ['tender_finding', 'tender_revision', 'method_approval', 'tender_opinion'])
            await runner.query(`DROP TABLE ${table}`);
        await runner.query(`
      ALTER TABLE tender DROP CONSTRAINT tender_is_not_approved_by_its_author, DROP CONSTRAINT tender_conducted_here,
        DROP COLUMN suspended_from, DROP COLUMN revision, DROP COLUMN plan, DROP COLUMN terms, DROP COLUMN copied_from,
        DROP COLUMN approved_by, DROP COLUMN approved_at, DROP COLUMN written_by`);
    }
}
//# sourceMappingURL=1790000000820-conducted-tenders.js.map