import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { AnyTextUpTo, OptionalField, OptionalId, Parts, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { HALT_GROUNDS, HALT_STATES, HALTED_BY_TWO, HALTED_FOR, type HaltGround, type HaltState } from './halt.rules.js';

/** Proposes to halt the performance of a contract. */
export class ProposeHaltDto extends RequiredReasonDto {
  /** One of the list of the action. */
  @AnyTextUpTo(40, 'optional')
  @ApiPropertyOptional({ enum: HALTED_BY_TWO })
  ground?: string;
  /** Number of the authority's written notice, or of the paper that shows the force majeure. */
  @TextUpTo(200, 'optional')
  reference?: string;
  /** Last day of the halt: by a notice at most thirty days ahead, else at most sixty. */
  @OptionalField(IsPlainDate())
  until?: PlainDate;
}

/** Who serves the recipients of a line meanwhile: a body on record, or one that is named. */
export class ServedByDto {
  /** Line of the contract; left out where the contract names none. */
  @OptionalId()
  line?: string | null;
  @OptionalId()
  organisation?: string | null;
  @TextUpTo(200, 'optional')
  name?: string | null;
  /** First day, within a week. */
  @IsPlainDate()
  from: PlainDate;
}

/** Halts the performance of a contract at once. */
export class HaltContractDto extends RequiredReasonDto {
  /** One of the list of the action. Authority notice and force majeure are proposed, and ordered by another person. */
  @AnyTextUpTo(40, 'optional')
  @ApiPropertyOptional({ enum: HALT_GROUNDS })
  ground?: string;
  /** Number of a challenge that is kept elsewhere. */
  @TextUpTo(200, 'optional')
  reference?: string;
  /** Last day of the halt, at most sixty days ahead. May be left out for a challenge that is on record here. */
  @OptionalField(IsPlainDate())
  until?: PlainDate;
  /** For danger to recipients: who serves them meanwhile, for each line of the contract. */
  @Parts(() => ServedByDto, { max: 50, presence: 'optional' })
  servedBy?: ServedByDto[];
}

/** Who serves the recipients of a line while a contract is halted. */
export class InterimServiceDto {
  line: Uuid | null;
  organisation: Uuid | null;
  name: string | null;
  from: PlainDate;
}

/** A halt of a contract: proposed, in force, or over. */
export class ContractHaltDto {
  id: Uuid;
  @ApiProperty({ enum: HALT_STATES })
  state: HaltState;
  @ApiProperty({ enum: HALTED_FOR })
  ground: HaltGround;
  reference: string | null;
  reason: string | null;
  /** Last day; null: until nothing of what it is for is open. */
  until: PlainDate | null;
  servedBy: InterimServiceDto[];
  proposedAt: Instant;
  /** By when another person confirms it, or it lapses; null where nobody has to, and while no calendar says it: until then it does not lapse. */
  confirmDue: PlainDate | null;
  /** When another person ordered or confirmed it. */
  decidedAt: Instant | null;
  beganOn: PlainDate | null;
  endedOn: PlainDate | null;
}
