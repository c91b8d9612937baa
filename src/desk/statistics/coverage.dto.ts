import { IsOptional, Matches } from 'class-validator';
import { DATASET } from '../../kernel/database/dataset.js';
import { QueryInt } from '../../kernel/http/lists/list.js';
import { IsRegionCode } from '../../kernel/identity/is-identity.js';
import { IntegerBetween, OneOf, OptionalField, OptionalId } from '../../kernel/http/validation/fields.js';
import { IsCategory } from '../../law/code-lists/is-code.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { CategoryCode } from '../../law/code-lists/code-lists.js';

const COVERAGE_GROUPINGS = ['category', 'region', 'community', 'year'] as const;
export type CoverageGrouping = (typeof COVERAGE_GROUPINGS)[number];

export class CoverageStatisticsQuery {
  /** The calendar year, or the last of several. */
  @QueryInt()
  @IntegerBetween(1000, 9999)
  year: number;

  /** The first of several years, at most twenty; default `year` alone. */
  @QueryInt()
  @IntegerBetween(1000, 9999, 'optional')
  from?: number;

  /** What a row stands for; default `category`. */
  @OneOf(COVERAGE_GROUPINGS, 'optional')
  groupBy?: CoverageGrouping;

  @OptionalField(IsCategory())
  category?: CategoryCode;

  /** Region code of the line; the regions below it are included. */
  @OptionalField(IsRegionCode())
  region?: string;

  /** Lines that serve this community. */
  @OptionalId()
  community?: string;

  /** Default: the setting `DEFAULT_DATASET`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;
}

/** How far service lines were covered. */
export class CoverageFiguresDto {
  /** Service lines that were there on some day. */
  lines: number;
  /** Lines that were left without a contract on some day. */
  uncoveredLines: number;
  /** Days of all lines, none after today, its last one, or what its dataset knows. */
  days: number;
  /** Those inside the window of a signed contract; each counts once. */
  contractedDays: number;
  /** Percent of the days, one decimal, half up. */
  ratio: string | null;
  /** Those under a contract whose services are recorded here. */
  recordedDays: number;
  /** Of the recorded ones those with a record of the line; null where no service is recorded. */
  evidencedDays: number | null;
  /**
   * Percent of the recorded days that hold a record, one decimal: how close together records lie. It measures no promise (a
   * weekly service that never failed is about 14): what was kept is `evidencedShare` of each line.
   */
  daysWithRecordsRatio: string | null;
  /** Contracts whose days are not known to the day: they cover nothing here. */
  excludedContracts: number;
}

/** How far the lines of one category, region, community or year were covered. */
export class CoverageStatisticsRowDto extends CoverageFiguresDto {
  /** A code, the id of a community, or a year; null where it is not known. */
  key: string | null;
  label: string;
  labelEn: string;
}

/** How far the service lines of one dataset were covered. */
export class CoverageStatisticsDto {
  from: number;
  year: number;
  dataset: string;
  groupBy: CoverageGrouping;
  category: CategoryCode | null;
  region: string | null;
  community: Uuid | null;
  /** The day up to which is counted: today, or the last of which anything is known of any line asked for. */
  asOf: PlainDate;
  /** Lines that were there in these years, of which none of these days is known: they are in no row. */
  linesUnknown: number;
  /** The first thousand. A line stands in the row of each of its communities. */
  rows: CoverageStatisticsRowDto[];
  /** Each line once. */
  total: CoverageFiguresDto;
  /** Rows beyond the first thousand; they count in the total. */
  rowsLeftOut: number;
}
