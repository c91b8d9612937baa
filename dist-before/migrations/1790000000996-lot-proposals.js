/** States in which a proposal was kept on the lot's row before. */
const WITH_AWARD = `('confirmed', 'result_published')`;
/**
 * What one person has proposed of a lot stands on the lot, whatever state that is in, until another decides it or the lot
 * goes on. Before, where there was no award, it was read from the audit, which is a record of what was done and not a place
 * to work from.
 */
export class LotProposals1790000000996 {
    name = 'LotProposals1790000000996';
    async up(runner) {
        await runner.query(`ALTER TABLE lot DROP CONSTRAINT lot_ending_is_of_an_award`);
        await runner.query(`
      UPDATE lot l SET ending = (e.said -> 'data') - 'tender' - 'no' || jsonb_build_object(
        'reason', e.said -> 'reason', 'at', e.said -> 'at', 'by', e.said #> '{actor,id}')
      FROM (
        SELECT DISTINCT ON (a.aggregate_id) a.aggregate_id AS lot, a.action, convert_from(a.canonical, 'UTF8')::jsonb AS said
        FROM audit_entry a
        WHERE a.aggregate_type = 'lot' AND (a.action IN ('propose_ending', 'propose_repetition')
          OR convert_from(a.canonical, 'UTF8')::jsonb -> 'from' <> convert_from(a.canonical, 'UTF8')::jsonb -> 'to')
        ORDER BY a.aggregate_id, a.seq DESC
      ) e
      WHERE e.lot = l.id::text AND e.action IN ('propose_ending', 'propose_repetition') AND l.state NOT IN ${WITH_AWARD}`);
        await runner.query(`
      CREATE FUNCTION lot_proposal_lapses() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.ending := NULL;
        RETURN NEW;
      END $$`);
        // Whoever moves a lot: what was proposed was proposed of where it stood.
        await runner.query(`
      CREATE TRIGGER lot_proposal_lapses BEFORE UPDATE OF state ON lot
      FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state AND OLD.ending IS NOT NULL) EXECUTE FUNCTION lot_proposal_lapses()`);
    }
    async down(runner) {
        await runner.query(`DROP TRIGGER lot_proposal_lapses ON lot`);
        await runner.query(`DROP FUNCTION lot_proposal_lapses`);
        await runner.query(`UPDATE lot SET ending = NULL WHERE state IS NULL OR state NOT IN ${WITH_AWARD}`);
        await runner.query(`
      ALTER TABLE lot ADD CONSTRAINT lot_ending_is_of_an_award CHECK (ending IS NULL OR state IN ${WITH_AWARD})`);
    }
}
//# sourceMappingURL=1790000000996-lot-proposals.js.map