import { IsOptional, Matches } from 'class-validator';
import { DATASET } from '../../kernel/database/dataset.js';
import { QueryInt } from '../../kernel/http/lists/list.js';
import { IsRegionCode } from '../../kernel/identity/is-identity.js';
import { IntegerBetween, OneOf, OptionalField } from '../../kernel/http/validation/fields.js';
import { IsCategory } from '../../law/code-lists/is-code.js';
import type { CategoryCode } from '../../law/code-lists/code-lists.js';

const GROUPINGS = ['category', 'region', 'agency', 'method'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export class AwardsQuery {
  /** Year of the award. */
  @QueryInt()
  @IntegerBetween(1000, 9999)
  year: number;

  /** What a row stands for; default `category`. */
  @OneOf(GROUPINGS, 'optional')
  groupBy?: Grouping;

  /** Region code; the regions below it are included. */
  @OptionalField(IsRegionCode())
  region?: string;

  /** A region that contains `region`: each row also says what share of its deals `region` has. */
  @OptionalField(IsRegionCode())
  within?: string;

  @OptionalField(IsCategory())
  category?: CategoryCode;

  /** Default: the setting `DEFAULT_DATASET`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;
}

class AwardFiguresDto {
  deals: number;
  /** Yuan: the sum of the known amounts; null where none is known. */
  amount: string | null;
  /** Percent of the amount, one decimal, half up; null where no amount is known. */
  share: string | null;
  /** How many of the deals have no known amount. */
  amountUnknown: number;
  /** With `within`: deals in that region. */
  withinDeals?: number;
  /** With `within`: percent of those deals, one decimal, half up. */
  dealShare?: string | null;
}

/** The awards of one category, region, agency or method. */
export class AwardsRowDto extends AwardFiguresDto {
  /** A code, or the id of an organisation; null where it is not known. */
  key: string | null;
  label: string;
  labelEn: string;
}

/** The awards of all rows together. */
export class AwardsTotalDto extends AwardFiguresDto {}

/** Awards of one year in one dataset. */
export class AwardsDto {
  year: number;
  dataset: string;
  groupBy: Grouping;
  region: string | null;
  within: string | null;
  category: CategoryCode | null;
  currency: 'CNY';
  /** In the order of the code list; agencies by amount, the first thousand. */
  rows: AwardsRowDto[];
  total: AwardsTotalDto;
  /** Rows beyond the first thousand; they count in the total. */
  rowsLeftOut: number;
  /** Awards of no known year, which no year counts. */
  undated: number;
}
