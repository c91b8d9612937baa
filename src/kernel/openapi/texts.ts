import type { Language, Text } from '../errors/texts.js';

/** What a room says of its operations: their groups in both languages, each operation in Chinese (English: `@Operation`). */
export interface OperationTexts {
  /** By tag, in the order in which a reader meets them. */
  tags: Readonly<Record<string, Text>>;
  /** One line by operation id. */
  operations: Readonly<Record<string, string>>;
}

/** What decides the words of a document. */
export interface Wording {
  language: Language;
  texts: OperationTexts;
}

function merge<T>(parts: readonly Readonly<Record<string, T>>[]): Record<string, T> {
  const merged: Record<string, T> = {};
  for (const [key, value] of parts.flatMap((part) => Object.entries(part))) {
    if (Object.hasOwn(merged, key)) throw new Error(`${key} is described twice`);
    merged[key] = value;
  }
  return merged;
}

/** The texts of several rooms as one, in their order. What two of them describe is a fault of ours. */
export const mergeTexts = (rooms: readonly OperationTexts[]): OperationTexts => ({
  tags: merge(rooms.map(({ tags }) => tags)),
  operations: merge(rooms.map(({ operations }) => operations)),
});

/** The line of an operation; one whose Chinese is not written yet keeps the English one. */
export function summaryIn({ language, texts }: Wording, id: string, summary: string | Text): string {
  if (typeof summary !== 'string') return summary[language];
  return language === 'zh' ? (texts.operations[id] ?? summary) : summary;
}
