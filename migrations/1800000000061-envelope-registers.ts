import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which envelopes were written, as anchors cover it, and what the opening found of them. */
export class EnvelopeRegisters1800000000061 implements MigrationInterface {
  name = 'EnvelopeRegisters1800000000061';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE envelope_register (
        month text NOT NULL,
        no integer NOT NULL CONSTRAINT envelope_register_no_check CHECK (no > 0),
        at timestamptz NOT NULL,
        horizon text NOT NULL,
        own text NOT NULL,
        body bytea NOT NULL,
        PRIMARY KEY (month, no)
      )`);
    await runner.query(`
      CREATE TABLE envelope_check (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        lot_id uuid NOT NULL REFERENCES lot (id),
        bidder_id uuid NOT NULL REFERENCES organisation (id),
        envelope_id uuid NOT NULL,
        round integer CONSTRAINT envelope_check_round_check CHECK (round >= 1),
        outcome text NOT NULL CONSTRAINT envelope_check_outcome_check CHECK (outcome IN
          ('found', 'later', 'altered', 'put_back', 'missing', 'unknown'))
      )`);
    await runner.query(`CREATE INDEX envelope_check_lot ON envelope_check (lot_id)`);
    await runner.query(`CREATE INDEX envelope_check_envelope ON envelope_check (envelope_id)`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
