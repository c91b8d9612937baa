import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Meeting } from './meeting.entity.js';

/** A body that is invited to a meeting. */
@Entity('meeting_invited')
@Index('meeting_invited_back', ['organisationId'])
export class MeetingInvited {
  @ForeignKey(() => Meeting) @PrimaryColumn('uuid') meetingId: string;
  @ForeignKey(() => Organisation) @PrimaryColumn('uuid') organisationId: string;
}
