const BEFORE = ['tender', 'lot', 'contract', 'service_line', 'programme'];
const SUBJECTS = [...BEFORE, 'agency', 'buyer', 'buyer_agency', 'evaluator_agency', 'market'];
const ROOTS_BEFORE = ['programme_calendar', 'service_line', 'contract', 'tender'];
const ROOTS = [...ROOTS_BEFORE, 'agency', 'buyer', 'buyer_agency', 'evaluator_agency', 'market'];
const OF_SUBJECT = ['risk_subject', 'assessment', 'flag_subject'];
const OF_ROOT = ['assessment', 'flag'];
/** Findings speak of bodies too, of two of them together, and of a market; not only of one purchase. */
export class RiskSubjects1790000001002 {
    name = 'RiskSubjects1790000001002';
    async up(runner) {
        await allow(runner, OF_SUBJECT, 'subject_type', SUBJECTS);
        await allow(runner, OF_ROOT, 'root_type', ROOTS);
        // What others of a category came to is asked for with every contract that promises figures.
        await runner.query(`
      CREATE INDEX contract_category_here ON contract (dataset, category, signed_on) WHERE conducted = 'here'`);
    }
    async down(runner) {
        await runner.query(`DROP INDEX contract_category_here`);
        const gone = `SELECT id FROM flag WHERE NOT (root_type = ANY ($1::text[]))`;
        await runner.query(`ALTER TABLE flag_event DISABLE TRIGGER append_only_rows`);
        for (const table of ['flag_event', 'flag_ask', 'flag_subject'])
            await runner.query(`DELETE FROM ${table} WHERE flag_id IN (${gone})`, [ROOTS_BEFORE]);
        await runner.query(`ALTER TABLE flag_event ENABLE TRIGGER append_only_rows`);
        await runner.query(`DELETE FROM flag WHERE NOT (root_type = ANY ($1::text[]))`, [ROOTS_BEFORE]);
        for (const table of OF_SUBJECT)
            await runner.query(`DELETE FROM ${table} WHERE NOT (subject_type = ANY ($1::text[]))`, [BEFORE]);
        await allow(runner, OF_SUBJECT, 'subject_type', BEFORE);
        await allow(runner, OF_ROOT, 'root_type', ROOTS_BEFORE);
    }
}
async function allow(runner, tables, column, values) {
    const list = values.map((value) => `'${value}'`).join(', ');
    for (const table of tables) {
        await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${table}_${column}_check`);
        await runner.query(`ALTER TABLE ${table} ADD CONSTRAINT ${table}_${column}_check CHECK (${column} IN (${list}))`);
    }
}
//# sourceMappingURL=1790000001002-risk-subjects.js.map