import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Recipient } from '../delivery/records/recipient.entity.js';
import { SurveyStratum } from './survey-stratum.entity.js';

/** A recipient who could be drawn for a survey, and whether they were. */
@Entity('survey_frame')
@ForeignKey(() => SurveyStratum, ['surveyId', 'stratum'], ['surveyId', 'no'])
export class SurveyFrame {
  @PrimaryColumn('uuid') surveyId: string;
  @ForeignKey(() => Recipient) @PrimaryColumn('uuid') recipientId: string;
  @Column('integer') stratum: number;
  @Column('boolean') drawn: boolean;
}
