import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import type { Excluded } from './coverage.types.js';

export class CoverageQuery {
  /** Left out: today. Days after what the dataset knows say nothing. */
  @IsOptional()
  @IsPlainDate()
  asOf?: string;
}

export class SpellDto {
  from: string;
  to: string;
  /** Null where the contract was not published and does not concern the caller. */
  contract: string | null;
  agency: string | null;
  contractedDays: number;
  /** Null without service records. */
  evidencedDays: number | null;
  /** Whether its residents were handed over to what follows. */
  handover: boolean;
}

export class GapDto {
  from: string;
  to: string;
  days: number;
  /** Still running on `asOf`, where it is cut. */
  open: boolean;
  recipientsAffected: number | null;
}

export class CoverageYearDto {
  year: number;
  days: number;
  contractedDays: number;
  /** Percent, one decimal. */
  ratio: string;
}

export class OverlapDto {
  from: string;
  to: string;
  days: number;
  @ApiProperty({ type: 'array', items: { type: 'string', nullable: true } })
  contracts: (string | null)[];
}

export class SuccessorDto {
  contract: string | null;
  from: string;
}

export class ExcludedDto {
  contract: string | null;
  reason: Excluded['reason'];
}

export class CoverageDto {
  serviceLine: string;
  dataset: string;
  since: string | null;
  until: string | null;
  asOf: string;
  /** The last day the dataset knows about; null: live. */
  knownUntil: string | null;
  spells: SpellDto[];
  gaps: GapDto[];
  years: CoverageYearDto[];
  overlaps: OverlapDto[];
  /** The next signed contract after `asOf`. */
  successor: SuccessorDto | null;
  /** Contracts whose days are not known to the day. */
  excluded: ExcludedDto[];
}
