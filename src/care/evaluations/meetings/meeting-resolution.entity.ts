import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Meeting } from './meeting.entity.js';
import { RESOLUTION_STATES, type ResolutionState } from './meeting.lifecycle.js';

/** Something a meeting resolved, and the body that carries it out. */
@Entity('meeting_resolution')
@Unique(['meetingId', 'no'])
@Index('meeting_resolution_owner', ['ownerId'], { where: "state = 'open'" })
export class MeetingResolution {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Meeting) @Column('uuid') meetingId: string;
  @Check('no >= 1') @Column('integer') no: number;
  @Column('text') words: string;
  @ForeignKey(() => Organisation) @Column('uuid') ownerId: string;
  @Column('date') dueOn: PlainDate;
  @Check(closedListSql('state', RESOLUTION_STATES))
  @Column('text', { default: 'open' })
  state: Default<ResolutionState>;
  @Column('timestamptz', { nullable: true }) settledAt: Date | null;
}
