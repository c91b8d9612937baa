import { Check, Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Community } from '../../people/communities/community.entity.js';
import { Survey } from './survey.entity.js';

/**
 * A stratum of a survey: the recipients of one community. Unique by survey and community (beyond-entities.sql,
 * because the community may be unknown).
 */
@Entity('survey_stratum')
@Check('survey_stratum_check', 'sampled >= 0 AND sampled <= population')
export class SurveyStratum {
  @PrimaryColumn('uuid') surveyId: string;
  @ManyToOne(() => Survey) survey?: Relation<Survey>;
  @Check('no >= 1') @PrimaryColumn('integer') no: number;
  /** Null: recipients whose community is unknown. */
  @Column('uuid', { nullable: true }) communityId: string | null;
  @ManyToOne(() => Community) community?: Relation<Community>;
  @Check('population >= 1') @Column('integer') population: number;
  @Column('integer') sampled: number;
}
