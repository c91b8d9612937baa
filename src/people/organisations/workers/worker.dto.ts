import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { NotNull, OneOf, OptionalField, PersonNameUpTo, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { WORKER_KINDS, type WorkerKind } from '../../../law/code-lists/code-lists.js';
import { WORKER_STATES, type WorkerState } from './worker.lifecycle.js';

/** A worker to be registered. */
export class NewWorkerDto {
  /** Encrypted; readable by the own body alone. */
  @PersonNameUpTo(100)
  name: string;

  /** Code of the list `worker-kinds`. */
  @IsIn(WORKER_KINDS)
  @ApiProperty({ enum: WORKER_KINDS })
  kind: WorkerKind;

  /** Number of the certificate; required of a licensed social worker. */
  @TextUpTo(60, 'optional')
  licence?: string | null;

  /** First day of work, of which nothing is recorded before; today where it is not given. */
  @OptionalField(IsPlainDate())
  since?: string | null;
}

/** RFC 7396: only the fields that are given change, null removes. */
export class WorkerChangeDto {
  @PersonNameUpTo(100, 'not_null')
  name?: string;

  /** Counts in records from now on; what was recorded keeps the kind of its day. */
  @NotNull()
  @IsIn(WORKER_KINDS)
  @ApiProperty({ enum: WORKER_KINDS })
  kind?: WorkerKind;

  @TextUpTo(60, 'optional')
  licence?: string | null;
}

/** Without a search by name: a name in an address would stand in the logs of whatever lies between. */
export class WorkerQuery extends PageQuery {
  @OneOf(WORKER_STATES, 'optional')
  @ApiProperty({ enum: WORKER_STATES, required: false })
  state?: WorkerState;
}

/** Somebody who works for a body, as the body itself reads it. */
export class WorkerDto {
  id: Uuid;
  version: number;
  organisation: Uuid;
  /** Issued here; by it everybody else knows the worker. */
  number: string;
  /** Null where it cannot be read any more. */
  name: string | null;
  @ApiProperty({ enum: WORKER_KINDS })
  kind: WorkerKind;
  licence: string | null;
  since: PlainDate;
  until: PlainDate | null;
  @ApiProperty({ enum: WORKER_STATES })
  state: WorkerState;
  allowedActions: AllowedActionDto[];
}

/** A page of workers. */
export class WorkerListDto extends ListOf(WorkerDto) {}
