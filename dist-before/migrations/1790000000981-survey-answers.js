/** One-time codes of a survey, and what was answered with them. */
export class SurveyAnswers1790000000981 {
    name = 'SurveyAnswers1790000000981';
    async up(runner) {
        await runner.query(`
      CREATE TABLE survey_slip (
        survey_id uuid NOT NULL,
        -- Printed on it. It names a community and nobody in it.
        no integer NOT NULL CHECK (no >= 1),
        stratum integer NOT NULL,
        -- HMAC of the code under a key outside the database; null where none is printed.
        code bytea UNIQUE,
        used boolean NOT NULL DEFAULT false,
        PRIMARY KEY (survey_id, no),
        FOREIGN KEY (survey_id, stratum) REFERENCES survey_stratum,
        CONSTRAINT survey_slip_was_printed CHECK (NOT used OR code IS NOT NULL)
      )`);
        await runner.query(`
      CREATE TABLE survey_answer (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        survey_id uuid NOT NULL,
        stratum integer NOT NULL,
        answers jsonb NOT NULL,
        FOREIGN KEY (survey_id, stratum) REFERENCES survey_stratum
      )`);
        await runner.query(`CREATE INDEX survey_answer_stratum ON survey_answer (survey_id, stratum)`);
        await runner.query(`
      CREATE FUNCTION survey_answer_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'an answer is given once' USING ERRCODE = 'check_violation';
      END $$`);
        await runner.query(`
      CREATE TRIGGER survey_answer_is_kept BEFORE UPDATE OR DELETE ON survey_answer
      FOR EACH ROW EXECUTE FUNCTION survey_answer_is_kept()`);
        await runner.query(`
      CREATE FUNCTION survey_slip_is_used_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a code that was used stays used' USING ERRCODE = 'check_violation';
      END $$`);
        await runner.query(`
      CREATE TRIGGER survey_slip_is_used_once BEFORE UPDATE ON survey_slip
      FOR EACH ROW WHEN (OLD.used) EXECUTE FUNCTION survey_slip_is_used_once()`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE survey_answer, survey_slip`);
        await runner.query(`DROP FUNCTION survey_answer_is_kept(), survey_slip_is_used_once()`);
    }
}
//# sourceMappingURL=1790000000981-survey-answers.js.map