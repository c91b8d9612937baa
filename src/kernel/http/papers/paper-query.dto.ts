import type { Type } from '@nestjs/common';
import type { Language } from '../../errors/texts.js';
import { OneOf } from '../validation/fields.js';

const LANGUAGES = ['zh', 'en'] as const satisfies readonly Language[];

/** Forms that an object is put on paper in, as `format` names them. */
export const PAPER_FORMS = ['pdf', 'docx'] as const;
export type PaperForm = (typeof PAPER_FORMS)[number];

/** As what an object is answered. */
export interface PaperQuery {
  format?: PaperForm;
  lang?: Language;
}

class PdfQuery implements PaperQuery {
  /** On paper; as `Accept` names it, and before it. */
  @OneOf(['pdf'], 'optional')
  format?: 'pdf';

  /** Default: by Accept-Language. */
  @OneOf(LANGUAGES, 'optional')
  lang?: Language;
}

class PdfOrDocxQuery implements PaperQuery {
  /** On paper; as `Accept` names it, and before it. */
  @OneOf(['pdf', 'docx'], 'optional')
  format?: PaperForm;

  /** Default: by Accept-Language. */
  @OneOf(LANGUAGES, 'optional')
  lang?: Language;
}

/** The query of an object that is put on paper in these forms. */
export const getPaperQuery = (forms: readonly PaperForm[]): Type<PaperQuery> =>
  forms.includes('docx') ? PdfOrDocxQuery : PdfQuery;
