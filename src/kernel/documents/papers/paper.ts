import type { Language, Text } from '../../errors/texts.js';

/** What a paper is made of, whatever it is written as. */
export type PaperBlock =
  | { kind: 'title'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string }
  /** Without a head its rows are labels with values. `widths` are percent of the page. */
  | { kind: 'table'; head: string[]; rows: string[][]; widths: number[] };

/** What a page is made of: a paper, and pictures. */
export type Block = PaperBlock | PictureBlock;

/** A picture, drawn twice: for a page and for paper. `text` says what it shows to those who do not see it. */
export interface PictureBlock {
  kind: 'picture';
  text: string;
  svg: Buffer;
  png: Buffer;
  width: number;
  height: number;
}

/** An object as it is put on paper, composed of what its reader is answered as JSON and of nothing else. */
export interface Paper {
  /** Name of its file, without the ending: in ASCII, and in the reader's language. */
  file: { ascii: string; shown: string };
  title: string;
  /** What every page says: that it is a draft, that it is no tax invoice. */
  marks: readonly string[];
  dataset: string;
  blocks: readonly PaperBlock[];
}

/** A paper as it is written: its marks, and what stands at the foot of each page before its number. */
export interface WrittenPaper<B extends Block = PaperBlock> {
  title: string;
  madeAt: Date;
  blocks: readonly B[];
  language: Language;
  marks?: readonly string[];
  foot?: string;
}

export const UNKNOWN = '—';

/** The moment in Shanghai, to the minute. */
export function inShanghai(instant: string | null): string {
  if (instant === null) return UNKNOWN;
  const local = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 16)}`;
}

/** Labels with their values, one below the other. */
export const composeFields = (rows: readonly (readonly [string, string | number | null])[]): PaperBlock => ({
  kind: 'table',
  head: [],
  widths: [24, 76],
  rows: rows.map(([label, value]) => [label, value === null || value === '' ? UNKNOWN : String(value)]),
});

/** A table under its heading; nothing where it has no rows. */
export const composeSection = (heading: string, head: string[], widths: number[], rows: string[][]): PaperBlock[] =>
  rows.length === 0
    ? []
    : [
        { kind: 'heading', text: heading },
        { kind: 'table', head, widths, rows },
      ];

/** The word for a code; the code itself where there is none. */
export const findWord = (
  words: Readonly<Partial<Record<string, Text>>>,
  code: string | null,
  language: Language,
): string => (code === null ? UNKNOWN : (words[code]?.[language] ?? code));

/** What a word of a paper is in the reader's language. */
export const createWords =
  <W extends string>(words: Readonly<Record<W, Text>>, language: Language) =>
  (name: W): string =>
    words[name][language];
