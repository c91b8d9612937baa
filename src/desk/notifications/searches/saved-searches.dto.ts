import { PickType } from '@nestjs/swagger';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { Part, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { TenderQuery } from '../../../purchase/tenders/reads/tender.dto.js';

/** Filters of `GET /tenders` that say what is looked for; each that is left out or null asks for nothing. */
export class SearchFiltersDto extends PickType(TenderQuery, [
  'q',
  'dataset',
  'buyer',
  'programme',
  'serviceLine',
  'method',
  'category',
  'region',
  'sme',
  'amountFrom',
  'amountTo',
  'deadlineFrom',
  'deadlineTo',
  'open',
] as const) {}

/** The filters that were given. */
export type SearchFilters = Partial<Record<keyof SearchFiltersDto, string>>;

/** A search that tells its holder of what is published and fits. */
export class NewSavedSearchDto {
  /** What its holder calls it. */
  @TextUpTo(100)
  name: string;
  @Part(() => SearchFiltersDto)
  filters: SearchFiltersDto;
}

/** A search of the caller. */
export class SavedSearchDto {
  id: Uuid;
  name: string;
  filters: SearchFiltersDto;
  /** What was published before is told by no notification. */
  createdAt: Instant;
}

/** The searches of the caller, all of them. */
export class SavedSearchListDto extends ListOf(SavedSearchDto) {}
