import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsPlainDate } from '../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../kernel/http/is-visible.decorator.js';
import { IsYuan } from '../../kernel/money/is-yuan.decorator.js';
import { ReasonDto } from '../../people/accounts/reason.dto.js';
import {
  MEMBER_CAPACITIES,
  OPINION_FORMS,
  RESULTS,
  TICKS,
  VERDICTS,
  type AcceptanceResult,
  type MemberCapacity,
  type TickResult,
  type Verdict,
} from './acceptance.rules.js';

const isGiven = (_: unknown, value: unknown): boolean => value !== undefined;
const lower = (id: unknown): unknown => (typeof id === 'string' ? id.toLowerCase() : id);
/** A count or a share, in the standard's unit. */
const MEASURED = /^(0|[1-9]\d{0,11})(\.\d{1,4})?$/;

export class NewAcceptanceDto {
  /** The recipients are asked for their opinions until this day. */
  @ValidateIf(isGiven)
  @IsPlainDate()
  opinionsUntil?: string;
}

export class TickDto {
  /** Number of the standard. */
  @IsInt()
  @Min(1)
  @Max(1000)
  no: number;

  @IsIn(TICKS)
  result: TickResult;

  /** What was reached, in the standard's unit; needed where the contract names a number. */
  @IsOptional()
  @IsString()
  @Matches(MEASURED)
  measured?: string | null;

  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  note?: string | null;

  /** Documents that show it. */
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique(lower)
  @IsUUID(undefined, { each: true })
  documents?: string[];

  /** Records of service of this contract that show it. */
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique(lower)
  @IsUUID(undefined, { each: true })
  records?: string[];
}

/** Everything that was found so far: what is not given is not ticked. */
export class TicksDto {
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique((tick: Partial<TickDto> | null) => tick?.no)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => TickDto)
  items: TickDto[];
}

export class NewMemberDto {
  /** An account of the buyer, which signs here. Without it `name` says who signs on paper. */
  @IsOptional()
  @IsUUID()
  user?: string | null;

  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(100)
  name?: string | null;

  @IsIn(MEMBER_CAPACITIES)
  capacity: MemberCapacity;
}
export class MembersDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NewMemberDto)
  members: NewMemberDto[];
}

export class VoiceDto {
  /** Id of the recipient, as `GET /service-lines/{id}/recipients` has it. */
  @IsUUID()
  recipient: string;

  /** Null: was there and gave no opinion. The last word of a recipient counts. */
  @ValidateIf((_, value) => value !== null)
  @IsIn(VERDICTS)
  verdict: Verdict | null;
}
export class NewAcceptanceOpinionDto {
  @IsIn(OPINION_FORMS)
  form: (typeof OPINION_FORMS)[number];

  /** The day; not one to come. */
  @IsPlainDate()
  heldOn: string;

  /** The signed sheet, the minutes: what the recipients said in their own words. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique(lower)
  @IsUUID(undefined, { each: true })
  documents: string[];

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ArrayUnique((voice: Partial<VoiceDto> | null) => lower(voice?.recipient))
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => VoiceDto)
  voices: VoiceDto[];
}

/** What an action needs, by its name. */
export class AcceptanceActionDto extends ReasonDto {
  /** `invite`: the last day for the recipients' opinions. */
  @ValidateIf(isGiven)
  @IsPlainDate()
  until?: string;

  /** `sign`: the number of a member who signed on paper, with the document; without it the caller signs. */
  @ValidateIf(isGiven)
  @IsInt()
  @Min(1)
  @Max(20)
  member?: number;

  @ValidateIf(isGiven)
  @IsUUID()
  document?: string;

  /** `conclude`. */
  @ValidateIf(isGiven)
  @IsIn(RESULTS)
  result?: AcceptanceResult;

  /** `rectify`: the day by which it is to be mended. */
  @ValidateIf(isGiven)
  @IsPlainDate()
  newDueOn?: string;

  /** `failed`: the contract is ended for it. */
  @ValidateIf(isGiven)
  @IsIn(['breach', 'contract_clause'])
  ground?: 'breach' | 'contract_clause';

  /** `passed` in part: which part. */
  @ValidateIf(isGiven)
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  acceptedPart?: string;

  /** `passed` in part: the amount that follows, in yuan. */
  @ValidateIf(isGiven)
  @IsYuan()
  acceptedAmount?: string;

  /** `publish`: where it stands on the official site. */
  @ValidateIf(isGiven)
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2000)
  url?: string;
}
