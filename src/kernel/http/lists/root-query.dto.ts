import { IsOptional, Matches } from 'class-validator';
import { AnyTextUpTo, OneOf, OptionalField } from '../validation/fields.js';
import { DATASET } from '../../database/dataset.js';
import { EXTERNAL_ID } from '../../database/external-ids/external-ids.js';
import { IsInstant } from '../../clock/is-date.js';
import { PageQuery } from './list.js';
import { ROOT_SORTS } from './root-order.js';

/** What every list of roots takes. */
export class RootQuery extends PageQuery {
  /** Only this dataset; without it, every dataset the caller may see. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  /**
   * Changed at or after this time (RFC 3339), in the order of the last change, without `sort`: a row that changes while the
   * list is read is met again. `/changes` is the loss-free feed.
   */
  @OptionalField(IsInstant())
  updatedSince?: string;

  /** The order: of creation, which is the default, or with `-` the newest first. */
  @OneOf(ROOT_SORTS, 'optional')
  sort?: string;

  /** `system:id` of another system. */
  @AnyTextUpTo(241, 'optional')
  @Matches(EXTERNAL_ID)
  externalId?: string;
}
