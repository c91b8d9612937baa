import { IsOptional, Matches } from 'class-validator';
import { DATASET } from '../../kernel/database/dataset.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';

/** Which dataset is to be assessed anew. */
export class RunRequestDto {
  /** One dataset; left out: everything. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;
}

/** A full pass. */
export class RunDto {
  id: Uuid;
  dataset: string | null;
  /** `requested`, `running` or `finished`. */
  state: 'requested' | 'running' | 'finished';
  requestedAt: Instant;
  finishedAt: Instant | null;
  /** Objects looked at. */
  subjects: number;
  /** Answers that were new, changed or gone; 0 where nothing had changed. */
  changed: number;
}

/** A page of full passes. */
export class RunListDto extends ListOf(RunDto) {}
