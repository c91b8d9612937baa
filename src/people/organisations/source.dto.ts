import { IsIn, IsOptional, IsUrl, MaxLength } from 'class-validator';
import { IsPartialDate } from '../../kernel/clock/is-date.js';
import { AnyTextUpTo, OptionalField } from '../../kernel/http/validation/fields.js';

const SOURCES = ['notice', 'statement', 'reconstruction', 'file'] as const;

/** Where a record comes from. */
export class SourceDto {
  /** `notice` as published, `statement` of a person, `reconstruction` from totals, `file`. */
  @IsIn(SOURCES)
  kind: (typeof SOURCES)[number];

  /** Address of the publication. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2000)
  url?: string | null;

  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
  @OptionalField(IsPartialDate())
  publishedOn?: string | null;

  /** Number or name of the publication. */
  @AnyTextUpTo(200, 'optional')
  reference?: string | null;
}

/** What is stored of a source: nothing but what was said. */
export const toSource = (dto: SourceDto): SourceDto => ({
  kind: dto.kind,
  url: dto.url ?? null,
  publishedOn: dto.publishedOn ?? null,
  reference: dto.reference ?? null,
});
