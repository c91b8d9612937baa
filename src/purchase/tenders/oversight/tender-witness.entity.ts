import { Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AppUser } from '../../../people/accounts/users/app-user.entity.js';
import { Tender } from '../tender.entity.js';

/** A supervisor who may be present at the opening and review of a tender. */
@Entity('tender_witness')
@Index('tender_witness_user', ['userId'])
export class TenderWitness {
  @PrimaryColumn('uuid') tenderId: string;
  @ManyToOne(() => Tender) tender?: Relation<Tender>;
  @PrimaryColumn('uuid') userId: string;
  @ManyToOne(() => AppUser) user?: Relation<AppUser>;
  @Column('timestamptz') appointedAt: Date;
  @Column('uuid', { nullable: true }) appointedBy: string | null;
}
