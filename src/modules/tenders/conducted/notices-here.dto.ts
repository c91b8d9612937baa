import { IsIn, IsOptional, IsString, IsUrl, MaxLength } from 'class-validator';
import { IsPlainDate } from '../../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../../platform/http/is-visible.decorator.js';
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
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(200)
  reference?: string | null;
}
