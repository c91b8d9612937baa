import { IsUUID } from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { NotNull, OptionalField, OptionalId, TextUpTo } from '../../../kernel/http/validation/fields.js';

/** A recipient to be registered. */
export class NewRecipientDto {
  /** The contract under which they are served: of the own body, running, and for this line. */
  @IsUUID()
  contract: string;

  /** What the agency's own people call them. Encrypted; readable by the serving agency alone. */
  @TextUpTo(100)
  displayName: string;

  /** One of the line's communities. */
  @OptionalId()
  community?: string | null;

  /** First day, of which nothing is recorded before; the first of the contract where it is not given. */
  @OptionalField(IsPlainDate())
  since?: string | null;
}

/** RFC 7396: only the fields that are given change, null removes. */
export class RecipientChangeDto {
  @TextUpTo(100, 'not_null')
  displayName?: string;

  @OptionalId()
  community?: string | null;

  /** Another first day; none after a day of which a record of theirs stands. */
  @NotNull()
  @IsPlainDate()
  since?: string;

  /** Last day, where they are served no more. */
  @OptionalField(IsPlainDate())
  until?: string | null;
}

/** Without a search by name: a name in an address would stand in the logs of whatever lies between. */
export class RecipientQuery extends PageQuery {
  @OptionalId()
  contract?: string;
}

/** Somebody who is served on a service line. */
export class RecipientDto {
  id: Uuid;
  version: number;
  serviceLine: Uuid;
  /** Issued here; goes on over every contract of the line. */
  number: string;
  /** For the serving agency; null for everybody else, and where it cannot be read any more. */
  displayName: string | null;
  community: Uuid | null;
  /** Who serves them, and the contract under which they were registered or taken over. */
  servedBy: Uuid;
  contract: Uuid;
  since: PlainDate;
  until: PlainDate | null;
}

/** Why a code is issued. */
export class NewRecipientCodeDto {
  /** Why another one is needed: lost, read by others. Kept in the audit, and names nobody. */
  @TextUpTo(2000, 'optional')
  reason?: string | null;
}

/** The code by which a recipient confirms a service. */
export class RecipientCodeDto {
  /** Of the recipient. */
  id: Uuid;
  /** Six digits, shown once; the one before confirms nothing any more. */
  code: string;
}

/** A page of recipients. */
export class RecipientListDto extends ListOf(RecipientDto) {}
