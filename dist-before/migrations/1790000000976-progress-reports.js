/** What was done in each period of a contract, as the agency reports it and the buyer approves it. */
export class ProgressReports1790000000976 {
    name = 'ProgressReports1790000000976';
    async up(runner) {
        await runner.query(`
      CREATE TABLE progress_report (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        dataset text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        contract_id uuid NOT NULL REFERENCES contract,
        -- Both days count. Periods of one contract do not overlap.
        period_from date NOT NULL,
        period_to date NOT NULL CHECK (period_to >= period_from),
        -- 0 is the report of the period; an adjustment names the approved one in whose place it stands.
        no integer NOT NULL CHECK (no >= 0),
        adjusts uuid REFERENCES progress_report,
        adjustment_reason text,
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'approved', 'returned')),
        text text,
        -- A snapshot of the records of the period: of when, and the hash of the records it was taken of.
        figures jsonb NOT NULL,
        figures_as_of timestamptz NOT NULL,
        records_hash text NOT NULL,
        submitted_at timestamptz,
        submitted_by uuid,
        decided_at timestamptz,
        decided_by uuid,
        decision_reason text,
        UNIQUE (contract_id, period_from, no),
        CONSTRAINT progress_report_adjusts_with_a_reason CHECK (
          (no = 0) = (adjusts IS NULL) AND (adjusts IS NULL) = (adjustment_reason IS NULL))
      )`);
        // One that is not approved at a time.
        await runner.query(`
      CREATE UNIQUE INDEX progress_report_under_way ON progress_report (contract_id, period_from) WHERE state <> 'approved'`);
        await runner.query(`CREATE INDEX progress_report_adjusted ON progress_report (adjusts) WHERE adjusts IS NOT NULL`);
        await runner.query(`
      CREATE FUNCTION progress_report_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state = 'approved' THEN
          RAISE EXCEPTION 'an approved report is adjusted by another, never changed' USING ERRCODE = 'check_violation';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
      END $$`);
        await runner.query(`
      CREATE TRIGGER progress_report_is_kept BEFORE UPDATE OR DELETE ON progress_report
      FOR EACH ROW EXECUTE FUNCTION progress_report_is_kept()`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE progress_report`);
        await runner.query(`DROP FUNCTION progress_report_is_kept()`);
    }
}
//# sourceMappingURL=1790000000976-progress-reports.js.map