import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { DATASET } from '../../kernel/database/dataset.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';
import { OneOf } from '../../kernel/http/validation/fields.js';
import { RUN_KINDS, type RunKind } from './risk-run.entity.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';

/** What is to be assessed anew, or screened. */
export class RunRequestDto {
  /** One dataset; left out: everything. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  /** `assess` (without it): every rule on every subject; `screen`: the rules over many lots, market by market. */
  @OneOf(RUN_KINDS, 'optional')
  kind?: RunKind;
}

export const toRunScope = ({ kind, dataset }: RunRequestDto): { kind: RunKind; dataset: string | null } => ({
  kind: kind ?? 'assess',
  dataset: dataset ?? null,
});

/** A full pass, or a screening of markets. */
export class RunDto {
  id: Uuid;
  /** `assess` or `screen`. */
  @ApiProperty({ enum: RUN_KINDS })
  kind: RunKind;
  dataset: string | null;
  /** `requested`, `running` or `finished`. */
  state: 'requested' | 'running' | 'finished';
  requestedAt: Instant;
  finishedAt: Instant | null;
  /** Objects looked at; of a screening its markets. */
  subjects: number;
  /** Answers that were new, changed or gone; 0 where nothing had changed. */
  changed: number;
}

/** A page of full passes. */
export class RunListDto extends ListOf(RunDto) {}
