/**
 * Law article 57: thirty days for a complaint in all, however often it has a purchase suspended. Each time is kept, and the
 * thirty days of the present one count from as many days earlier as went by before it. A contract that is rescinded by the
 * decision on a complaint says by which.
 */
export class SuspensionSpells1790000000948 {
    name = 'SuspensionSpells1790000000948';
    async up(runner) {
        await runner.query(`
      CREATE TABLE suspension_spell (
        remedy_id uuid NOT NULL REFERENCES complaint,
        lot_id uuid NOT NULL REFERENCES lot,
        began timestamptz NOT NULL,
        -- Null: it goes on.
        ended timestamptz,
        PRIMARY KEY (lot_id, began)
      )`);
        await runner.query(`CREATE INDEX suspension_spell_remedy ON suspension_spell (remedy_id)`);
        for (const table of ['lot', 'tender'])
            await runner.query(`ALTER TABLE ${table} ADD COLUMN suspension_counts_from timestamptz`);
        // Whatever ends it: the authority, the limit, or what was decided.
        await runner.query(`
      CREATE FUNCTION lot_ends_its_suspension() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE suspension_spell SET ended = business_now() WHERE lot_id = NEW.id AND ended IS NULL;
        RETURN NULL;
      END $$`);
        await runner.query(`
      CREATE TRIGGER lot_ends_its_suspension AFTER UPDATE OF state ON lot
      FOR EACH ROW WHEN (OLD.state = 'suspended' AND NEW.state IS DISTINCT FROM 'suspended')
      EXECUTE FUNCTION lot_ends_its_suspension()`);
        await runner.query(`ALTER TABLE contract ADD COLUMN end_remedy uuid REFERENCES complaint`);
    }
    async down(runner) {
        await runner.query(`ALTER TABLE contract DROP COLUMN end_remedy`);
        await runner.query(`DROP TRIGGER lot_ends_its_suspension ON lot`);
        await runner.query(`DROP FUNCTION lot_ends_its_suspension()`);
        for (const table of ['lot', 'tender'])
            await runner.query(`ALTER TABLE ${table} DROP COLUMN suspension_counts_from`);
        await runner.query(`DROP TABLE suspension_spell`);
    }
}
//# sourceMappingURL=1790000000948-suspension-spells.js.map