import { Header, Query, type StreamableFile, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import type { Scope } from '../access/scope.js';
import { loadNow } from '../clock/load-now.js';
import { Transactions } from '../database/transactions.js';
import type { Paper } from '../documents/papers/paper.js';
import type { Language } from '../errors/texts.js';
import { AcceptedForm, answerPaper, PAPER_TYPES } from '../http/papers/paper-answer.js';
import { getPaperQuery, type PaperForm, type PaperQuery } from '../http/papers/paper-query.dto.js';
import type { Use } from './action.js';

/** Who reads a paper, and how what else stands on it is read: as they would read it themselves. */
export interface PaperReader {
  scope: Scope;
  language: Language;
  use: Use;
}

/** How the object that a route answers is put on paper. */
export interface PaperRoute {
  forms: readonly PaperForm[];
  compose(shown: object, reader: PaperReader): Paper | Promise<Paper>;
}

/** Declares it by the class of the answer, which is all that the paper is composed of. */
export const putOnPaper = <T extends object>(
  forms: readonly PaperForm[],
  compose: (shown: T, reader: PaperReader) => Paper | Promise<Paper>,
): PaperRoute => ({ forms, compose: (shown, reader) => compose(shown as T, reader) });

/** What the document says of the answer. */
export const describeForms = (type: Type<object>, { forms }: PaperRoute): MethodDecorator[] => [
  ApiExtraModels(type),
  ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(type) } },
      ...Object.fromEntries(forms.map((form) => [PAPER_TYPES[form], { schema: { type: 'string', format: 'binary' } }])),
    },
  }),
  Header('Vary', 'Accept, Accept-Language'),
];

/** What a route takes to know the form. */
export const takeForm = ({ forms }: PaperRoute): Readonly<Record<string, readonly [ParameterDecorator, unknown]>> => ({
  query: [Query(), getPaperQuery(forms)],
  accepted: [AcceptedForm(forms), String],
});

/** The object as the request asks for it, read in the language that it names. */
export async function answerInForm(
  { compose }: PaperRoute,
  request: { scope: Scope; language: Language; query?: unknown; accepted?: unknown },
  read: (language: Language) => Promise<object>,
  use: Use,
): Promise<object | StreamableFile> {
  const { format, lang: language = request.language } = request.query as PaperQuery;
  const form = format ?? (request.accepted as PaperForm | null);
  const shown = await read(language);
  if (form === null) return shown;
  const paper = await compose(shown, { scope: request.scope, language, use });
  return answerPaper(paper, form, language, await loadNow(use(Transactions).reader));
}
