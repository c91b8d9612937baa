import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Which envelopes were written since the register before, with the fingerprint of each, under a key outside the database and
 * padded. Its hash is sealed in the audit, and so in an anchor. One is made whether anything was written or not.
 */
@Entity('envelope_register')
export class EnvelopeRegister {
  /** `2026-05`: a chain of the audit for each month. */
  @PrimaryColumn('text') month: string;
  @Check('no > 0') @PrimaryColumn('integer') no: number;
  /** Business time. */
  @Column('timestamptz') at: Date;
  /** The transaction before which everything had ended, and that which made the register: what is newer is in the next one. */
  @Column('text') horizon: string;
  @Column('text') own: string;
  @Column('bytea') body: Buffer;
}
