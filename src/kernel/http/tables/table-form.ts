import type { Request } from 'express';
import { Problem } from '../../errors/problem.js';
import { invalid } from '../validation.js';

/** Forms that a list is answered in beside JSON pages, as `format` names them. */
export const TABLE_FORMS = ['csv', 'xlsx'] as const;
export type TableForm = (typeof TABLE_FORMS)[number];

export const TABLE_TYPES: Readonly<Record<TableForm, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const JSON_TYPE = 'application/json';
/** What ordinary clients accept: nothing but JSON has to be thought of. */
const PLAIN = new Set([undefined, '*/*', JSON_TYPE, `${JSON_TYPE}, text/plain, */*`]);

export const FORMAT = 'format';

/** Whether a request says anything of a form at all. */
export const mayAskForm = (request: Request): boolean => FORMAT in request.query || !PLAIN.has(request.headers.accept);

/**
 * The form that is asked for; null for JSON. `format` is stronger than Accept.
 * @throws Problem `validation_failed` for another format, `not_acceptable` where Accept names nothing that a list has
 */
export function chooseForm(request: Request): TableForm | null {
  const { format } = request.query;
  if (format !== undefined) {
    const form = TABLE_FORMS.find((each) => each === format);
    if (form !== undefined) return form;
    throw invalid(`/${FORMAT}`, 'not_allowed_value', {
      en: `format must be one of ${TABLE_FORMS.join(', ')}`,
      zh: '不在允许的取值范围内',
    });
  }
  const type = request.accepts([JSON_TYPE, ...Object.values(TABLE_TYPES)]);
  if (type === false) throw new Problem('not_acceptable');
  return TABLE_FORMS.find((form) => TABLE_TYPES[form] === type) ?? null;
}
