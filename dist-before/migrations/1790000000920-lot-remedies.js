/**
 * What ends, suspends or repeats a lot: the state it came from, so that it can be restored; reports that another replaced;
 * remedies that were carried out on a lot; and who may not sit in a panel again.
 */
export class LotRemedies1790000000920 {
    name = 'LotRemedies1790000000920';
    async up(runner) {
        await runner.query(`
      ALTER TABLE tender
        ADD COLUMN suspended_at timestamptz,
        ADD CONSTRAINT tender_suspended_whole CHECK (suspended_from IS NULL OR (state = 'suspended' AND suspended_at IS NOT NULL))`);
        await runner.query(`
      ALTER TABLE lot
        -- \`closed\` where its deadline had passed and its bids were not opened; its row says \`open\` until then.
        ADD COLUMN suspended_from text,
        ADD COLUMN suspended_at timestamptz,
        ADD COLUMN resumed_at timestamptz,
        -- The state it failed or was cancelled in.
        ADD COLUMN ended_from text,
        ADD CONSTRAINT lot_suspended_from CHECK ((state = 'suspended') = (suspended_from IS NOT NULL))`);
        // Whoever ends a lot: the state before is kept, for a failure may turn out to have been declared unlawfully.
        await runner.query(`
      CREATE FUNCTION lot_keeps_where_it_ended() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.state IN ('failed', 'cancelled') AND OLD.state NOT IN ('failed', 'cancelled') THEN
          NEW.ended_from := coalesce(OLD.suspended_from, OLD.state);
        ELSIF NEW.state NOT IN ('failed', 'cancelled') THEN
          NEW.ended_from := NULL;
        END IF;
        RETURN NEW;
      END $$`);
        await runner.query(`
      CREATE TRIGGER lot_keeps_where_it_ended BEFORE UPDATE OF state ON lot
      FOR EACH ROW EXECUTE FUNCTION lot_keeps_where_it_ended()`);
        // A lot that was suspended at the deadline is opened after the others: one opening at a time, not one for ever.
        await runner.query(`DROP INDEX opening_one`);
        await runner.query(`CREATE UNIQUE INDEX opening_one ON opening (tender_id) WHERE state IN ('requested', 'ordered')`);
        await runner.query(`
      CREATE TABLE review_superseded (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        lot_id uuid NOT NULL REFERENCES lot,
        -- Null where the lot had come to its end before a report.
        review_id uuid REFERENCES review,
        ground text NOT NULL,
        reason text NOT NULL,
        superseded_at timestamptz NOT NULL,
        -- As they were: the report, and what was found and explained before it.
        report jsonb,
        report_hash bytea CHECK (octet_length(report_hash) = 32),
        reported_at timestamptz,
        checks jsonb NOT NULL DEFAULT '[]',
        explanations jsonb NOT NULL DEFAULT '[]'
      )`);
        await runner.query(`CREATE INDEX review_superseded_lot ON review_superseded (lot_id)`);
        // Order 87 article 67: who broke the rules does not sit in the panel that reviews anew.
        await runner.query(`
      CREATE TABLE panel_bar (
        lot_id uuid NOT NULL REFERENCES lot,
        user_id uuid NOT NULL REFERENCES app_user,
        barred_at timestamptz NOT NULL,
        PRIMARY KEY (lot_id, user_id)
      )`);
        await runner.query(`
      CREATE TABLE remedy_application (
        -- A challenge or a complaint.
        remedy_id uuid NOT NULL,
        lot_id uuid NOT NULL REFERENCES lot,
        effect text NOT NULL,
        applied_at timestamptz NOT NULL,
        PRIMARY KEY (remedy_id, lot_id)
      )`);
        await runner.query(`
      CREATE TABLE tender_witness (
        tender_id uuid NOT NULL REFERENCES tender,
        user_id uuid NOT NULL REFERENCES app_user,
        appointed_at timestamptz NOT NULL,
        appointed_by uuid,
        PRIMARY KEY (tender_id, user_id)
      )`);
        await runner.query(`CREATE INDEX tender_witness_user ON tender_witness (user_id)`);
    }
    async down(runner) {
        for (const table of ['tender_witness', 'remedy_application', 'panel_bar', 'review_superseded'])
            await runner.query(`DROP TABLE ${table}`);
        await runner.query(`DROP INDEX opening_one`);
        await runner.query(`
      UPDATE opening o SET state = 'withdrawn' WHERE state <> 'withdrawn' AND EXISTS (
        SELECT FROM opening n WHERE n.tender_id = o.tender_id AND n.state <> 'withdrawn'
          AND (n.requested_at, n.id) > (o.requested_at, o.id))`);
        await runner.query(`CREATE UNIQUE INDEX opening_one ON opening (tender_id) WHERE state <> 'withdrawn'`);
        await runner.query(`DROP TRIGGER lot_keeps_where_it_ended ON lot`);
        await runner.query(`DROP FUNCTION lot_keeps_where_it_ended()`);
        await runner.query(`
      ALTER TABLE lot DROP CONSTRAINT lot_suspended_from, DROP COLUMN ended_from, DROP COLUMN resumed_at,
        DROP COLUMN suspended_at, DROP COLUMN suspended_from`);
        await runner.query(`ALTER TABLE tender DROP CONSTRAINT tender_suspended_whole, DROP COLUMN suspended_at`);
    }
}
//# sourceMappingURL=1790000000920-lot-remedies.js.map