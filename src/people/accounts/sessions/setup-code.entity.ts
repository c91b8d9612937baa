import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../users/app-user.entity.js';

/** A one-time code with which a user sets a password, stored as SHA-256. */
@Entity('setup_code')
@Index('setup_code_open', ['userId'], { unique: true, where: 'used_at IS NULL' })
export class SetupCode {
  @Check(has32Bytes('hash')) @PrimaryColumn('bytea') hash: Buffer;
  @ForeignKey(() => AppUser) @Column('uuid') userId: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}
