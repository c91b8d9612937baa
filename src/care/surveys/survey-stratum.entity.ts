import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Community } from '../../people/communities/community.entity.js';
import { Survey } from './survey.entity.js';

/**
 * A stratum of a survey: the recipients of one community. Unique by survey and community (beyond-entities.sql,
 * because the community may be unknown).
 */
@Entity('survey_stratum')
@Check('survey_stratum_check', 'sampled >= 0 AND sampled <= population')
export class SurveyStratum {
  @ForeignKey(() => Survey) @PrimaryColumn('uuid') surveyId: string;
  @Check('no >= 1') @PrimaryColumn('integer') no: number;
  /** Null: recipients whose community is unknown. */
  @ForeignKey(() => Community) @Column('uuid', { nullable: true }) communityId: string | null;
  @Check('population >= 1') @Column('integer') population: number;
  @Column('integer') sampled: number;
}
