import type { Text } from '../../kernel/errors/texts.js';

export interface CodeItem {
  code: string;
  label: Text;
}

/** The items of a list, from its labels by code. */
export const labelCodes = (labels: Readonly<Record<string, Text>>): CodeItem[] =>
  Object.entries(labels).map(([code, label]) => ({ code, label }));
