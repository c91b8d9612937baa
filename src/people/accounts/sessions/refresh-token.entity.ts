import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Session } from './session.entity.js';

/**
 * One refresh token, stored as SHA-256 of 256 random bits. Used ones stay as long as their session, so that a second
 * use of any of them is noticed.
 */
@Entity('refresh_token')
@Index('refresh_token_open', ['sessionId'], { unique: true, where: 'used_at IS NULL' })
@Index('refresh_token_session', ['sessionId'])
export class RefreshToken {
  @Check(has32Bytes('hash')) @PrimaryColumn('bytea') hash: Buffer;
  @ForeignKey(() => Session, { onDelete: 'CASCADE' }) @Column('uuid') sessionId: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) issuedAt: Default<Date>;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}
