import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Matches } from 'class-validator';
import { RequiredByAction } from '../../kernel/actions/required-by-action.js';
import { IsInstant } from '../../kernel/clock/is-date.js';
import { QueryInt } from '../../kernel/http/lists/list.js';
import { CORRECTIONS, type CorrectionGround } from './scoring/corrections.rules.js';
import { MEMBER_KINDS, type MemberKind } from './panel/panel.rules.js';
import { REPLACEMENT_GROUNDS, TIES, type ReplacementGround, type Tie } from './review-requests.js';
import { REJECTION_GROUNDS, type RejectionGround } from '../bids/rejection.rules.js';
import { AnyTextUpTo, IntegerBetween, OneOf, Part, Parts, TextUpTo } from '../../kernel/http/validation/fields.js';

/** Points with at most two decimals, as text. */
const POINTS = /^((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/;

/** Which lot of the tender it is about. */
export class LotDto {
  @IntegerBetween(1, 10_000)
  lot: number;
}

export class LotQuery {
  /** Number of the lot; without it the first one. */
  @IsOptional()
  @QueryInt()
  @IntegerBetween(1, 10_000)
  lot?: number;
}

/** Who is appointed to the panel of a lot. */
export class AppointDto extends LotDto {
  /** An account that may act in panels. */
  @IsUUID()
  user: string;
  @IsIn(MEMBER_KINDS)
  kind: MemberKind;
  /** The purchase is technically complex or of large social impact: a tender's panel then has seven. */
  @IsOptional()
  @IsBoolean()
  demanding?: boolean;
}

/** Why a member leaves a panel. */
export class EndMemberDto extends LotDto {
  /** Order 87 article 49. */
  @OneOf(REPLACEMENT_GROUNDS, 'optional')
  ground?: ReplacementGround;
  @TextUpTo(2000)
  reason: string;
}

/** Why a member leaves a panel, and who comes instead. */
export class ReplaceMemberDto extends EndMemberDto {
  /** Who comes. */
  @RequiredByAction({ en: 'Who comes', zh: '请指明接任人员' })
  @IsUUID()
  user: string;
  /** The kind of the one that goes where it is not said. */
  @OneOf(MEMBER_KINDS, 'optional')
  kind?: MemberKind;
}

/** Whether a member is tied to a bidder. */
export class DeclarationDto {
  @IsUUID()
  bid: string;
  /** Null: none within the last three years, nor kin of such a person. */
  @OneOf(TIES, 'optional')
  tie?: Tie | null;
  @AnyTextUpTo(2000, 'optional')
  detail?: string | null;
}

/** What a member declares of every bidder of a lot. */
export class DeclarationsDto extends LotDto {
  @Parts(() => DeclarationDto, { max: 500 })
  declarations: DeclarationDto[];
}

/** What a member finds of one bid. */
export class CheckDto {
  @IsUUID()
  bid: string;
  @IsBoolean()
  passed: boolean;
  /** Of a rejection. */
  @OneOf(REJECTION_GROUNDS, 'optional')
  ground?: RejectionGround | null;
  /** Of a rejection: what is missing or wrong, in words. */
  @TextUpTo(2000, 'optional')
  detail?: string | null;
}

/** What a member finds of every bid of a lot. */
export class ChecksDto extends LotDto {
  /** Every bid that still stands, once. */
  @Parts(() => CheckDto, { max: 500 })
  results: CheckDto[];
}

/** From whose account a bond was transferred, as the statement of the bank has it. Kept as keyed hashes, to be compared alone. */
export class BondPayerDto {
  /** Name of the holder. */
  @TextUpTo(200)
  holder: string;
  /** Number of the account: digits and letters, spaces and hyphens do not count. */
  @IsString()
  @Matches(/^[0-9A-Za-z][0-9A-Za-z -]{4,38}[0-9A-Za-z]$/)
  account: string;
}

/** What is found of one bidder's qualifications. */
export class QualificationDto extends CheckDto {
  /** Where a bond was asked for and paid by transfer; a guarantee is none. Nobody reads it back. */
  @Part(() => BondPayerDto, 'optional')
  bond?: BondPayerDto | null;
}

/** What is found of the qualifications of every bidder of a lot. */
export class QualificationsDto extends LotDto {
  /** Every bid that still stands, once. */
  @Parts(() => QualificationDto, { max: 500 })
  results: QualificationDto[];
}

/** Points that a member gives one bid for one criterion. */
export class ScoreDto {
  @IsUUID()
  bid: string;
  @IntegerBetween(1, 1000)
  criterion: number;
  @Matches(POINTS)
  points: string;
  /** What the member says beside the points: told to whom they are, when they are, and kept with them. */
  @TextUpTo(500, 'optional')
  comment?: string | null;
}
/** The own sheet, all of it. */
export class SheetDto extends LotDto {
  @Parts(() => ScoreDto, { max: 10_000 })
  scores: ScoreDto[];
  /** Locks it: from then on it is corrected on the grounds of the law only. */
  @IsOptional()
  @IsBoolean()
  lock?: boolean;
}

/** A correction of points on a ground of the law. */
export class ScoreCorrectionDto extends LotDto {
  @IsUUID()
  bid: string;
  @IntegerBetween(1, 1000)
  criterion: number;
  @Matches(POINTS)
  points: string;
  @IsIn(CORRECTIONS)
  ground: CorrectionGround;
  @TextUpTo(2000)
  reason: string;
}

/** Whom the panel asks to explain a low price, and until when. */
export class AskExplanationDto extends LotDto {
  @IsUUID()
  bid: string;
  /** Until when the bidder may explain: at least thirty minutes from now where [2026] 2 is in force. */
  @IsInstant()
  dueAt: string;
  @TextUpTo(2000)
  reason: string;
}

/** The bidder's explanation of its price. */
export class ExplainDto extends LotDto {
  @TextUpTo(20_000)
  text: string;
}

/** Whether the panel accepts an explanation. */
export class SettleDto extends LotDto {
  /** Whether the price is shown to be reasonable; where it is not the bid is invalid. */
  @IsBoolean()
  accepted: boolean;
  @TextUpTo(2000)
  reason: string;
}

/** Another view than that of the panel. */
export class DissentDto extends LotDto {
  /** Why; it stands in the report. */
  @TextUpTo(5000)
  reason: string;
}

/** That a member does not sign the report, and why. */
export class NoteUnsignedDto extends LotDto {
  @IsUUID()
  member: string;
  @TextUpTo(2000)
  reason: string;
}
