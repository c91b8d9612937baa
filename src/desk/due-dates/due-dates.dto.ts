import type { Language } from '../../kernel/errors/texts.js';
import { OneOf, TextUpTo } from '../../kernel/http/validation/fields.js';

const LANGUAGES = ['zh', 'en'] as const satisfies readonly Language[];

export class CalendarQuery {
  /** The key that the address was made with. */
  @TextUpTo(100)
  key: string;

  /** Default: by Accept-Language. A calendar program often sends none. */
  @OneOf(LANGUAGES, 'optional')
  lang?: Language;
}
