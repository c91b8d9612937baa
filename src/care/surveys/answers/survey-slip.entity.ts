import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { SurveyStratum } from '../survey-stratum.entity.js';

/** A slip with a one-time code for a drawn recipient. Used or not, its code ends and another is printed alike. */
@Entity('survey_slip')
@ForeignKey(() => SurveyStratum, ['surveyId', 'stratum'], ['surveyId', 'no'])
export class SurveySlip {
  @PrimaryColumn('uuid') surveyId: string;
  /** Printed on the slip. It leads to a community and to nobody in it. */
  @Check('no >= 1') @PrimaryColumn('integer') no: number;
  @Column('integer') stratum: number;
  /** HMAC of the code under a key outside the database; null where none is printed. */
  @Column('bytea', { nullable: true, unique: true }) code: Buffer | null;
  @Column('boolean', { default: false }) used: Default<boolean>;
}
