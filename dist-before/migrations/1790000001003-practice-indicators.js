const BODIES = ['agency', 'buyer', 'buyer_agency', 'evaluator_agency', 'market'];
const BEFORE = {
    subjects: ['tender', 'lot', 'contract', 'service_line', 'programme', ...BODIES],
    roots: ['programme_calendar', 'service_line', 'contract', 'tender', ...BODIES],
};
/** Evaluators, communities and schemes of evaluation are spoken of too. */
const NEW = ['evaluator', 'community', 'evaluation_scheme'];
const TABLES = {
    subject_type: ['risk_subject', 'assessment', 'flag_subject'],
    root_type: ['assessment', 'flag'],
};
/** What the rules of family 4 read and speak of. */
export class PracticeIndicators1790000001003 {
    name = 'PracticeIndicators1790000001003';
    async up(runner) {
        await runner.query(`
      ALTER TABLE organisation ADD COLUMN full_time_staff integer CHECK (full_time_staff >= 0)`);
        // Whoever evaluated is found by its evaluations.
        await runner.query(`
      CREATE INDEX fact_evaluator ON fact ((data #>> '{evaluator,organisation}')) WHERE kind = 'evaluation'`);
        await allow(runner, [...BEFORE.subjects, ...NEW], [...BEFORE.roots, ...NEW]);
    }
    async down(runner) {
        const names = NEW.map((name) => `'${name}'`).join(', ');
        for (const table of ['flag_ask', 'flag_subject'])
            await runner.query(`DELETE FROM ${table} WHERE flag_id IN (SELECT id FROM flag WHERE root_type IN (${names}))`);
        await runner.query(`ALTER TABLE flag_event DISABLE TRIGGER append_only_rows`);
        await runner.query(`DELETE FROM flag_event WHERE flag_id IN (SELECT id FROM flag WHERE root_type IN (${names}))`);
        await runner.query(`ALTER TABLE flag_event ENABLE TRIGGER append_only_rows`);
        await runner.query(`DELETE FROM flag WHERE root_type IN (${names})`);
        for (const table of TABLES.subject_type)
            await runner.query(`DELETE FROM ${table} WHERE subject_type IN (${names})`);
        await allow(runner, BEFORE.subjects, BEFORE.roots);
        await runner.query(`DROP INDEX fact_evaluator`);
        await runner.query(`ALTER TABLE organisation DROP COLUMN full_time_staff`);
    }
}
async function allow(runner, subjects, roots) {
    for (const [column, allowed] of [
        ['subject_type', subjects],
        ['root_type', roots],
    ])
        for (const table of TABLES[column]) {
            await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${table}_${column}_check`);
            await runner.query(`
        ALTER TABLE ${table} ADD CONSTRAINT ${table}_${column}_check
          CHECK (${column} IN (${allowed.map((name) => `'${name}'`).join(', ')}))`);
        }
}
//# sourceMappingURL=1790000001003-practice-indicators.js.map