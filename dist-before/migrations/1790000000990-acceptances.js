/** Rounds of acceptance: what was found of every standard, what the recipients said, and what was concluded of it. */
export class Acceptances1790000000990 {
    name = 'Acceptances1790000000990';
    async up(runner) {
        await runner.query(`
      CREATE TABLE acceptance (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        version integer NOT NULL DEFAULT 1,
        dataset text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        contract_id uuid NOT NULL REFERENCES contract,
        -- First, second, … round of the contract.
        no integer NOT NULL CHECK (no >= 1),
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'itemised', 'opinions_in', 'concluded', 'published')),
        -- Business time.
        opened_at timestamptz NOT NULL,
        -- What was contracted, as it stood when the round was opened: [{no, text, target, unit, measure}].
        standards jsonb NOT NULL CHECK (jsonb_array_length(standards) >= 1),
        -- By number of the standard: [{no, result, measured, note, documents, records}].
        ticks jsonb NOT NULL DEFAULT '[]',
        -- Whether recipients must take part: Regulation article 45 II.
        public_service boolean NOT NULL,
        -- Until when the recipients were asked for their opinions.
        opinions_until date,
        -- Everybody who opened, ticked or recorded: none of them concludes.
        prepared_by uuid[] NOT NULL,
        -- Who holds the service against what was agreed, and signs: [{no, name, capacity, user, signedAt, document}]. Law article 41.
        members jsonb NOT NULL DEFAULT '[]',
        result text CHECK (result IN ('passed', 'rectify', 'failed')),
        -- Of a contract that had ended before.
        of_ended boolean,
        ground text,
        reason text,
        new_due_on date,
        accepted_part text,
        accepted_amount bigint CHECK (accepted_amount >= 0),
        recipients_heard integer CHECK (recipients_heard >= 0),
        concluded_on date,
        concluded_by uuid,
        published_on date,
        -- What it says of its contract, as facts; a correction of them names the one before.
        fact_id uuid REFERENCES fact,
        UNIQUE (contract_id, no),
        CONSTRAINT acceptance_concluded CHECK ((state IN ('concluded', 'published')) = (result IS NOT NULL)),
        CONSTRAINT acceptance_concluded_by_somebody_else
          CHECK (result IS NULL OR (concluded_on IS NOT NULL AND concluded_by IS NOT NULL AND NOT (concluded_by = ANY (prepared_by)))),
        CONSTRAINT acceptance_published CHECK ((state = 'published') = (published_on IS NOT NULL)),
        CONSTRAINT acceptance_rectified_by_a_day CHECK (coalesce(result = 'rectify', false) = (new_due_on IS NOT NULL)),
        CONSTRAINT acceptance_of_a_part CHECK (accepted_part IS NULL OR coalesce(result = 'passed', false)),
        CONSTRAINT acceptance_of_an_amount CHECK (coalesce(result = 'passed', false) = (accepted_amount IS NOT NULL)),
        CONSTRAINT acceptance_of_what_has_ended
          CHECK (result IS NULL OR (of_ended IS NOT NULL AND NOT (of_ended AND (result = 'rectify' OR (result = 'passed' AND accepted_part IS NULL))))),
        CONSTRAINT acceptance_heard_recipients
          CHECK (result IS NULL OR NOT public_service OR recipients_heard > 0)
      )`);
        await runner.query(`
      CREATE UNIQUE INDEX acceptance_one_under_way ON acceptance (contract_id)
      WHERE state IN ('open', 'itemised', 'opinions_in')`);
        await runner.query(`
      CREATE TABLE acceptance_opinion (
        id uuid PRIMARY KEY,
        acceptance_id uuid NOT NULL REFERENCES acceptance,
        no integer NOT NULL CHECK (no >= 1),
        form text NOT NULL,
        held_on date NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by uuid NOT NULL,
        UNIQUE (acceptance_id, no)
      )`);
        // A recipient by number alone; null: was there and gave no opinion.
        await runner.query(`
      CREATE TABLE acceptance_voice (
        opinion_id uuid NOT NULL REFERENCES acceptance_opinion,
        recipient_id uuid NOT NULL REFERENCES recipient,
        verdict text CHECK (verdict IN ('satisfied', 'acceptable', 'dissatisfied')),
        PRIMARY KEY (opinion_id, recipient_id)
      )`);
        await runner.query(`
      ALTER TABLE contract
        -- What a round of acceptance asked to be mended, and by when.
        ADD COLUMN rectify_due_on text CHECK (rectify_due_on ~ '^\\d{4}-\\d{2}-\\d{2}$'),
        -- What was accepted, in fen: the whole, or what follows from the part.
        ADD COLUMN accepted_amount bigint CHECK (accepted_amount >= 0)`);
        await runner.query(`
      CREATE FUNCTION acceptance_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        may_change text[] := ARRAY['state', 'version', 'updated_at', 'published_on'];
      BEGIN
        IF TG_OP = 'DELETE' THEN
          RAISE EXCEPTION 'a round of acceptance is kept' USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.state IN ('concluded', 'published') AND (NEW.state NOT IN ('concluded', 'published')
            OR (OLD.state = 'published' AND NEW.state <> 'published')
            OR (to_jsonb(NEW) - may_change) <> (to_jsonb(OLD) - may_change)) THEN
          RAISE EXCEPTION 'what was concluded of a round of acceptance is not changed' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$`);
        await runner.query(`
      CREATE TRIGGER acceptance_is_kept BEFORE UPDATE OR DELETE ON acceptance
      FOR EACH ROW EXECUTE FUNCTION acceptance_is_kept()`);
        await runner.query(`
      CREATE FUNCTION acceptance_opinion_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM acceptance WHERE id = NEW.acceptance_id AND state IN ('open', 'itemised')) THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'opinions of a round of acceptance are kept' USING ERRCODE = 'check_violation';
      END $$`);
        await runner.query(`
      CREATE TRIGGER acceptance_opinion_is_kept BEFORE INSERT OR UPDATE OR DELETE ON acceptance_opinion
      FOR EACH ROW EXECUTE FUNCTION acceptance_opinion_is_kept()`);
        await runner.query(`
      CREATE FUNCTION acceptance_voice_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM acceptance_opinion o JOIN acceptance a ON a.id = o.acceptance_id
            WHERE o.id = NEW.opinion_id AND a.state IN ('open', 'itemised')) THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'opinions of a round of acceptance are kept' USING ERRCODE = 'check_violation';
      END $$`);
        await runner.query(`
      CREATE TRIGGER acceptance_voice_is_kept BEFORE INSERT OR UPDATE OR DELETE ON acceptance_voice
      FOR EACH ROW EXECUTE FUNCTION acceptance_voice_is_kept()`);
        // Domain section 7: whatever leads there, no contract is accepted or settled here without a round that says so.
        await runner.query(`
      CREATE FUNCTION contract_is_accepted_by_a_round() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.state IN ('accepted', 'part_accepted') AND NOT EXISTS (SELECT FROM acceptance WHERE contract_id = NEW.id
            AND result = 'passed' AND (accepted_part IS NULL) = (NEW.state = 'accepted')) THEN
          RAISE EXCEPTION 'no round of acceptance has accepted this contract' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state = 'settled' AND OLD.state NOT IN ('terminated', 'rescinded') AND NOT EXISTS (
            SELECT FROM acceptance WHERE contract_id = NEW.id AND result = 'passed'
              AND (state = 'published' OR NOT public_service)) THEN
          RAISE EXCEPTION 'no published round of acceptance has accepted this contract' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$`);
        await runner.query(`
      CREATE TRIGGER contract_is_accepted_by_a_round BEFORE UPDATE OF state ON contract
      FOR EACH ROW WHEN (NEW.conducted = 'here' AND OLD.state IS DISTINCT FROM NEW.state)
      EXECUTE FUNCTION contract_is_accepted_by_a_round()`);
    }
    async down(runner) {
        await runner.query(`DROP TRIGGER contract_is_accepted_by_a_round ON contract`);
        await runner.query(`DROP TABLE acceptance_voice, acceptance_opinion, acceptance`);
        for (const name of [
            'contract_is_accepted_by_a_round',
            'acceptance_voice_is_kept',
            'acceptance_opinion_is_kept',
            'acceptance_is_kept',
        ])
            await runner.query(`DROP FUNCTION ${name}()`);
        await runner.query(`ALTER TABLE contract DROP COLUMN accepted_amount, DROP COLUMN rectify_due_on`);
    }
}
//# sourceMappingURL=1790000000990-acceptances.js.map