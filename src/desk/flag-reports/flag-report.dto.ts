import type { Language } from '../../kernel/errors/texts.js';
import { OneOf } from '../../kernel/http/validation/fields.js';

const LANGUAGES = ['zh', 'en'] as const satisfies readonly Language[];
const REPORT_FORMS = ['html', 'pdf'] as const;
export type ReportForm = (typeof REPORT_FORMS)[number];

export class FlagReportQuery {
  /** Default: by Accept, else a page. */
  @OneOf(REPORT_FORMS, 'optional')
  format?: ReportForm;

  /** Default: by Accept-Language. */
  @OneOf(LANGUAGES, 'optional')
  lang?: Language;
}
