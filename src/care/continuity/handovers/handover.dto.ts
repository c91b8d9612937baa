import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsObject, IsUUID, ValidateNested } from 'class-validator';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { NotNull, OptionalField, OptionalId, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { HANDOVER_STATES, type HandoverState } from './handover.lifecycle.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Uuid } from '../../../kernel/http/id.js';

export const MAX_NAMES = 5000;
export const readRecipient = (name: Partial<NameBasisDto> | null) => name?.recipient?.toLowerCase?.();

/** On what the name of a recipient is passed on: one of the two. */
export class NameBasisDto {
  @IsUUID()
  recipient: string;

  /** The day on which the recipient, or the guardian, agreed to it. */
  @OptionalField(IsPlainDate())
  consentOn?: string | null;

  /** Another basis of the law, in words. */
  @TextUpTo(500, 'optional')
  legalBasis?: string | null;
}

/** Recipients to be offered to another body. */
export class NewHandoverDto {
  /** A line of the contract; everybody whom its agency serves on it is offered. */
  @IsUUID()
  serviceLine: string;

  /** The body that the agreed plan names, or the agency of the successor. */
  @IsUUID()
  receiver: string;

  /** The receiver's contract for the line, where there is one. */
  @OptionalId()
  toContract?: string | null;

  /** Whose name goes with them. Who does not stand here passes by number alone. */
  @NotNull()
  @IsArray()
  @ArrayMaxSize(MAX_NAMES)
  @ArrayUnique(readRecipient)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NameBasisDto)
  names?: NameBasisDto[];
}
export class HandoverQuery extends PageQuery {
  @OptionalId()
  contract?: string;
}

/** Recipients who are handed over to another body. */
export class HandoverDto {
  id: Uuid;
  version: number;
  contract: Uuid;
  serviceLine: Uuid;
  from: Uuid;
  receiver: Uuid;
  toContract: Uuid | null;
  @ApiProperty({ enum: HANDOVER_STATES })
  state: HandoverState;
  /** How many were offered, and how many of them with their names. */
  recipients: number;
  named: number;
  /** SHA-256 over their numbers. */
  recipientsHash: string;
  acknowledgedOn: PlainDate | null;
  /** The first day on which the receiver serves them: of the acknowledgement, or the later one on which what follows begins. */
  passesOn: PlainDate | null;
  /** When they became the receiver's; until then the buyer may withdraw the handover. */
  passedAt: Instant | null;
  /** Why it was refused, offered anew or withdrawn. */
  decisionReason: string | null;
  allowedActions: AllowedActionDto[];
}
/** A page of handovers. */
export class HandoverListDto extends ListOf(HandoverDto) {}

/** A recipient in a handover. */
export class HandedRecipientDto {
  recipient: Uuid;
  number: string;
  community: Uuid | null;
  /** Null: the name does not go with them. */
  @ApiProperty({ enum: ['consent', 'legal_basis', null], nullable: true, type: 'string' })
  name: 'consent' | 'legal_basis' | null;
  consentOn: PlainDate | null;
  legalBasis: string | null;
}
/** A page of the recipients in a handover. */
export class HandedRecipientListDto extends ListOf(HandedRecipientDto) {}
