import { IsPartialDate } from '../../../kernel/clock/is-date.js';
import { AnyTextUpTo, NotNull, OptionalField, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { IsYuan } from '../../../kernel/money/is-yuan.js';
import { IsCategory } from '../../../law/code-lists/is-code.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { CategoryCode } from '../../../law/code-lists/code-lists.js';
import type { Confidence } from '../../../law/rules/rule-types.js';

class BudgetLineFields {
  /** Code of the list `categories`; null: for every category that has no line of its own. */
  @OptionalField(IsCategory())
  category?: string | null;

  /** Where the money comes from. */
  @AnyTextUpTo(200, 'optional')
  sourceOfFunds?: string | null;

  /** Until when it may be used: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
  @OptionalField(IsPartialDate())
  useBy?: string | null;

  @AnyTextUpTo(2000, 'optional')
  note?: string | null;
}

/** RFC 7396: only the fields that are given change, null removes. */
export class BudgetLineChangeDto extends BudgetLineFields {
  @TextUpTo(200, 'not_null')
  name?: string;

  /** Yuan. Less than what is committed is listed, not refused. */
  @NotNull()
  @IsYuan()
  amount?: string;
}

/** A budget line to be added to a programme. */
export class NewBudgetLineDto extends BudgetLineFields {
  @TextUpTo(200)
  name: string;

  /** Yuan. */
  @IsYuan()
  amount: string;
}

/** Deals awarded or contracted under a line. */
export class CommitmentDto {
  deals: number;
  /** Yuan: the sum of the known amounts; a contract's amount before its award's. */
  amount: string;
  /** How many deals have no known amount. */
  amountUnknown: number;
}

/** What the law says of money that is left over at the end of the year; it informs. */
export class CarryOverDto {
  /** Its words stand among the rules. */
  rule: string;
  document: string;
  article: string;
  confidence: Confidence;
}

/** What several lines of one category hold together: nobody says from which of them a purchase is paid. */
export class SharedLinesDto {
  /** All of them, this one among them. */
  budgetLines: Uuid[];
  /** Yuan: the sum of them. */
  amount: string;
  committed: CommitmentDto;
  reserved: CommitmentDto;
}

/** A budget line of a programme, with what is committed and reserved under it. */
export class BudgetLineDto {
  id: Uuid;
  programme: Uuid;
  /** Version of the programme, for If-Match. */
  version: number;
  name: string;
  category: CategoryCode | null;
  /** Yuan. */
  amount: string;
  currency: 'CNY';
  sourceOfFunds: string | null;
  useBy: PartialDate | null;
  carryOver: CarryOverDto[];
  /** When its category or its amount was last written in an adjustment of the approved programme; null: never. */
  adjustedOn: PlainDate | null;
  note: string | null;
  committed: CommitmentDto;
  /** Lots of tenders that are on their way and not awarded yet, at their ceilings. */
  reserved: CommitmentDto;
  /** Null where no other line is of its category. */
  shared: SharedLinesDto | null;
  /** Yuan by which what is committed and reserved exceeds the line, or the lines that share it; null where it does not. */
  exceededBy: string | null;
  createdAt: Instant;
}

/** A page of budget lines. */
export class BudgetLineListDto {
  items: BudgetLineDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}
