import { Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Meeting } from './meeting.entity.js';

/** A body that is invited to a meeting. */
@Entity('meeting_invited')
@Index('meeting_invited_back', ['organisationId'])
export class MeetingInvited {
  @PrimaryColumn('uuid') meetingId: string;
  @ManyToOne(() => Meeting) meeting?: Relation<Meeting>;
  @PrimaryColumn('uuid') organisationId: string;
  @ManyToOne(() => Organisation) organisation?: Relation<Organisation>;
}
