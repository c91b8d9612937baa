import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Recipient } from '../delivery/records/recipient.entity.js';
import { SurveyStratum } from './survey-stratum.entity.js';

/** A recipient who could be drawn for a survey, and whether they were. */
@Entity('survey_frame')
export class SurveyFrame {
  @PrimaryColumn('uuid') surveyId: string;
  @PrimaryColumn('uuid') recipientId: string;
  @ManyToOne(() => Recipient) recipient?: Relation<Recipient>;
  @Column('integer') stratum: number;
  @ManyToOne(() => SurveyStratum)
  @JoinColumn([
    { name: 'survey_id', referencedColumnName: 'surveyId' },
    { name: 'stratum', referencedColumnName: 'no' },
  ])
  surveyStratum?: Relation<SurveyStratum>;
  @Column('boolean') drawn: boolean;
}
