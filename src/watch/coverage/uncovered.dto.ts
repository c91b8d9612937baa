import { IsString, Matches } from 'class-validator';
import { PageQuery } from '../../kernel/http/lists/list.js';
import { ExcludedDto } from './coverage.dto.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';

export class UncoveredQuery extends PageQuery {
  /** `YYYY-MM`. */
  @IsString()
  @Matches(/^[12]\d{3}-(0[1-9]|1[0-2])$/)
  month: string;
}

/** Days of the month on which nobody was served. */
export class UncoveredDaysDto {
  from: PlainDate;
  to: PlainDate;
  days: number;
  /** First day of the whole hole. */
  since: PlainDate;
}

/** A recipient who is served no more. */
export class UncoveredRecipientDto {
  id: Uuid;
  /** Issued here; goes on over every contract of the line. */
  number: string;
  /** For the agency that holds them alone; null for everybody else. */
  displayName: string | null;
  community: Uuid | null;
  /** Who served them last, and under which contract. */
  servedBy: Uuid;
  contract: Uuid;
  since: PlainDate;
  until: PlainDate | null;
}

/** The days of one month on which a service line was not covered, and whom they affect. */
export class UncoveredDto {
  serviceLine: Uuid;
  dataset: string;
  month: string;
  /** The last day looked at: of the month, or the last one that the dataset knows. */
  asOf: PlainDate;
  /** Some of its days lie ahead: they count by the contracts that are signed today. */
  expected: boolean;
  /** Days of the month on which the line was there and something is known of it. */
  days: number;
  /** Null where that is no day at all. */
  uncoveredDays: number | null;
  spells: UncoveredDaysDto[];
  /**
   * Who was served on the day before their contract ended; 0 where every day is covered; null where it is not known, and to the
   * public where they are fewer than five.
   */
  recipientsAffected: number | null;
  /** They are fewer than five, which is told to those whom the line concerns. */
  suppressed: boolean;
  /** One page by number, for who holds them, bought their service or watches over it; null for everybody else. */
  recipients: UncoveredRecipientDto[] | null;
  /** How many come after this page. */
  recipientsLeftOut: number;
  /** The next page of `recipients`. */
  next: string | null;
  /** Contracts whose days are not known to the day. */
  excluded: ExcludedDto[];
}
