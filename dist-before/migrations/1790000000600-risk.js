const DATASET = `dataset text NOT NULL CHECK (dataset ~ '^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$')`;
const SEVERITY = `severity text NOT NULL CHECK (severity IN ('violation', 'risk', 'notice'))`;
const SUBJECT_TYPE = `CHECK (subject_type IN ('tender', 'lot', 'contract', 'service_line', 'programme'))`;
/** What the rules answer, the cases a person works, and what is due by the mere passing of days. */
export class Risk1790000000600 {
    name = 'Risk1790000000600';
    async up(runner) {
        await runner.query(`
      CREATE TABLE risk_run (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        dataset text,
        state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'running', 'finished')),
        requested_by uuid,
        requested_at timestamptz NOT NULL,
        finished_at timestamptz,
        subjects integer NOT NULL DEFAULT 0,
        changed integer NOT NULL DEFAULT 0
      )`);
        await runner.query(`COMMENT ON TABLE risk_run IS 'Full passes over everything recorded, or one dataset of it.'`);
        await runner.query(`CREATE INDEX risk_run_order ON risk_run (created_at DESC, id DESC)`);
        await runner.query(`
      CREATE TABLE risk_subject (
        subject_type text NOT NULL ${SUBJECT_TYPE},
        subject_id uuid NOT NULL,
        ${DATASET},
        uses uuid[] NOT NULL,
        due_on date,
        PRIMARY KEY (subject_type, subject_id)
      )`);
        await runner.query(`
      COMMENT ON TABLE risk_subject IS
      'What was assessed: uses = every root whose facts were read, so that a link that is gone still leads here; due_on = the next day on which days alone may change an answer.'`);
        await runner.query(`CREATE INDEX risk_subject_uses ON risk_subject USING gin (uses)`);
        await runner.query(`CREATE INDEX risk_subject_due ON risk_subject (due_on) WHERE due_on IS NOT NULL`);
        await runner.query(`
      CREATE TABLE assessment (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ${DATASET},
        indicator text NOT NULL,
        version integer NOT NULL,
        ${SEVERITY},
        subject_type text NOT NULL ${SUBJECT_TYPE},
        subject_id uuid NOT NULL,
        subject_key text NOT NULL,
        state text NOT NULL CHECK (state IN ('triggered', 'clear', 'insufficient_data', 'not_applicable')),
        value text,
        threshold text,
        unit text,
        p_value text,
        title jsonb NOT NULL,
        explanation jsonb NOT NULL,
        limitation jsonb NOT NULL,
        basis jsonb NOT NULL,
        evidence jsonb NOT NULL,
        reason jsonb,
        inputs_hash text NOT NULL,
        -- The case this belongs to when it triggers.
        root_type text NOT NULL CHECK (root_type IN ('programme_calendar', 'service_line', 'contract', 'tender')),
        root_id uuid NOT NULL,
        region text,
        programme_id uuid,
        -- Bodies whose doing it speaks of.
        bodies uuid[] NOT NULL,
        -- Its window had closed before the day it was recorded.
        history boolean NOT NULL,
        assessed_at timestamptz NOT NULL,
        run_id uuid,
        UNIQUE (indicator, subject_type, subject_id)
      )`);
        await runner.query(`CREATE INDEX assessment_subject ON assessment (subject_type, subject_id)`);
        await runner.query(`CREATE INDEX assessment_order ON assessment (created_at, id)`);
        await runner.query(`CREATE INDEX assessment_dataset_order ON assessment (dataset, created_at, id)`);
        await runner.query(`CREATE INDEX assessment_coverage ON assessment (indicator, dataset, state)`);
        await runner.query(`CREATE INDEX assessment_root ON assessment (indicator, root_id, root_type) WHERE state = 'triggered'`);
        await runner.query(`
      CREATE TABLE flag (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ${DATASET},
        indicator text NOT NULL,
        root_type text NOT NULL CHECK (root_type IN ('programme_calendar', 'service_line', 'contract', 'tender')),
        root_id uuid NOT NULL,
        state text NOT NULL CHECK (state IN
          ('open', 'in_review', 'explained', 'confirmed', 'data_error', 'dismissed', 'cleared', 'remedied')),
        ${SEVERITY},
        region text,
        programme_id uuid,
        title jsonb NOT NULL,
        explanation jsonb NOT NULL,
        limitation jsonb NOT NULL,
        basis jsonb NOT NULL,
        -- Of all subjects that trigger: nothing can be prevented any more, so no task comes of it by itself.
        summary boolean NOT NULL DEFAULT false,
        assignee uuid REFERENCES app_user,
        due_on date,
        opened_at timestamptz NOT NULL,
        UNIQUE (indicator, root_type, root_id)
      )`);
        await runner.query(`CREATE INDEX flag_order ON flag (created_at, id)`);
        await runner.query(`CREATE INDEX flag_dataset_order ON flag (dataset, created_at, id)`);
        await runner.query(`CREATE INDEX flag_assignee ON flag (assignee, state) WHERE assignee IS NOT NULL`);
        await runner.query(`CREATE INDEX flag_root ON flag (root_id)`);
        await runner.query(`CREATE INDEX flag_precision ON flag (indicator, dataset, state)`);
        await runner.query(`
      CREATE TABLE flag_subject (
        flag_id uuid NOT NULL REFERENCES flag,
        subject_type text NOT NULL ${SUBJECT_TYPE},
        subject_id uuid NOT NULL,
        assessment_id uuid,
        -- False once the rule no longer triggers on it.
        active boolean NOT NULL,
        history boolean NOT NULL,
        ${SEVERITY},
        bodies uuid[] NOT NULL,
        -- Roots whose facts it rests on: a correction of one of them clears, everything else remedies.
        uses uuid[] NOT NULL,
        since timestamptz NOT NULL,
        explanation jsonb NOT NULL,
        basis jsonb NOT NULL,
        -- The facts that the rule was given when it triggered: they make an old flag reproducible.
        inputs jsonb NOT NULL,
        inputs_hash text NOT NULL,
        PRIMARY KEY (flag_id, subject_type, subject_id)
      )`);
        await runner.query(`CREATE INDEX flag_subject_back ON flag_subject (subject_id)`);
        await runner.query(`
      CREATE TABLE flag_event (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        flag_id uuid NOT NULL REFERENCES flag,
        at timestamptz NOT NULL,
        action text NOT NULL,
        from_state text,
        to_state text NOT NULL,
        actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api_key', 'system')),
        actor_id uuid,
        -- The body that answered, where one did.
        organisation_id uuid REFERENCES organisation,
        reason text,
        data jsonb NOT NULL DEFAULT '{}',
        audit_id bigint NOT NULL
      )`);
        await runner.query(`CREATE INDEX flag_event_flag ON flag_event (flag_id, id)`);
        await runner.query(`
      CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON flag_event
      FOR EACH ROW EXECUTE FUNCTION append_only()`);
        await runner.query(`
      CREATE TABLE flag_ask (
        flag_id uuid NOT NULL REFERENCES flag,
        organisation_id uuid NOT NULL REFERENCES organisation,
        asked_at timestamptz NOT NULL,
        due_on date,
        answered_at timestamptz,
        PRIMARY KEY (flag_id, organisation_id)
      )`);
        await runner.query(`COMMENT ON TABLE flag_ask IS 'A body sees a flag about itself only when asked to respond.'`);
        await runner.query(`CREATE INDEX flag_ask_organisation ON flag_ask (organisation_id)`);
    }
    async down(runner) {
        for (const table of ['flag_ask', 'flag_event', 'flag_subject', 'flag', 'assessment', 'risk_subject', 'risk_run'])
            await runner.query(`DROP TABLE ${table}`);
    }
}
//# sourceMappingURL=1790000000600-risk.js.map