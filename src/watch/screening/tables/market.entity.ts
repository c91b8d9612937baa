import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { IS_DATASET } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';

/** Lots that compete with each other: of one dataset, category, county and five-year plan. */
@Entity('market')
@Unique(['dataset', 'category', 'region', 'firstYear'])
export class Market {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Check(IS_DATASET) @Column('text') dataset: string;
  @Column('text') category: string;
  /** Code of the county, six digits. */
  @Column('text') region: string;
  /** First year of the five-year plan: 2016, 2021, … */
  @Check('first_year % 5 = 1') @Column('integer') firstYear: number;
  /** When facts first changed that no screening has looked at; null: it is as it was screened. */
  @Column('timestamptz', { nullable: true }) unscreenedSince: Date | null;
  /** MD5 of all that its answers were last given by and of what was stored of them; null: they are given anew. */
  @Column('uuid', { nullable: true }) stamp: string | null;
}
