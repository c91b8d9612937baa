import { AnyTextUpTo, TextUpTo } from '../../../kernel/http/validation/fields.js';

/** Another body to which the bidder means to give a part of the work. */
export class BidSubcontractorDto {
  @TextUpTo(200)
  name: string;
  /** Which part. */
  @AnyTextUpTo(2000, 'optional')
  work?: string | null;
}
