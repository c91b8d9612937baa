import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { Default } from '../../../../kernel/database/row-types.js';
import { Organisation } from '../../../../people/organisations/organisation.entity.js';
import { Complaint } from '../complaint.entity.js';

/** The copy of a complaint that was sent to one who is to answer it (Order 94 articles 21 (4) and 22). */
@Entity('complaint_notice')
export class ComplaintNotice {
  @ForeignKey(() => Complaint) @PrimaryColumn('uuid') complaintId: string;
  @ForeignKey(() => Organisation) @PrimaryColumn('uuid') organisationId: string;
  @Column('timestamptz') sentAt: Date;
  /** The day of its receipt, from which five working days run. */
  @Column('date', { nullable: true }) receivedOn: PlainDate | null;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null;
  @Column('text', { nullable: true }) answer: string | null;
  /** A supplier that the complaint concerns, not who is complained of. */
  @Column('boolean', { default: false }) concerned: Default<boolean>;
}
