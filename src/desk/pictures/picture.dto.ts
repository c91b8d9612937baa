import type { Language } from '../../kernel/errors/texts.js';
import { OneOf } from '../../kernel/http/validation/fields.js';
import { CoverageQuery } from '../../watch/coverage/coverage.dto.js';

const LANGUAGES = ['zh', 'en'] as const satisfies readonly Language[];

export class PictureQuery {
  /** Default: by Accept-Language. An address in a page is asked for without one. */
  @OneOf(LANGUAGES, 'optional')
  lang?: Language;
}

export class CoveragePictureQuery extends CoverageQuery {
  /** Default: by Accept-Language. An address in a page is asked for without one. */
  @OneOf(LANGUAGES, 'optional')
  lang?: Language;
}
