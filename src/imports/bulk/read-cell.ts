import type { FieldError } from '../../kernel/errors/problem.js';
import type { Text } from '../../kernel/errors/texts.js';
import texts from './cell-faults.json' with { type: 'json' };

type CellFault = keyof typeof texts;
const TEXTS: Readonly<Record<CellFault, Text>> = texts;

export type CellValue = string | number | boolean | string[];
/** What a cell says: a value, nothing, or a fault. */
export type ReadCell = { value: CellValue | null } | { fault: CellFault };

export const cellFault = (pointer: string, code: CellFault): FieldError => ({ pointer, code, text: TEXTS[code] });
