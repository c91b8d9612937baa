import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Identity } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Tender } from '../../../purchase/tenders/tender.entity.js';
import type { RatedSide, RatingStage } from '../../surveys/resident-ratings.js';
import type { Raters } from './rating.dto.js';

/** A rating of the buyer or the agent at one stage of a purchase. */
@Entity('rating')
@Unique(['tenderId', 'stage', 'side', 'raterId'])
@Index('rating_rated', ['ratedId', 'dataset', 'stage', 'no'])
@Check('rating_of_residents_names_nobody', "(raters = 'residents') = (rater_id IS NULL)")
export class Rating {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('text') dataset: string;
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @Check("stage IN ('purchase', 'contract', 'implementation', 'evaluation')") @Column('text') stage: RatingStage;
  /** The buyer or the agent of the tender. */
  @ForeignKey(() => Organisation) @Column('uuid') ratedId: string;
  @Check("side IN ('buyer', 'agent')") @Column('text') side: RatedSide;
  /** The body that rates; null for residents, whose rating names nobody. Used only to refuse a second rating. */
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) raterId: string | null;
  @Check('points BETWEEN 1 AND 5') @Column('integer') points: number;
  /** Order of arrival: ratings are published in groups of five. */
  @Identity() @Column({ type: 'bigint', generatedIdentity: 'ALWAYS' }) no: Default<string>;
  @Check("raters IN ('bodies', 'residents')") @Column('text', { default: 'bodies' }) raters: Default<Raters>;
}
