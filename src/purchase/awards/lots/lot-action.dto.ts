import { IsIn, IsOptional } from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import {
  Ids,
  IntegerBetween,
  OneOf,
  OptionalField,
  OptionalId,
  TextUpTo,
} from '../../../kernel/http/validation/fields.js';
import { RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { CORRECTIONS } from '../../reviews/scoring/corrections.rules.js';
import { VOID_PANEL_GROUNDS } from '../../reviews/repeated/repeated-review.js';
import { CANCEL_GROUNDS, FAIL_GROUNDS } from '../../tenders/oversight/grounds.js';

/** Every ground that the law knows for ending a lot, or for having it reviewed again. */
export const LOT_GROUNDS = [...new Set([...CANCEL_GROUNDS, ...FAIL_GROUNDS, ...CORRECTIONS, ...VOID_PANEL_GROUNDS])];

/** Why an action is taken on a lot: the ground that the law names, and the reason. */
export class LotGroundDto extends RequiredReasonDto {
  /** One of a closed list of legal grounds; that of the proposal where it is not given. */
  @OneOf(LOT_GROUNDS, 'optional')
  ground?: string;
}

/** Asks for another review of a lot. */
export class RepeatReviewDto extends LotGroundDto {
  /** Number of the paper that says what makes the panel's result void. */
  @TextUpTo(200, 'optional')
  reference?: string;
  /** Members of the panel who broke the rules, by the ids of their seats. */
  @Ids({ max: 100, unique: 'no', presence: 'optional' })
  barred?: string[];
}

/** Ends a lot, on a ground that the law names. */
export class EndLotDto extends LotGroundDto {
  /** Number of the paper that establishes unlawful acts, or the change that ends the task. */
  @TextUpTo(200, 'optional')
  reference?: string;
  /** The challenge or complaint that was upheld. */
  @OptionalId()
  remedy?: string;
}

/** Proposes that a lot end, and what it comes to. */
export class ProposeEndingDto extends EndLotDto {
  /** What it comes to; failed where it is not said. */
  @IsOptional()
  @IsIn(['failed', 'cancelled'])
  outcome?: 'failed' | 'cancelled';
  /** Last day on which its winners are heard, where a result was published: five working days from now or later; else just that. */
  @OptionalField(IsPlainDate())
  hearUntil?: PlainDate;
}

/** An action on a lot that follows from a challenge or a complaint. */
export class LotRemedyDto extends RequiredReasonDto {
  /** The challenge or complaint that was upheld; to suspend a lot, the complaint that is dealt with. */
  @OptionalId()
  remedy?: string;
}

/** Suspends a lot by a written notice (Order 94 article 28). */
export class SuspendLotDto extends LotRemedyDto {
  /** Number of the written notice. */
  @TextUpTo(200, 'optional')
  notice?: string;
  /** Days that it states: at most thirty for a complaint in all. It ends by itself when they are over. */
  @IntegerBetween(1, 3650, 'optional')
  days?: number;
}

/** Ends a lot as a decision on a remedy says. */
export class EndByDecisionDto extends LotRemedyDto {
  /** What it comes to; failed where it is not said. */
  @IsOptional()
  @IsIn(['failed', 'cancelled'])
  outcome?: 'failed' | 'cancelled';
}

/** Carries out on a lot what an upheld challenge or complaint asks for. */
export class ApplyRemedyDto extends LotRemedyDto {
  /** What follows, where no decision says it. */
  @IsOptional()
  @IsIn(['next_rank', 'new_round'])
  effect?: 'next_rank' | 'new_round';
}
