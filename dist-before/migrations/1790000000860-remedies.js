/** Challenges to the buyer and complaints to the finance authority, with their clocks and what they came to. */
export class Remedies1790000000860 {
    name = 'Remedies1790000000860';
    async up(runner) {
        const root = `
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        dataset text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        tender_id uuid NOT NULL REFERENCES tender,
        -- Null: about every lot.
        lot_id uuid REFERENCES lot,
        region text,
        buyer_id uuid REFERENCES organisation,
        agent_id uuid REFERENCES organisation,
        received_at timestamptz NOT NULL,
        filed_by uuid,
        grounds text NOT NULL,
        requests text NOT NULL,
        remedied_at timestamptz`;
        await runner.query(`
      CREATE TABLE challenge (${root},
        challenger_id uuid NOT NULL REFERENCES organisation,
        stage text NOT NULL CHECK (stage IN ('documents', 'process', 'result')),
        known_on date,
        -- What was found on receipt. Only one that is in scope blocks.
        scope text NOT NULL CHECK (scope IN ('in_scope', 'late', 'took_no_part')),
        last_day date,
        state text NOT NULL CHECK (state IN ('received', 'answered', 'out_of_scope', 'withdrawn')),
        no_effect_reason text,
        result text CHECK (result IN ('upheld', 'not_upheld')),
        affects_result boolean,
        answered_at timestamptz,
        answer text,
        CHECK ((state = 'answered') = (result IS NOT NULL))
      )`);
        await runner.query(`
      CREATE TABLE complaint (${root},
        complainant_id uuid NOT NULL REFERENCES organisation,
        challenge_id uuid REFERENCES challenge,
        state text NOT NULL CHECK (state IN ('received', 'to_correct', 'accepted', 'refused', 'decided', 'withdrawn')),
        correction_asked_on date,
        corrected_on date,
        -- Days that do not count: [{"from", "to"}], the last one open while an appraisal runs.
        appraisals jsonb NOT NULL DEFAULT '[]',
        refusal_ground text,
        result text CHECK (result IN ('upheld', 'rejected')),
        effect text,
        decided_at timestamptz,
        decision text,
        reference text,
        CHECK ((state = 'decided') = (result IS NOT NULL))
      )`);
        for (const table of ['challenge', 'complaint']) {
            await runner.query(`CREATE INDEX ${table}_order ON ${table} (created_at DESC, id DESC)`);
            await runner.query(`CREATE INDEX ${table}_tender ON ${table} (tender_id)`);
        }
    }
    async down(runner) {
        await runner.query(`DROP TABLE complaint`);
        await runner.query(`DROP TABLE challenge`);
    }
}
//# sourceMappingURL=1790000000860-remedies.js.map