/** SQL: challenges and complaints about the lot `l` that were upheld and ask for something to follow. */
const UPHELD = `
  SELECT x.remedied_at FROM challenge x WHERE x.tender_id = l.tender_id AND (x.lot_id IS NULL OR x.lot_id = l.id)
    AND x.result = 'upheld' AND x.affects_result
  UNION ALL SELECT x.remedied_at FROM complaint x WHERE x.tender_id = l.tender_id AND (x.lot_id IS NULL OR x.lot_id = l.id)
    AND x.effect IN ('redo', 'next_rank', 'new_round', 'rescind_contract')`;
/**
 * From the report to the result: when the buyer received it, what it says against it, how ties were settled, the next rank
 * that was proposed. An award exists from its confirmation on, and says its fact once the result is published.
 */
export class Results1790000000900 {
    name = 'Results1790000000900';
    async up(runner) {
        await runner.query(`
      CREATE TABLE lot_result (
        lot_id uuid PRIMARY KEY REFERENCES lot,
        review_id uuid NOT NULL REFERENCES review,
        delivered_at timestamptz NOT NULL,
        delivered_by uuid,
        -- Why the buyer itself recorded that it has the report.
        receipt_reason text,
        -- The five working days count from the day after; a suspension lets them begin anew.
        runs_from timestamptz NOT NULL,
        -- Not where a remedy sent the decision back: the law deems only what follows from the report.
        deeming boolean NOT NULL DEFAULT true,
        -- The last instant at which something stood in the way of the clock.
        cleared_at timestamptz,
        -- From this instant on the first rank is deemed confirmed; null: never, as things stand.
        deems_at timestamptz,
        objection text,
        objected_at timestamptz,
        objected_by uuid,
        ties jsonb NOT NULL DEFAULT '[]',
        proposal_reason text,
        proposed_at timestamptz,
        proposed_by uuid,
        CHECK ((objection IS NULL) = (objected_at IS NULL)),
        CHECK ((proposal_reason IS NULL) = (proposed_at IS NULL)),
        CHECK (deems_at IS NULL OR (deeming AND objection IS NULL))
      )`);
        await runner.query(`CREATE INDEX lot_result_deems ON lot_result (deems_at)`);
        await runner.query(`
      ALTER TABLE award
        ALTER COLUMN fact_id DROP NOT NULL,
        ADD COLUMN version integer NOT NULL DEFAULT 1,
        ADD COLUMN bid_id uuid REFERENCES bid,
        ADD COLUMN rank integer CHECK (rank >= 1),
        -- Decided by the clock.
        ADD COLUMN deemed boolean NOT NULL DEFAULT false,
        -- The report it follows: one that was invalidated may win again by another.
        ADD COLUMN report_hash bytea CHECK (octet_length(report_hash) = 32),
        ADD COLUMN ended_on date,
        ADD COLUMN end_reason text,
        DROP CONSTRAINT award_state_check,
        ADD CONSTRAINT award_state_check
          CHECK (state IN ('pending', 'active', 'cancelled', 'contracted', 'refused', 'invalidated')),
        ADD CONSTRAINT award_is_said_or_pending CHECK (fact_id IS NOT NULL OR state IN ('pending', 'cancelled'))`);
        await runner.query(`DROP INDEX award_one_active`);
        await runner.query(`CREATE UNIQUE INDEX award_one_active ON award (lot_id) WHERE state IN ('pending', 'active', 'contracted')`);
        await runner.query(`ALTER TABLE bid ADD COLUMN told jsonb`);
        await runner.query(`COMMENT ON COLUMN bid.told IS 'what its bidder is told with the result, and nobody else'`);
        await runner.query(`
      CREATE FUNCTION lot_deemed_at(lot uuid) RETURNS timestamptz LANGUAGE sql STABLE AS $$
        SELECT greatest(r.deems_at, (SELECT max(u.remedied_at) FROM (${UPHELD}) u))
        FROM lot_result r JOIN lot l ON l.id = r.lot_id
        WHERE l.id = $1 AND l.state = 'reviewed' AND r.deems_at IS NOT NULL
          AND NOT EXISTS (SELECT FROM (${UPHELD}) u WHERE u.remedied_at IS NULL)
      $$`);
        await runner.query(`
      CREATE FUNCTION lot_state_at(state text, lot uuid, at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN $1 = 'reviewed' AND lot_deemed_at($2) <= $3 THEN 'confirmed' ELSE $1 END
      $$`);
        await runner.query(`
      CREATE FUNCTION lots_state_at(state text, tender uuid, at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN $1 = 'reviewed' AND NOT EXISTS (
          SELECT FROM lot l WHERE l.tender_id = $2 AND lot_state_at(l.state, l.id, $3) = 'reviewed')
          AND EXISTS (SELECT FROM lot l WHERE l.tender_id = $2 AND l.state = 'reviewed')
          THEN 'confirmed' ELSE $1 END
      $$`);
    }
    async down(runner) {
        await runner.query(`DROP FUNCTION lots_state_at(text, uuid, timestamptz)`);
        await runner.query(`DROP FUNCTION lot_state_at(text, uuid, timestamptz)`);
        await runner.query(`DROP FUNCTION lot_deemed_at(uuid)`);
        await runner.query(`ALTER TABLE bid DROP COLUMN told`);
        await runner.query(`DELETE FROM award WHERE fact_id IS NULL`);
        await runner.query(`DROP INDEX award_one_active`);
        await runner.query(`
      CREATE UNIQUE INDEX award_one_active ON award (lot_id) WHERE state IN ('active', 'contracted')`);
        await runner.query(`
      ALTER TABLE award DROP CONSTRAINT award_is_said_or_pending, DROP CONSTRAINT award_state_check,
        ADD CONSTRAINT award_state_check
          CHECK (state IN ('active', 'cancelled', 'contracted', 'refused', 'invalidated')),
        DROP COLUMN end_reason, DROP COLUMN ended_on, DROP COLUMN report_hash, DROP COLUMN deemed, DROP COLUMN rank,
        DROP COLUMN bid_id, DROP COLUMN version,
        ALTER COLUMN fact_id SET NOT NULL`);
        await runner.query(`DROP TABLE lot_result`);
    }
}
//# sourceMappingURL=1790000000900-results.js.map