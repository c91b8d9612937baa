/** A service line ends by a decision: somebody proposes it, its residents are heard, another decides. */
export class LineEndings1790000000997 {
    name = 'LineEndings1790000000997';
    async up(runner) {
        await runner.query(`
      ALTER TABLE service_line ADD COLUMN end_proposed_on date, ADD COLUMN end_proposed_by uuid, ADD COLUMN end_on date,
        ADD COLUMN end_reason text, ADD COLUMN end_decided_on date, ADD COLUMN end_decision text,
        ADD CONSTRAINT service_line_end_is_proposed_by_somebody CHECK
          ((end_proposed_on IS NULL) = (end_proposed_by IS NULL) AND (end_proposed_on IS NULL) = (end_on IS NULL)),
        ADD CONSTRAINT service_line_end_was_proposed CHECK (end_decided_on IS NULL OR (end_proposed_on IS NOT NULL AND until IS NOT NULL))`);
        await runner.query(`
      CREATE TABLE service_line_opinion (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        dataset text NOT NULL,
        service_line_id uuid NOT NULL REFERENCES service_line,
        form text NOT NULL,
        held_on date NOT NULL,
        heard integer NOT NULL CHECK (heard >= 1),
        agreed integer CHECK (agreed BETWEEN 0 AND heard),
        summary text NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT business_now(),
        recorded_by uuid NOT NULL
      )`);
        await runner.query(`CREATE INDEX service_line_opinion_list ON service_line_opinion (service_line_id, held_on, id)`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE service_line_opinion`);
        await runner.query(`DELETE FROM document_reference WHERE root_type = 'service_line_opinion'`);
        await runner.query(`
      ALTER TABLE service_line DROP CONSTRAINT service_line_end_was_proposed, DROP CONSTRAINT service_line_end_is_proposed_by_somebody,
        DROP COLUMN end_proposed_on, DROP COLUMN end_proposed_by, DROP COLUMN end_on, DROP COLUMN end_reason,
        DROP COLUMN end_decided_on, DROP COLUMN end_decision`);
    }
}
//# sourceMappingURL=1790000000997-line-endings.js.map