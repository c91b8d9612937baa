import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../../../people/accounts/users/app-user.entity.js';
import type { SearchFilters } from './saved-searches.dto.js';

/** How many searches one account may keep; a check of the table says the same. */
export const MOST_SEARCHES = 20;

/** Filters of the list of tenders whose holder is told of what is published and fits. */
@Entity('saved_search')
@Index('saved_search_place', ['userId', 'place'], { unique: true })
export class SavedSearch {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => AppUser) @Column('uuid') userId: string;
  /** No two of an account have the same, so that there are never more than so many. */
  @Check('place BETWEEN 1 AND 20') @Column('integer') place: number;
  @Column('text') name: string;
  @Check("jsonb_typeof(filters) = 'object'") @Column('jsonb') filters: SearchFilters;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  /** The snapshot in which it was saved: what is not in it was published later, whenever it was written. */
  @Column('text', { default: () => '(pg_current_snapshot())::text' }) seen: Default<string>;
}
