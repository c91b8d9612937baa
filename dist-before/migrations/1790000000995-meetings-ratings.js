/** Meetings about what is bought for residents with what they resolved, and what those concerned say of buyer and agent. */
export class MeetingsRatings1790000000995 {
    name = 'MeetingsRatings1790000000995';
    async up(runner) {
        await runner.query(`
      CREATE TABLE meeting (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        dataset text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        caller_id uuid NOT NULL REFERENCES organisation,
        region text,
        kind text NOT NULL CHECK (kind IN ('joint', 'proposals', 'appraisal', 'hearing')),
        subject_type text NOT NULL CHECK (subject_type IN ('need', 'tender', 'evaluation')),
        subject_id uuid NOT NULL,
        title text NOT NULL,
        place text,
        held_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'called' CHECK (state IN ('called', 'held', 'minuted', 'cancelled')),
        -- Who came, by side and number; nobody is named.
        attended jsonb NOT NULL DEFAULT '[]',
        minutes text,
        minuted_at timestamptz
      )`);
        await runner.query(`CREATE INDEX meeting_order ON meeting (created_at, id)`);
        await runner.query(`CREATE INDEX meeting_caller ON meeting (caller_id)`);
        await runner.query(`CREATE INDEX meeting_subject ON meeting (subject_type, subject_id)`);
        await runner.query(`
      CREATE TABLE meeting_invited (
        meeting_id uuid NOT NULL REFERENCES meeting,
        organisation_id uuid NOT NULL REFERENCES organisation,
        PRIMARY KEY (meeting_id, organisation_id)
      )`);
        await runner.query(`CREATE INDEX meeting_invited_back ON meeting_invited (organisation_id)`);
        await runner.query(`
      CREATE TABLE meeting_resolution (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        meeting_id uuid NOT NULL REFERENCES meeting,
        no integer NOT NULL CHECK (no >= 1),
        words text NOT NULL,
        owner_id uuid NOT NULL REFERENCES organisation,
        due_on date NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
        settled_at timestamptz,
        UNIQUE (meeting_id, no)
      )`);
        await runner.query(`CREATE INDEX meeting_resolution_owner ON meeting_resolution (owner_id) WHERE state = 'open'`);
        await runner.query(`
      CREATE TABLE rating (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        dataset text NOT NULL,
        tender_id uuid NOT NULL REFERENCES tender,
        stage text NOT NULL CHECK (stage IN ('purchase', 'contract', 'implementation', 'evaluation')),
        -- Who is spoken of: the buyer or the agent of the tender.
        rated_id uuid NOT NULL REFERENCES organisation,
        side text NOT NULL CHECK (side IN ('buyer', 'agent')),
        -- Which body speaks. It is asked of nobody but the next rating: one is given once.
        rater_id uuid NOT NULL REFERENCES organisation,
        points integer NOT NULL CHECK (points BETWEEN 1 AND 5),
        -- In the order in which they came: what is published goes on by fives.
        no bigint GENERATED ALWAYS AS IDENTITY,
        UNIQUE (tender_id, stage, side, rater_id)
      )`);
        await runner.query(`CREATE INDEX rating_rated ON rating (rated_id, dataset, stage, no)`);
        await runner.query(`
      CREATE FUNCTION rating_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a rating is given once and never changed' USING ERRCODE = 'check_violation';
      END $$`);
        await runner.query(`
      CREATE TRIGGER rating_is_kept BEFORE UPDATE OR DELETE ON rating
      FOR EACH ROW EXECUTE FUNCTION rating_is_kept()`);
    }
    async down(runner) {
        await runner.query(`DROP TABLE rating, meeting_resolution, meeting_invited, meeting`);
        await runner.query(`DROP FUNCTION rating_is_kept()`);
    }
}
//# sourceMappingURL=1790000000995-meetings-ratings.js.map