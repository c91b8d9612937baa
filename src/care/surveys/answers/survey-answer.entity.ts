import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { SurveyStratum } from '../survey-stratum.entity.js';

/** One completed survey. The row has no time and no slip, so that it leads to nobody. */
@Entity('survey_answer')
@Index('survey_answer_stratum', ['surveyId', 'stratum'])
export class SurveyAnswer {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('uuid') surveyId: string;
  @Column('integer') stratum: number;
  @ManyToOne(() => SurveyStratum)
  @JoinColumn([
    { name: 'survey_id', referencedColumnName: 'surveyId' },
    { name: 'stratum', referencedColumnName: 'no' },
  ])
  surveyStratum?: Relation<SurveyStratum>;
  @Column('jsonb') answers: unknown[];
}
