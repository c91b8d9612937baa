import { Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { Flag } from '../flag.entity.js';

/** That a flag was handed to an authority. Neither the version nor the history of the flag tells of it. */
@Entity('flag_referral')
@Index('flag_referral_flag', ['flagId', 'at'])
export class FlagReferral {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('uuid') flagId: string;
  @ManyToOne(() => Flag) flag?: Relation<Flag>;
  @Column('timestamptz') at: Date;
  @Column('text') authority: string;
  /** The number of the letter or of the case there. */
  @Column('text') reference: string;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('uuid', { nullable: true }) actorId: string | null;
  @Column('bigint') auditId: string;
}
