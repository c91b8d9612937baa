/**
 * The talks of a consultation: changes of the requirement with what the suppliers answered, the one deadline of the final
 * offers, and the final offers as they were opened. Before that deadline they are envelopes like every other.
 */
export class Consultations1790000000910 {
    name = 'Consultations1790000000910';
    async up(runner) {
        await runner.query(`ALTER TABLE lot ADD COLUMN final_deadline_at timestamptz, ADD COLUMN consultation integer NOT NULL DEFAULT 1`);
        await runner.query(`
      CREATE TABLE requirement_change (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        lot_id uuid NOT NULL REFERENCES lot,
        -- Which talks of the lot: they begin anew where its failure was declared unlawfully.
        round integer NOT NULL,
        no integer NOT NULL CHECK (no >= 1),
        state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'confirmed', 'refused')),
        -- Technical and service requirements and the draft of the contract; nothing else of the documents changes.
        requirement text,
        standards jsonb,
        contract_terms text,
        reason text NOT NULL,
        proposed_at timestamptz NOT NULL,
        proposed_by uuid NOT NULL,
        decided_at timestamptz,
        decided_by uuid,
        decision_reason text,
        -- Until when all suppliers answer anew.
        respond_by timestamptz,
        UNIQUE (lot_id, round, no),
        CHECK (num_nonnulls(requirement, standards, contract_terms) > 0),
        CHECK ((state = 'proposed') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)),
        CHECK ((state = 'confirmed') = (respond_by IS NOT NULL)),
        CHECK ((state = 'refused') = (decision_reason IS NOT NULL)),
        CHECK (respond_by > decided_at)
      )`);
        await runner.query(`CREATE UNIQUE INDEX requirement_change_open ON requirement_change (lot_id, round) WHERE state = 'proposed'`);
        await runner.query(`
      CREATE TABLE consultation_response (
        bid_id uuid NOT NULL REFERENCES bid,
        change_id uuid NOT NULL REFERENCES requirement_change,
        content jsonb NOT NULL,
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        received_at timestamptz NOT NULL,
        PRIMARY KEY (bid_id, change_id)
      )`);
        await runner.query(`
      CREATE TABLE final_offer (
        bid_id uuid NOT NULL REFERENCES bid,
        round integer NOT NULL,
        envelope_id uuid NOT NULL UNIQUE,
        -- Fen; null where it could not be read.
        price bigint,
        sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        received_at timestamptz,
        content jsonb,
        PRIMARY KEY (bid_id, round),
        CHECK ((price IS NULL) = (content IS NULL))
      )`);
        await runner.query(`ALTER TABLE bid_check DROP CONSTRAINT bid_check_stage_check`);
        await runner.query(`
      ALTER TABLE bid_check ADD CONSTRAINT bid_check_stage_check
        CHECK (stage IN ('qualification', 'conformity', 'consultation'))`);
    }
    async down(runner) {
        await runner.query(`DELETE FROM bid_check WHERE stage = 'consultation'`);
        await runner.query(`ALTER TABLE bid_check DROP CONSTRAINT bid_check_stage_check`);
        await runner.query(`
      ALTER TABLE bid_check ADD CONSTRAINT bid_check_stage_check CHECK (stage IN ('qualification', 'conformity'))`);
        for (const table of ['final_offer', 'consultation_response', 'requirement_change'])
            await runner.query(`DROP TABLE ${table}`);
        await runner.query(`ALTER TABLE lot DROP COLUMN consultation, DROP COLUMN final_deadline_at`);
    }
}
//# sourceMappingURL=1790000000910-consultations.js.map