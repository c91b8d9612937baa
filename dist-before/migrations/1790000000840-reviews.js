/**
 * The review of a lot: its panel, what the members declared, what was checked, scored, corrected and explained, and the
 * report. What a member gave alone stays in rows of its own, so that nobody writes over another.
 */
export class Reviews1790000000840 {
    name = 'Reviews1790000000840';
    async up(runner) {
        await runner.query(`
      CREATE TABLE review (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        tender_id uuid NOT NULL REFERENCES tender,
        lot_id uuid NOT NULL REFERENCES lot,
        state text NOT NULL DEFAULT 'appointed'
          CHECK (state IN ('appointed', 'declared', 'scoring', 'locked', 'revealed', 'reported', 'dissolved')),
        -- Technically complex or of large social impact: the buyer's word, which asks for seven members of a tender's panel.
        demanding boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL,
        reported_at timestamptz,
        -- As it was signed: totals, ranks, members, grounds. Never computed again.
        report jsonb,
        report_hash bytea CHECK (octet_length(report_hash) = 32),
        CHECK ((report IS NULL) = (report_hash IS NULL)),
        CHECK (state <> 'reported' OR report IS NOT NULL)
      )`);
        await runner.query(`CREATE UNIQUE INDEX review_one_of_lot ON review (lot_id) WHERE state <> 'dissolved'`);
        await runner.query(`CREATE INDEX review_tender ON review (tender_id)`);
        await runner.query(`
      CREATE TABLE review_member (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        review_id uuid NOT NULL REFERENCES review,
        user_id uuid NOT NULL REFERENCES app_user,
        kind text NOT NULL CHECK (kind IN ('expert', 'buyer_representative')),
        appointed_at timestamptz NOT NULL,
        ended_at timestamptz,
        end_ground text CHECK (end_ground IN ('recusal', 'absence', 'health', 'special')),
        end_reason text,
        locked_at timestamptz,
        signed_at timestamptz,
        dissent text,
        -- Who neither signs nor says why agrees; somebody writes down that it was so.
        unsigned_reason text,
        CHECK ((ended_at IS NULL) = (end_ground IS NULL) AND (ended_at IS NULL) = (end_reason IS NULL)),
        CHECK (dissent IS NULL OR signed_at IS NOT NULL),
        CHECK (unsigned_reason IS NULL OR signed_at IS NULL)
      )`);
        await runner.query(`CREATE UNIQUE INDEX review_member_once ON review_member (review_id, user_id) WHERE ended_at IS NULL`);
        await runner.query(`CREATE INDEX review_member_user ON review_member (user_id)`);
        await runner.query(`
      CREATE TABLE review_declaration (
        member_id uuid NOT NULL REFERENCES review_member,
        bid_id uuid NOT NULL REFERENCES bid,
        tie text CHECK (tie IN ('employed', 'director', 'shareholder', 'kin', 'other')),
        detail text,
        declared_at timestamptz NOT NULL,
        PRIMARY KEY (member_id, bid_id)
      )`);
        await runner.query(`
      CREATE TABLE bid_check (
        bid_id uuid NOT NULL REFERENCES bid,
        stage text NOT NULL CHECK (stage IN ('qualification', 'conformity')),
        passed boolean NOT NULL,
        ground text,
        detail text,
        checked_at timestamptz NOT NULL,
        PRIMARY KEY (bid_id, stage),
        CHECK (passed = (ground IS NULL) AND passed = (detail IS NULL))
      )`);
        await runner.query(`
      CREATE TABLE review_score (
        member_id uuid NOT NULL REFERENCES review_member,
        bid_id uuid NOT NULL REFERENCES bid,
        criterion integer NOT NULL,
        -- Hundredths of a point.
        points integer NOT NULL CHECK (points BETWEEN 0 AND 10000),
        PRIMARY KEY (member_id, bid_id, criterion)
      )`);
        await runner.query(`
      CREATE TABLE review_correction (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        member_id uuid NOT NULL REFERENCES review_member,
        bid_id uuid NOT NULL REFERENCES bid,
        criterion integer NOT NULL,
        old_points integer NOT NULL,
        new_points integer NOT NULL CHECK (new_points BETWEEN 0 AND 10000 AND new_points <> old_points),
        ground text NOT NULL CHECK (ground IN ('sum_error', 'out_of_range', 'objective_differs', 'extreme')),
        reason text NOT NULL,
        corrected_at timestamptz NOT NULL
      )`);
        await runner.query(`CREATE INDEX review_correction_member ON review_correction (member_id)`);
        await runner.query(`
      CREATE TABLE bid_explanation (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        bid_id uuid NOT NULL UNIQUE REFERENCES bid,
        triggers text[] NOT NULL,
        reason text NOT NULL,
        asked_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL CHECK (due_at > asked_at),
        text text,
        explained_at timestamptz,
        accepted boolean,
        decision_reason text,
        settled_at timestamptz,
        CHECK ((text IS NULL) = (explained_at IS NULL)),
        CHECK ((accepted IS NULL) = (settled_at IS NULL) AND (accepted IS NULL) = (decision_reason IS NULL))
      )`);
        // What was locked is corrected by a row that names it, never rewritten; a report that stands is not rewritten either.
        await runner.query(`
      CREATE FUNCTION review_correction_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a correction is kept as it was made' USING ERRCODE = 'check_violation';
      END $$`);
        await runner.query(`
      CREATE TRIGGER review_correction_is_kept BEFORE UPDATE ON review_correction
      FOR EACH ROW EXECUTE FUNCTION review_correction_is_kept()`);
    }
    async down(runner) {
        for (const table of [
            'bid_explanation',
            'review_correction',
            'review_score',
            'bid_check',
            'review_declaration',
            'review_member',
            'review',
        ])
            await runner.query(`DROP TABLE ${table}`);
        await runner.query(`DROP FUNCTION review_correction_is_kept()`);
    }
}
//# sourceMappingURL=1790000000840-reviews.js.map