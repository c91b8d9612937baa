import { ApiProperty } from '@nestjs/swagger';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { TextUpTo } from '../../../kernel/http/validation/fields.js';
import { EXTENSION_STATES, type ExtensionState } from './budget-extension.lifecycle.js';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';

/** Until when the money of a budget line is to be used, and why. */
export class NewBudgetExtensionDto {
  /** The last day asked for, later than the line's. */
  @IsPlainDate()
  until: string;
  @TextUpTo(2000)
  reason: string;
}

/** A request to use the money of a budget line longer. */
export class BudgetExtensionDto {
  id: Uuid;
  version: number;
  budgetLine: Uuid;
  /** The line's day when it was asked for. */
  useBy: PartialDate;
  until: PlainDate;
  reason: string;
  @ApiProperty({ enum: EXTENSION_STATES })
  state: ExtensionState;
  requestedAt: Instant;
  decidedAt: Instant | null;
  decisionReason: string | null;
  allowedActions: AllowedActionDto[];
}

/** A page of requests to use the money of a budget line longer. */
export class BudgetExtensionListDto extends ListOf(BudgetExtensionDto) {}
