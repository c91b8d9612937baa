import { createParamDecorator, StreamableFile, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { writeDocx } from '../../documents/papers/paper-docx.js';
import { writePdf } from '../../documents/papers/paper-pdf.js';
import { inShanghai, type Paper } from '../../documents/papers/paper.js';
import { Problem } from '../../errors/problem.js';
import type { Language } from '../../errors/texts.js';
import { attachment } from '../attachment.js';
import { FORMAT } from '../tables/table-form.js';
import { getDatasetMark, MADE_AT } from './paper.texts.js';
import type { PaperForm } from './paper-query.dto.js';

const JSON_TYPE = 'application/json';
export const PAPER_TYPES: Readonly<Record<PaperForm, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};
const WRITERS = { pdf: writePdf, docx: writeDocx } as const satisfies Record<PaperForm, unknown>;

/**
 * The form that Accept names, of these; null for JSON, and where `format` goes before it.
 * @throws Problem `not_acceptable` where it names nothing that the object has
 */
export const AcceptedForm = createParamDecorator(
  (forms: readonly PaperForm[], context: ExecutionContext): PaperForm | null => {
    const request = context.switchToHttp().getRequest<Request>();
    if (FORMAT in request.query) return null;
    const type = request.accepts([JSON_TYPE, ...forms.map((form) => PAPER_TYPES[form])]);
    if (type === false) throw new Problem('not_acceptable');
    return forms.find((form) => PAPER_TYPES[form] === type) ?? null;
  },
);

/** A paper as a download. */
export async function answerPaper(
  paper: Paper,
  form: PaperForm,
  language: Language,
  madeAt: Date,
): Promise<StreamableFile> {
  const { title, blocks, dataset, file } = paper;
  const label = getDatasetMark(dataset)?.[language];
  const written = await WRITERS[form]({
    title,
    blocks,
    language,
    madeAt,
    marks: [...paper.marks, ...(label === undefined ? [] : [label])],
    foot: `${MADE_AT[language]} ${inShanghai(madeAt.toISOString())}`,
  });
  return new StreamableFile(written, {
    type: PAPER_TYPES[form],
    disposition: attachment(`${toFileName(file.shown)}.${form}`, `${file.ascii}.${form}`),
  });
}

/** As no system that keeps files refuses it. */
const toFileName = (name: string): string =>
  Array.from(name.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069/\\:*?"<>|]+/gu, ' ').trim())
    .slice(0, 80)
    .join('')
    .toWellFormed();
