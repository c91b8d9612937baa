import { IsOptional, IsString, IsUUID, MaxLength, ValidateIf } from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.decorators.js';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';

/** A recipient to be registered. */
export class NewRecipientDto {
  /** The contract under which they are served: of the own body, running, and for this line. */
  @IsUUID()
  contract: string;

  /** What the agency's own people call them. Encrypted; readable by the serving agency alone. */
  @IsString()
  @IsVisible()
  @MaxLength(100)
  displayName: string;

  /** One of the line's communities. */
  @IsOptional()
  @IsUUID()
  community?: string | null;

  /** First day, of which nothing is recorded before; the first of the contract where it is not given. */
  @IsOptional()
  @IsPlainDate()
  since?: string | null;
}

/** RFC 7396: only the fields that are given change, null removes. */
export class RecipientChangeDto {
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @IsVisible()
  @MaxLength(100)
  displayName?: string;

  @IsOptional()
  @IsUUID()
  community?: string | null;

  /** Another first day; none after a day of which a record of theirs stands. */
  @ValidateIf((_, value) => value !== undefined)
  @IsPlainDate()
  since?: string;

  /** Last day, where they are served no more. */
  @IsOptional()
  @IsPlainDate()
  until?: string | null;
}

/** Without a search by name: a name in an address would stand in the logs of whatever lies between. */
export class RecipientQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
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

/** A page of recipients. */
export class RecipientListDto {
  items: RecipientDto[];
  next: string | null;
}
