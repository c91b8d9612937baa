import { PartialType } from '@nestjs/swagger';
import { IsPartialDate } from '../../../kernel/clock/is-date.js';
import { IsCreditCode } from '../../../kernel/identity/is-credit-code.js';
import { OptionalField, OptionalId, Part, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { SourceDto } from '../../../people/organisations/source.dto.js';

/** Where a fact was read. */
export class FactSourceDto extends SourceDto {}

/** Where a row of a file was read: a new fact is of a `file` where it does not say, one that is known stays of what it was. */
export class RowSourceDto extends PartialType(FactSourceDto) {}
/** Where a new fact was read whose row does not say. */
export const UNSAID_SOURCE = { kind: 'file' } as const;

/** A body: by its id here, or as the source names it. */
export class PartyDto {
  @OptionalId()
  organisation?: string;
  @TextUpTo(200, 'optional')
  name?: string;
  @OptionalField(IsCreditCode())
  creditCode?: string;
  /** In answers: the record that the source means, where it was merged into `organisation`. Given back it means the same. */
  @OptionalId()
  recordedAs?: string;
}

/** First and last day of the service, as precisely as they are known. */
export class WindowDto {
  @OptionalField(IsPartialDate())
  start?: string | null;
  @OptionalField(IsPartialDate())
  end?: string | null;
}

export class Published {
  @OptionalField(IsPartialDate())
  publishedOn?: string;
}

/** Most facts of one request. */
export const MAX_FACTS = 100;

export class GivenFactDto {
  @Part(() => FactSourceDto)
  source: FactSourceDto;
  /** Id of the fact this one corrects; the old one stays in the history. */
  @OptionalId()
  replaces?: string | null;
  /** Why it is corrected. Required with `replaces`. */
  @TextUpTo(2000, 'optional')
  reason?: string | null;
}
