import type { Type } from '@nestjs/common';
import { IntersectionType } from '@nestjs/swagger';
import type { Action } from '../../../kernel/actions/action.js';
import { Ids } from '../../../kernel/http/validation/fields.js';
import type { LockedFlag } from '../locked-flag.js';
import { assignFlag, AssignFlagDto } from './assign-flag.js';
import {
  confirmFlag,
  dismissFlag,
  explainFlag,
  markFlagDataError,
  reopenFlag,
  respondToFlag,
  startFlagReview,
} from './decide-flag.js';
import { appealFlag, overturnFlag, upholdFlag } from './appeal-flag.js';
import {
  FlagDecisionDto,
  FlagReasonDto,
  FlagStatementDto,
  ReferFlagDto,
  RequiredFlagReasonDto,
} from './flag-reason.dto.js';
import { referFlag } from './refer-flag.js';

export type FlagWork = Action<LockedFlag, 'risk/flags/:id'>;

/** Several flags, by their ids. */
export class FlagIdsDto {
  @Ids({ min: 1, max: 200 })
  ids: string[];
}

/** An action on several flags, with a reason where there is one. */
class FlagsReasonDto extends IntersectionType(FlagIdsDto, FlagReasonDto) {}
/** An action on several flags that needs a reason. */
class RequiredFlagsReasonDto extends IntersectionType(FlagIdsDto, RequiredFlagReasonDto) {}
/** What a body says of several flags. */
class FlagStatementsDto extends IntersectionType(FlagIdsDto, FlagStatementDto) {}
/** A decision on several flags, with what all of them rest on. */
class FlagsDecisionDto extends IntersectionType(FlagIdsDto, FlagDecisionDto) {}
/** Hands several flags to one authority. */
class ReferFlagsDto extends IntersectionType(FlagIdsDto, ReferFlagDto) {}
/** Assigns several flags, sets their day, or asks bodies to respond. */
class AssignFlagsDto extends IntersectionType(FlagIdsDto, AssignFlagDto) {}

/** What a person does with a flag, each with the body of the same on many. */
export const FLAG_ACTIONS: readonly { action: FlagWork; bulkBody: Type<FlagIdsDto> }[] = [
  { action: assignFlag, bulkBody: AssignFlagsDto },
  ...[startFlagReview, reopenFlag].map((action) => ({ action, bulkBody: FlagsReasonDto })),
  ...[respondToFlag, appealFlag].map((action) => ({ action, bulkBody: FlagStatementsDto })),
  ...[explainFlag, markFlagDataError, dismissFlag].map((action) => ({ action, bulkBody: RequiredFlagsReasonDto })),
  ...[confirmFlag, upholdFlag, overturnFlag].map((action) => ({ action, bulkBody: FlagsDecisionDto })),
  { action: referFlag, bulkBody: ReferFlagsDto },
];
