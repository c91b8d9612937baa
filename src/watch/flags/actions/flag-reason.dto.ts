import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsString, MaxLength } from 'class-validator';
import { describeField } from '../../../kernel/openapi/described.js';
import { RequiredByAction } from '../../../kernel/actions/required-by-action.js';
import { isVisible } from '../../../kernel/http/is-visible.js';
import { AnyTextUpTo, OptionalId, Part, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { FlagPaperDto } from '../hearing/flag-paper.dto.js';

const LONGEST = 4000;
/** A reason as it is kept: without the space around it, and none where a reader would see nothing of it. */
const TrimReason = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => {
    if (typeof value !== 'string' || value.length > LONGEST) return value;
    return isVisible(value) ? value.trim() : undefined;
  });

export const NO_REASON = { en: 'This action needs a reason', zh: '此操作须说明理由' };

/** An action on a flag, with a reason where there is one. */
export class FlagReasonDto {
  /** Why; kept in the history. */
  @TrimReason()
  @AnyTextUpTo(LONGEST, 'optional')
  reason?: string;
}

/** An action on a flag that needs a reason. */
export class RequiredFlagReasonDto {
  /** Why; kept in the history. */
  @TrimReason()
  @RequiredByAction(NO_REASON)
  @AnyTextUpTo(LONGEST)
  reason: string;
}

/** What a body says of a flag. */
export class FlagStatementDto extends RequiredFlagReasonDto {
  /** The body that speaks, where the caller may answer for several. */
  @OptionalId()
  organisation?: string;
}

/** What a body says of a flag. */
export class FlagStatementOnPaperDto extends FlagStatementDto {
  /** How it came from a body without an account; who works the flag records it. */
  @Part(() => FlagPaperDto, 'optional')
  paper?: FlagPaperDto | null;
}

/** A decision against a body: why, and which of the evidence shows it. */
export class FlagDecisionDto extends RequiredFlagReasonDto {
  /** Records (`bid:…`) or fields (`price`) of the flag's evidence on which the decision rests, at most 50. */
  @RequiredByAction({ en: 'Name the evidence on which the decision rests', zh: '请列明决定所依据的证据' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  @describeField({ minItems: 1, maxItems: 50, uniqueItems: true })
  restsOn: string[];
}

/** Hands a flag to the authority that is competent for it. */
export class ReferFlagDto extends FlagReasonDto {
  /** The authority, by its name. */
  @RequiredByAction({ en: 'Name the authority', zh: '请填写移送的机关' })
  @TextUpTo(200)
  authority: string;

  /** The number of the letter, or of the case there. */
  @RequiredByAction({ en: 'Give the reference of the letter', zh: '请填写移送函文号' })
  @TextUpTo(200)
  reference: string;
}
