import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { EXTENSION_STATES, type ExtensionState } from './budget-extension.lifecycle.js';

export class NewBudgetExtensionDto {
  /** The last day asked for, later than the line's. */
  @IsPlainDate()
  until: string;
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  reason: string;
}

export class BudgetExtensionDto {
  id: string;
  version: number;
  budgetLine: string;
  /** The line's day when it was asked for. */
  useBy: string;
  until: string;
  reason: string;
  @ApiProperty({ enum: EXTENSION_STATES })
  state: ExtensionState;
  requestedAt: string;
  decidedAt: string | null;
  decisionReason: string | null;
  allowedActions: AllowedActionDto[];
}
export class BudgetExtensionListDto {
  items: BudgetExtensionDto[];
  next: string | null;
}
