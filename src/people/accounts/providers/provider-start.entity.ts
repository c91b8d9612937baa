import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';

/** A sign-in, or a link, that was begun at a provider and has not come back. */
@Entity('provider_start')
@Index('provider_start_age', ['expiresAt'])
export class ProviderStart {
  /** SHA-256 of the state, 256 random bits. */
  @Check(has32Bytes('hash')) @PrimaryColumn('bytea') hash: Buffer;
  /** What it is for, and what the answer is held to, under a key that lies outside the database and bound to the state. */
  @Column('bytea') content: Buffer;
  @Column('timestamptz') expiresAt: Date;
}
