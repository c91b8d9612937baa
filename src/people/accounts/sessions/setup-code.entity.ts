import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../users/app-user.entity.js';

/** A one-time code with which a user sets a password, stored as SHA-256. */
@Entity('setup_code')
@Index('setup_code_user', ['userId'])
@Index('setup_code_open', ['userId'], { unique: true, where: 'used_at IS NULL' })
export class SetupCode {
  @Check(has32Bytes('hash')) @PrimaryColumn('bytea') hash: Buffer;
  @ForeignKey(() => AppUser) @Column('uuid') userId: string;
  /** Of a code in two halves, each shown to another administrator: the other half. `hash` is then the first one's. */
  @Check(has32Bytes('second_hash')) @Column('bytea', { nullable: true }) secondHash: Buffer | null;
  /** Who was shown the whole code; null where nobody was, or it came from a command. */
  @ForeignKey(() => AppUser) @Column('uuid', { nullable: true }) givenTo: string | null;
  /** From when it works, in business time; null: at once. */
  @Column('timestamptz', { nullable: true }) validFrom: Date | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}
