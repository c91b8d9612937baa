import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { closedListSql } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../../../people/accounts/users/app-user.entity.js';
import { Review } from '../review.entity.js';
import type { ReplacementGround } from '../review-requests.js';
import { MEMBER_KINDS, type MemberKind } from './panel.rules.js';

/** A member of a panel. */
@Entity('review_member')
@Index('review_member_once', ['reviewId', 'userId'], { unique: true, where: 'ended_at IS NULL' })
@Index('review_member_user', ['userId'])
@Check('review_member_check1', 'dissent IS NULL OR signed_at IS NOT NULL')
@Check('review_member_check2', 'unsigned_reason IS NULL OR signed_at IS NULL')
@Check('review_member_check', '(ended_at IS NULL) = (end_ground IS NULL) AND (ended_at IS NULL) = (end_reason IS NULL)')
export class ReviewMember {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('uuid') reviewId: string;
  @ManyToOne(() => Review) review?: Relation<Review>;
  @Column('uuid') userId: string;
  @ManyToOne(() => AppUser) user?: Relation<AppUser>;
  @Check(closedListSql('kind', MEMBER_KINDS)) @Column('text') kind: MemberKind;
  @Column('timestamptz') appointedAt: Date;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
  @Check("end_ground IN ('recusal', 'absence', 'health', 'special')")
  @Column('text', { nullable: true })
  endGround: ReplacementGround | null;
  @Column('text', { nullable: true }) endReason: string | null;
  /** Of what the member finds, scores and signs: what others do changes it only where they end a signature or note that there is none. */
  @Column('integer', { default: 1 }) version: Default<number>;
  @Column('timestamptz', { nullable: true }) lockedAt: Date | null;
  @Column('timestamptz', { nullable: true }) signedAt: Date | null;
  @Column('text', { nullable: true }) dissent: string | null;
  /** Written down by others: a member who neither signs nor says why agrees. */
  @Column('text', { nullable: true }) unsignedReason: string | null;
}
