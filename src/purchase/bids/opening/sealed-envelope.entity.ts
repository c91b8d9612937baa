import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';

/** One sealed bid. The row names no lot, body, number or time, and nothing else is written where one is. */
@Entity('sealed_envelope')
export class SealedEnvelope {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  /** HMAC of body and lot under a key outside the database. */
  @Column('bytea', { unique: true }) blind: Buffer;
  @Column('integer') sizeClass: number;
  @Column('bytea') ciphertext: Buffer;
}
