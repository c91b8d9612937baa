/**
 * Sealed bids: the keys of each tender, the envelopes, the openings, and what an opened bid is. An envelope's row names no
 * lot, no body, no number and no time, and nothing else is written where one is.
 */
export class SealedBids1790000000830 {
    name = 'SealedBids1790000000830';
    async up(runner) {
        await runner.query(`
      CREATE TABLE tender_key (
        tender_id uuid NOT NULL REFERENCES tender,
        purpose text NOT NULL CHECK (purpose IN ('identity', 'content')),
        public_key bytea NOT NULL,
        -- The private half, wrapped under the named key of the key provider.
        wrapped_by text NOT NULL,
        wrapped bytea NOT NULL,
        PRIMARY KEY (tender_id, purpose)
      )`);
        await runner.query(`
      CREATE TABLE sealed_envelope (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        -- HMAC of body and lot under a key outside the database.
        blind bytea NOT NULL UNIQUE,
        size_class integer NOT NULL,
        ciphertext bytea NOT NULL
      )`);
        // What is random does not compress: one size class is one size on the disk.
        await runner.query(`ALTER TABLE sealed_envelope ALTER COLUMN ciphertext SET STORAGE EXTERNAL`);
        await runner.query(`
      CREATE TABLE opening (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        tender_id uuid NOT NULL REFERENCES tender,
        state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'withdrawn', 'ordered', 'held')),
        requested_at timestamptz NOT NULL,
        requested_by uuid NOT NULL,
        ordered_at timestamptz,
        ordered_by uuid,
        held_at timestamptz,
        CONSTRAINT opening_is_ordered_by_another CHECK (ordered_by IS NULL OR ordered_by <> requested_by),
        CONSTRAINT opening_is_ordered CHECK (state NOT IN ('ordered', 'held') OR ordered_by IS NOT NULL)
      )`);
        await runner.query(`CREATE UNIQUE INDEX opening_one ON opening (tender_id) WHERE state <> 'withdrawn'`);
        await runner.query(`
      ALTER TABLE bid
        ADD COLUMN version integer NOT NULL DEFAULT 1,
        -- Null for a bid that is on record from elsewhere.
        ADD COLUMN state text,
        ADD COLUMN envelope_id uuid UNIQUE,
        ADD COLUMN received_at timestamptz,
        ADD COLUMN sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        -- The revision of the documents that it answers.
        ADD COLUMN revision integer CHECK (revision >= 1),
        -- What was sealed, as it was opened; null where it could not be read.
        ADD COLUMN content jsonb`);
    }
    async down(runner) {
        await runner.query(`
      ALTER TABLE bid DROP COLUMN content, DROP COLUMN revision, DROP COLUMN sha256, DROP COLUMN received_at,
        DROP COLUMN envelope_id, DROP COLUMN state, DROP COLUMN version`);
        for (const table of ['opening', 'sealed_envelope', 'tender_key'])
            await runner.query(`DROP TABLE ${table}`);
    }
}
//# sourceMappingURL=1790000000830-sealed-bids.js.map