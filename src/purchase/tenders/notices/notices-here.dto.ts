import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUrl, MaxLength } from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { QueryInt } from '../../../kernel/http/lists/list.js';
import { IntegerBetween, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { TEXT_KINDS, type TextKind } from './notice-text.rules.js';

/** Where a notice of this purchase stands on the official site. */
export class NoticeAddressDto {
  @IsIn(TEXT_KINDS)
  kind: TextKind;
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2000)
  url: string;
  /** The day on which it appeared there. */
  @IsPlainDate()
  publishedOn: string;
  @TextUpTo(200, 'optional')
  reference?: string | null;
  /** Of a correction: the revision of the documents that it made; absent: the newest. */
  @IntegerBetween(2, 1_000_000, 'optional')
  revision?: number | null;
}

/** Which of several notices of a kind. */
export class NoticeTextQuery {
  /** Of a correction: the revision of the documents that it made; absent: the newest. */
  @QueryInt()
  @IntegerBetween(2, 1_000_000, 'optional')
  revision?: number;
}

/** A notice as it is pasted into the official site. */
export class NoticeTextDto {
  @ApiProperty({ enum: TEXT_KINDS })
  kind: TextKind;
  text: string;
  /** What the rules ask of such a notice and is not on record: labels of the blanks in the text. */
  missing: string[];
}
