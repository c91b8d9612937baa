/**
 * Contracts that go on here with actions: their content with its hash, who signed it for which side, amendments as a
 * difference, and what the agency asked the buyer to consent to.
 */
export class ConductedContracts1790000000850 {
    name = 'ConductedContracts1790000000850';
    async up(runner) {
        await runner.query(`
      ALTER TABLE contract
        ALTER COLUMN fact_id DROP NOT NULL,
        ADD COLUMN content jsonb,
        ADD COLUMN content_hash text CHECK (content_hash ~ '^[0-9a-f]{64}$'),
        -- Both sides have signed the content in force, or the amendments that made it.
        ADD COLUMN content_agreed boolean NOT NULL DEFAULT false,
        -- Sum of all supplementary agreements in force, beside the original amount.
        ADD COLUMN supplements bigint NOT NULL DEFAULT 0 CHECK (supplements >= 0),
        -- The team in force; the content says the one it was signed with.
        ADD COLUMN team jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN halted_from text CHECK (halted_from IN ('signed', 'active')),
        ADD COLUMN halt_ground text,
        ADD COLUMN started_on date,
        ADD COLUMN delivered_on date,
        ADD COLUMN published_on date,
        ADD COLUMN published_url text,
        ADD COLUMN filed_on date,
        ADD COLUMN filed_reference text,
        ADD COLUMN taken_over_at timestamptz,
        ADD COLUMN end_ground text,
        ADD COLUMN end_reference text,
        ADD CONSTRAINT contract_is_proven_or_a_draft CHECK (fact_id IS NOT NULL OR (conducted = 'here' AND state IN ('draft', 'void'))),
        ADD CONSTRAINT contract_here_has_content CHECK (conducted = 'elsewhere' OR (content IS NOT NULL AND content_hash IS NOT NULL)),
        ADD CONSTRAINT contract_halted_from CHECK ((state = 'halted') = (halted_from IS NOT NULL)),
        -- Law article 49: all supplements together, to the fen.
        ADD CONSTRAINT contract_supplements_of_ten_percent CHECK (supplements * 10 <= coalesce(amount, 0) OR supplements = 0)`);
        // An award is contracted once; what was given up does not stand in the way.
        await runner.query(`
      CREATE UNIQUE INDEX contract_one_draft ON contract (award_id) WHERE fact_id IS NULL AND state = 'draft'`);
        await runner.query(`
      CREATE TABLE contract_amendment (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        contract_id uuid NOT NULL REFERENCES contract,
        no integer NOT NULL CHECK (no >= 1),
        state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'in_force', 'withdrawn')),
        reason_code text NOT NULL,
        reason text NOT NULL,
        supplement bigint CHECK (supplement > 0),
        difference jsonb NOT NULL,
        hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
        proposed_at timestamptz NOT NULL,
        proposed_by uuid,
        in_force_on date,
        published_on date,
        published_url text,
        UNIQUE (contract_id, no),
        CHECK ((state = 'in_force') = (in_force_on IS NOT NULL))
      )`);
        await runner.query(`
      CREATE TABLE contract_signature (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        contract_id uuid NOT NULL REFERENCES contract,
        amendment_id uuid REFERENCES contract_amendment,
        side text NOT NULL CHECK (side IN ('buyer', 'supplier')),
        hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
        user_id uuid NOT NULL,
        signed_at timestamptz NOT NULL,
        withdrawn_at timestamptz
      )`);
        await runner.query(`
      CREATE UNIQUE INDEX contract_signature_once ON contract_signature (contract_id, side, amendment_id) NULLS NOT DISTINCT
      WHERE withdrawn_at IS NULL`);
        await runner.query(`
      CREATE TABLE contract_request (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        contract_id uuid NOT NULL REFERENCES contract,
        kind text NOT NULL CHECK (kind IN ('team', 'subcontract')),
        detail jsonb NOT NULL,
        reason text NOT NULL,
        state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'consented', 'refused')),
        asked_at timestamptz NOT NULL,
        asked_by uuid,
        decided_at timestamptz,
        decided_by uuid,
        decision_reason text
      )`);
        await runner.query(`CREATE UNIQUE INDEX contract_request_one_open ON contract_request (contract_id, kind) WHERE state = 'asked'`);
        await runner.query(`CREATE INDEX contract_request_contract ON contract_request (contract_id)`);
    }
    async down(runner) {
        for (const table of ['contract_request', 'contract_signature', 'contract_amendment'])
            await runner.query(`DROP TABLE ${table}`);
        await runner.query(`DROP INDEX contract_one_draft`);
        await runner.query(`
      ALTER TABLE contract DROP CONSTRAINT contract_supplements_of_ten_percent, DROP CONSTRAINT contract_halted_from,
        DROP CONSTRAINT contract_here_has_content, DROP CONSTRAINT contract_is_proven_or_a_draft,
        DROP COLUMN end_reference, DROP COLUMN end_ground, DROP COLUMN taken_over_at, DROP COLUMN filed_reference,
        DROP COLUMN filed_on, DROP COLUMN published_url, DROP COLUMN published_on, DROP COLUMN delivered_on,
        DROP COLUMN started_on, DROP COLUMN halt_ground, DROP COLUMN halted_from, DROP COLUMN team,
        DROP COLUMN supplements, DROP COLUMN content_agreed, DROP COLUMN content_hash, DROP COLUMN content`);
        await runner.query(`DELETE FROM contract_service_line WHERE contract_id IN (SELECT id FROM contract WHERE fact_id IS NULL)`);
        await runner.query(`DELETE FROM contract WHERE fact_id IS NULL`);
        await runner.query(`ALTER TABLE contract ALTER COLUMN fact_id SET NOT NULL`);
    }
}
//# sourceMappingURL=1790000000850-conducted-contracts.js.map