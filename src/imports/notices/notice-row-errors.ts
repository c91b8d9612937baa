import type { FieldError } from '../../kernel/errors/problem.js';
import type { Text } from '../../kernel/errors/texts.js';
import texts from './data/notice-row-errors.json' with { type: 'json' };

/** Every reason for which a row is not taken, beside those of malformed JSON and text (`kernel/http`). */
const ROW_FAULTS: Readonly<Record<keyof typeof texts, Text>> = texts;

export type RowFault = keyof typeof ROW_FAULTS;

export const rowFault = (pointer: string, code: RowFault): FieldError => ({ pointer, code, text: ROW_FAULTS[code] });
