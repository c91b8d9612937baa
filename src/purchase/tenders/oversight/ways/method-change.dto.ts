import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsOptional, Max, Min } from 'class-validator';
import { AllowedActionDto } from '../../../../kernel/actions/allowed-actions.js';
import type { Instant } from '../../../../kernel/clock/moment.js';
import type { PartialDate } from '../../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../../kernel/http/id.js';
import { ListOf } from '../../../../kernel/http/lists/list-of.js';
import { Ids, OneOf, OptionalId, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { IsMethod } from '../../../../law/code-lists/is-code.js';
import { METHODS, type Method } from '../../../../law/code-lists/methods.js';
import type { LotStateHere } from '../../lots/lot-states.js';
import { DeadlineBasisDto } from '../../reads/deadlines.dto.js';
import { METHOD_CHANGE_STATES, type MethodChangeState } from './method-change.lifecycle.js';
import { CHANGE_GROUNDS, FAILURE_CAUSES, WAYS, type ChangeGround, type FailureCause, type Way } from './ways.rules.js';

/** Another method for lots that failed. */
export class NewMethodChangeDto {
  /** Numbers of the lots. Not said: all that failed and are in no other round yet. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(10_000, { each: true })
  lots?: number[];

  /** The method that takes the place of the one that failed. */
  @IsMethod()
  method: Method;

  /**
   * Of a negotiation one of Law article 30 and Order 74 article 27, of a single source one of Law article 31; of other methods
   * none.
   */
  @OneOf(CHANGE_GROUNDS, 'optional')
  ground?: ChangeGround | null;

  /** What the failure came from. Documents or a procedure at fault are put right, and the purchase is tendered anew. */
  @OneOf(FAILURE_CAUSES)
  cause: FailureCause;

  /** Ids of facts: the failures, that of this round for every lot, and the earlier ones that the ground rests on. */
  @Ids({ max: 100, min: 1, unique: 'any_case' })
  failures: string[];

  /** The buyer's earlier contract that a single source adds to. */
  @OptionalId()
  contract?: string | null;

  /** Why this method, in words. */
  @TextUpTo(2000)
  reason: string;
}

/** Another method for lots that failed, and how it was decided. */
export class MethodChangeDto {
  id: Uuid;
  version: number;
  /** The round that failed. */
  tender: Uuid;
  /** Numbers of its lots. */
  lots: number[];
  @ApiProperty({ enum: METHODS })
  method: Method;
  @ApiProperty({ enum: CHANGE_GROUNDS, nullable: true, type: String })
  ground: ChangeGround | null;
  /** Facts: the failures that are cited. */
  failures: Uuid[];
  contract: Uuid | null;
  /** What the lots may cost, yuan. */
  amount: string;
  reason: string;
  /** `not_required`: the law asks for no approval of this method. */
  @ApiProperty({ enum: METHOD_CHANGE_STATES })
  state: MethodChangeState;
  requestedAt: Instant;
  decidedAt: Instant | null;
  decisionReason: string | null;
  /** The round in which it was carried out. */
  round: Uuid | null;
  allowedActions: AllowedActionDto[];
}

/** The changes of the method that were asked for after a tender failed; always one page. */
export class MethodChangeListDto extends ListOf(MethodChangeDto) {}

/** What a way needs before it is taken. */
export const WAY_NEEDS = ['failures', 'cause', 'ground', 'approval_of_same_level', 'approval_of_city'] as const;

/** A way that leads on from a lot that failed. */
export class WayDto {
  @ApiProperty({ enum: WAYS })
  way: Way;
  @ApiProperty({ enum: METHODS })
  method: Method;
  /** Of which one is named; the record speaks against none of them. Empty where no ground is asked for. */
  @ApiProperty({ enum: CHANGE_GROUNDS, isArray: true })
  grounds: ChangeGround[];
  @ApiProperty({ enum: WAY_NEEDS, isArray: true })
  needs: (typeof WAY_NEEDS)[number][];
  /** The last safe day to issue the documents for a service that starts as planned; null where it cannot be counted. */
  latestIssue: PlainDate | null;
  rule: string | null;
  basis: DeadlineBasisDto | null;
}

/** A failure on record. */
export class RecordedFailureDto {
  /** Id of the fact. */
  id: Uuid;
  round: number;
  /** Null: every lot of its round. */
  lot: number | null;
  on: PartialDate | null;
}

/** How a lot goes on after it failed. */
export class LotWaysDto {
  tender: Uuid;
  lot: number;
  state: LotStateHere | null;
  /** How many suppliers bid; null where nothing was opened. */
  suppliers: number | null;
  /** How many of them were left when it failed; null for a lot that did not. */
  left: number | null;
  failures: RecordedFailureDto[];
  /** The round that goes on from it already. */
  round: Uuid | null;
  /** Empty for a lot that did not fail or goes on already. */
  ways: WayDto[];
}
