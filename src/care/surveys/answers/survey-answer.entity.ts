import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { SurveyStratum } from '../survey-stratum.entity.js';

/** One completed survey. The row has no time and no slip, so that it leads to nobody. */
@Entity('survey_answer')
@ForeignKey(() => SurveyStratum, ['surveyId', 'stratum'], ['surveyId', 'no'])
@Index('survey_answer_stratum', ['surveyId', 'stratum'])
export class SurveyAnswer {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('uuid') surveyId: string;
  @Column('integer') stratum: number;
  @Column('jsonb') answers: unknown[];
}
