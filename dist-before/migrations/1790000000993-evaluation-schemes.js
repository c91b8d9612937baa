/** By what a service is evaluated: versions of a tree of weights, of which an active one never changes. */
export class EvaluationSchemes1790000000993 {
    name = 'EvaluationSchemes1790000000993';
    async up(runner) {
        await runner.query(`
      CREATE TABLE evaluation_scheme (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        dataset text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        owner_id uuid NOT NULL REFERENCES organisation,
        -- One scheme through its versions: 1, 2, 3.
        series_id uuid NOT NULL,
        no integer NOT NULL CHECK (no >= 1),
        name text NOT NULL,
        category text,
        -- Where its first tree came from, of those that are shipped; null: it was written here.
        template text,
        dimensions jsonb NOT NULL,
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'active', 'retired')),
        written_by uuid[] NOT NULL,
        activated_at timestamptz,
        retired_at timestamptz,
        UNIQUE (series_id, no)
      )`);
        await runner.query(`CREATE INDEX evaluation_scheme_order ON evaluation_scheme (created_at, id)`);
        await runner.query(`CREATE INDEX evaluation_scheme_owner ON evaluation_scheme (owner_id)`);
        await runner.query(`
      CREATE UNIQUE INDEX evaluation_scheme_active ON evaluation_scheme (series_id) WHERE state = 'active'`);
        await runner.query(`
      CREATE FUNCTION evaluation_scheme_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' THEN
          RAISE EXCEPTION 'an evaluation scheme is retired, never deleted' USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.state <> 'draft' AND (NEW.dimensions, NEW.name, NEW.no, NEW.series_id, NEW.owner_id, NEW.category)
             IS DISTINCT FROM (OLD.dimensions, OLD.name, OLD.no, OLD.series_id, OLD.owner_id, OLD.category) THEN
          RAISE EXCEPTION 'a scheme that was activated never changes; a change is a new version' USING ERRCODE = 'check_violation';
        END IF;
        IF (OLD.state = 'active' AND NEW.state = 'draft') OR (OLD.state = 'retired' AND NEW.state <> 'retired') THEN
          RAISE EXCEPTION 'a scheme does not go back' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$`);
        await runner.query(`
      CREATE TRIGGER evaluation_scheme_is_kept BEFORE UPDATE OR DELETE ON evaluation_scheme
      FOR EACH ROW EXECUTE FUNCTION evaluation_scheme_is_kept()`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE evaluation_scheme`);
        await runner.query(`DROP FUNCTION evaluation_scheme_is_kept()`);
    }
}
//# sourceMappingURL=1790000000993-evaluation-schemes.js.map