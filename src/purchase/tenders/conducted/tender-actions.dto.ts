import { IsIn, IsOptional } from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { RequiredByAction } from '../../../kernel/actions/required-by-action.js';
import {
  AnyTextUpTo,
  Ids,
  IntegerBetween,
  OptionalId,
  Part,
  Parts,
  TextUpTo,
} from '../../../kernel/http/validation/fields.js';
import { ReasonDto, RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { CorrectionDto } from '../corrections/correction.dto.js';
import { CANCEL_GROUNDS, FAIL_GROUNDS } from '../oversight/grounds.js';

/** Why the approver goes on although a rule speaks against it. */
export class FindingReasonDto {
  @AnyTextUpTo(20)
  indicator: string;
  @TextUpTo(2000)
  reason: string;
}

/** Approves a draft, with a reason for each finding that warns of it. */
export class ApproveTenderDto extends ReasonDto {
  /** A reason for each open `risk`; it becomes the flag's first explanation. */
  @Parts(() => FindingReasonDto, { max: 50, presence: 'optional' })
  findings?: FindingReasonDto[];
}

/** Ends a tender, on a ground that the law names. */
export class EndTenderDto extends RequiredReasonDto {
  /** Once the documents are issued: one of a closed list of legal grounds. */
  @IsOptional()
  @IsIn([...new Set([...CANCEL_GROUNDS, ...FAIL_GROUNDS])])
  ground?: string;

  /** Number of the paper that establishes unlawful acts, or the change that ends the task. */
  @TextUpTo(200, 'optional')
  reference?: string;

  /** The complaint that was decided. */
  @OptionalId()
  remedy?: string;
}

/** What names a complaint. */
class OnComplaintDto extends RequiredReasonDto {
  /** The complaint that is dealt with, or was decided. */
  @OptionalId()
  remedy?: string;
}

/** Suspends a tender by a written notice, because of a complaint that is dealt with (Order 94 article 28). */
export class SuspendTenderDto extends OnComplaintDto {
  /** Number of the written notice. */
  @TextUpTo(200, 'optional')
  notice?: string;
  /** Days that it states: at most thirty for a complaint in all. It ends by itself when they are over. */
  @IntegerBetween(1, 3650, 'optional')
  days?: number;
}

/** Ends a tender as a decision on a remedy says. */
export class EndTenderByDecisionDto extends OnComplaintDto {
  /** What it comes to; failed where it is not said. */
  @IsOptional()
  @IsIn(['failed', 'cancelled'])
  outcome?: 'failed' | 'cancelled';
}

/** Names who witnesses the opening of bids. */
export class AppointWitnessDto extends ReasonDto {
  /** Who it is. */
  @OptionalId()
  user?: string;
}

/** Corrects the issued documents of a tender. */
export class CorrectTenderDto extends RequiredReasonDto {
  @RequiredByAction({ en: 'Say what is corrected', zh: '请说明更正内容' })
  @Part(() => CorrectionDto)
  correction: CorrectionDto;
}

export const OPINION_KINDS = ['public', 'survey', 'legal_review', 'key_review'] as const;
/** What the public, the suppliers or a lawyer said of the draft. */
export class NewOpinionDto {
  /**
   * `public`: residents (Regulation article 15); `survey`: at least three suppliers; `legal_review` of the contract's text;
   * `key_review`: of fairness, competition, policy and risk (Caiku [2021] 22 article 31).
   */
  @IsIn(OPINION_KINDS)
  kind: (typeof OPINION_KINDS)[number];
  @IsPlainDate()
  heldOn: string;
  /** How many took part; at least one where the public or suppliers were heard (`public`, `survey`). */
  @IntegerBetween(0, 10_000_000, 'optional')
  participants?: number | null;
  @TextUpTo(10_000)
  summary: string;
  @Ids({ max: 20, unique: 'no', presence: 'optional' })
  documents?: string[];
}

/** Which agent runs the purchase for its buyer. */
export class MandateDto {
  /** The agent's body; null ends the mandate. */
  @OptionalId()
  agent: string | null;
}
