import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AppUser } from '../../../people/accounts/users/app-user.entity.js';
import { Tender } from '../tender.entity.js';

/** A supervisor who may be present at the opening and review of a tender. */
@Entity('tender_witness')
@Index('tender_witness_user', ['userId'])
export class TenderWitness {
  @ForeignKey(() => Tender) @PrimaryColumn('uuid') tenderId: string;
  @ForeignKey(() => AppUser) @PrimaryColumn('uuid') userId: string;
  @Column('timestamptz') appointedAt: Date;
  @Column('uuid', { nullable: true }) appointedBy: string | null;
}
