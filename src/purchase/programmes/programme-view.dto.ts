import { ApiProperty } from '@nestjs/swagger';
import { AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import { ExternalIdDto } from '../../kernel/http/lists/external-id.dto.js';
import { SourceDto } from '../../people/organisations/source.dto.js';
import type { BudgetLevel } from '../../law/code-lists/methods.js';
import { BudgetLineDto, CommitmentDto } from './budget-lines/budget-line.dto.js';
import { EarlierGradeDto } from './earlier-grade.dto.js';
import { CalendarTemplateDto } from './calendar-template.dto.js';
import type { ProgrammeState } from './programme.lifecycle.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';

/** A bureau's plan for one fiscal year. */
export class ProgrammeDto {
  id: Uuid;
  version: number;
  dataset: string;
  /** The bureau that plans. */
  buyer: Uuid;
  buyerName: string;
  name: string;
  year: number;
  region: string | null;
  budgetLevel: BudgetLevel | null;
  /** Yuan: the sum of its budget lines; null without one. */
  budget: string | null;
  currency: 'CNY';
  /** Null where the buyer gave none: then no date is planned by it, and no finding is about it. */
  calendar: CalendarTemplateDto | null;
  state: ProgrammeState;
  /** When it was approved here; null for one that was recorded as approved elsewhere. */
  approvedAt: Instant | null;
  source: SourceDto;
  externalIds: ExternalIdDto[];
  createdAt: Instant;
  updatedAt: Instant;
}

/** A page of programmes. */
export class ProgrammeListDto {
  items: ProgrammeDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}

/** What a line does not hold any more: an award with its contract, a contract of which no award is known, or a lot on its way. */
export class ExceedingPurchaseDto {
  @ApiProperty({ enum: ['award', 'contract', 'tender'] })
  kind: 'award' | 'contract' | 'tender';
  id: Uuid;
  tender: Uuid;
  lot: number | null;
  /** Yuan. */
  amount: string;
}

/** A line whose amount is less than what is committed and on its way. */
export class ExceededLineDto {
  budgetLine: Uuid;
  name: string;
  /** Yuan. */
  exceededBy: string;
  /** The purchases that share the line, the largest first; at most a hundred. */
  purchases: ExceedingPurchaseDto[];
}

/** A programme with its budget lines and what they bear. */
export class ProgrammeDetailDto extends ProgrammeDto {
  budgetLines: BudgetLineDto[];
  /** All deals under the programme. */
  committed: CommitmentDto;
  /** Deals of which nobody said to which line they belong. */
  unassigned: CommitmentDto;
  /** Lines that were cut below, or awarded above, their amount; where several share it, each of them by the same. */
  exceeded: ExceededLineDto[];
  /** How services of its buyer were judged in the year before and in its own, for what its lines propose. */
  earlierGrades: EarlierGradeDto[];
  /** What the caller may do with it now. */
  allowedActions: AllowedActionDto[];
}
