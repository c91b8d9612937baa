import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../kernel/clock/is-date.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import { OptionalField, OptionalId, TextUpTo } from '../../kernel/http/validation/fields.js';
import { PLAN_STATES, type PlanState } from './continuity-plan.lifecycle.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';

/** By renewal, by a new purchase, to another agency, to the community itself, or ended on purpose. */
const ITEM_KINDS = ['renew', 'retender', 'hand_over', 'absorb', 'end'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** What is proposed for one service line after the contract. */
export class NewPlanItemDto {
  /** A line of the contract. */
  @IsUUID()
  serviceLine: string;

  @IsIn(ITEM_KINDS)
  kind: ItemKind;

  /** First day of what follows; of `end` the first day without. */
  @IsPlainDate()
  from: string;

  /** Last day of what follows, where one is known; needed of `renew`. */
  @OptionalField(IsPlainDate())
  until?: string | null;

  /** `hand_over`, `absorb`: who takes the recipients: an agency, or the committee of a community of the line. */
  @OptionalId()
  receiver?: string | null;

  /** What is handed over beside the recipients: files, places, things. */
  @TextUpTo(5000, 'optional')
  handsOver?: string | null;

  /** `renew`: the budget line that assures it. */
  @OptionalId()
  budgetLine?: string | null;
}
/** The line of an item, by which no two of them are alike. */
export const readServiceLine = (item: Partial<NewPlanItemDto> | null) => item?.serviceLine?.toLowerCase?.();

/** A continuity plan to be proposed. */
export class NewPlanDto {
  /** One for each line. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique(readServiceLine)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NewPlanItemDto)
  items: NewPlanItemDto[];
}
/** What is to become of one service line after the contract. */
export class PlanItemDto {
  serviceLine: Uuid;
  @ApiProperty({ enum: ITEM_KINDS })
  kind: ItemKind;
  from: PlainDate;
  until: PlainDate | null;
  receiver: Uuid | null;
  handsOver: string | null;
  budgetLine: Uuid | null;
  /** Who is served on the line by this agency by now. */
  served: number;
}
/** What is to follow a contract, line by line. */
export class ContinuityPlanDto {
  id: Uuid;
  version: number;
  contract: Uuid;
  no: number;
  @ApiProperty({ enum: PLAN_STATES })
  state: PlanState;
  items: PlanItemDto[];
  proposedOn: PlainDate;
  /** By when the contract was to have a plan: its final milestone, else its end. */
  dueOn: PlainDate;
  /** The last day on which it is carried out; after it, it lapses. */
  lapsesAfter: PlainDate;
  agreedOn: PlainDate | null;
  carriedOutOn: PlainDate | null;
  /** Why it was last revised or withdrawn. */
  decisionReason: string | null;
  allowedActions: AllowedActionDto[];
}
/** A page of continuity plans. */
export class ContinuityPlanListDto extends ListOf(ContinuityPlanDto) {}
