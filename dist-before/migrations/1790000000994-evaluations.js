/** Evaluations of contracts: who is appointed, what they declared, the points they gave, and what was published. */
export class Evaluations1790000000994 {
    name = 'Evaluations1790000000994';
    async up(runner) {
        await runner.query(`
      CREATE TABLE evaluation (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        dataset text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        contract_id uuid NOT NULL REFERENCES contract,
        buyer_id uuid NOT NULL REFERENCES organisation,
        supplier_id uuid NOT NULL REFERENCES organisation,
        region text,
        kind text NOT NULL CHECK (kind IN ('midterm', 'final')),
        scheme_id uuid NOT NULL REFERENCES evaluation_scheme,
        due_on date NOT NULL,
        state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'appointed', 'declared', 'in_field', 'scored',
          'confirmed', 'published', 'appealed', 're_evaluated', 'cancelled')),
        proposed_id uuid REFERENCES organisation,
        proposed_by uuid,
        evaluator_id uuid REFERENCES organisation,
        -- How often somebody was appointed: ties are declared anew each time.
        round integer NOT NULL DEFAULT 0,
        -- The points that are worked on, or were sent last. Those of the sets before it are kept.
        set_no integer NOT NULL DEFAULT 1 CHECK (set_no >= 1),
        total numeric(5, 2) CHECK (total BETWEEN 0 AND 100),
        grade text CHECK (grade IN ('excellent', 'good', 'fair', 'poor')),
        grade_rule text,
        confirmed_set integer,
        published_set integer,
        published_total numeric(5, 2),
        published_grade text,
        published_at timestamptz,
        appealed_at timestamptz,
        appeal text,
        re_evaluation text,
        -- What it says to everybody else who reads the contract's record.
        fact_id uuid REFERENCES fact,
        CONSTRAINT evaluation_never_by_the_agency CHECK (evaluator_id <> supplier_id),
        CONSTRAINT evaluation_published_whole CHECK ((published_at IS NULL) = (published_total IS NULL)),
        CONSTRAINT evaluation_appealed_once_published CHECK (appealed_at IS NULL OR published_at IS NOT NULL)
      )`);
        await runner.query(`CREATE INDEX evaluation_due ON evaluation (due_on, id)`);
        await runner.query(`CREATE INDEX evaluation_contract ON evaluation (contract_id)`);
        await runner.query(`CREATE INDEX evaluation_evaluator ON evaluation (evaluator_id, due_on, id)`);
        await runner.query(`CREATE INDEX evaluation_buyer ON evaluation (buyer_id)`);
        await runner.query(`
      CREATE UNIQUE INDEX evaluation_one_final ON evaluation (contract_id) WHERE kind = 'final' AND state <> 'cancelled'`);
        await runner.query(`
      CREATE TABLE evaluation_declaration (
        evaluation_id uuid NOT NULL REFERENCES evaluation,
        round integer NOT NULL,
        user_id uuid NOT NULL REFERENCES app_user,
        tied boolean NOT NULL,
        words text,
        declared_at timestamptz NOT NULL DEFAULT business_now(),
        PRIMARY KEY (evaluation_id, round, user_id),
        CONSTRAINT evaluation_tie_is_named CHECK (NOT tied OR words IS NOT NULL)
      )`);
        await runner.query(`
      CREATE TABLE evaluation_score (
        evaluation_id uuid NOT NULL REFERENCES evaluation,
        set_no integer NOT NULL,
        leaf text NOT NULL,
        -- Hundredths of a point.
        points integer NOT NULL CHECK (points BETWEEN 0 AND 10000),
        comment text,
        -- [{"kind": "document" | "record" | "survey", "id": uuid}]
        evidence jsonb NOT NULL DEFAULT '[]',
        scored_by uuid NOT NULL,
        scored_at timestamptz NOT NULL DEFAULT business_now(),
        PRIMARY KEY (evaluation_id, set_no, leaf)
      )`);
        await runner.query(`
      CREATE FUNCTION evaluation_score_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' OR NOT EXISTS (SELECT FROM evaluation e WHERE e.id = OLD.evaluation_id
             AND e.set_no = OLD.set_no AND e.state IN ('in_field', 'appealed')) THEN
          RAISE EXCEPTION 'points that were sent are kept as they were' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$`);
        await runner.query(`
      CREATE TRIGGER evaluation_score_is_kept BEFORE UPDATE OR DELETE ON evaluation_score
      FOR EACH ROW EXECUTE FUNCTION evaluation_score_is_kept()`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE evaluation_score, evaluation_declaration, evaluation`);
        await runner.query(`DROP FUNCTION evaluation_score_is_kept()`);
    }
}
//# sourceMappingURL=1790000000994-evaluations.js.map