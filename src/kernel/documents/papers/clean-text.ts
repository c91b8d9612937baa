import type { Block } from './paper.js';

/** What no paper shows: controls but for the end of a line, and marks that turn the direction of what stands beside them. */
const UNSHOWN = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/gu;
/** Half of a character. */
const HALVES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text as it may stand on paper. */
export const cleanText = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(UNSHOWN, ' ').replace(HALVES, '\ufffd');

/** Such a text within HTML or XML, which holds no control characters. */
export const escapeMarkup = (text: string): string =>
  cleanText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The same blocks with each of their texts changed. */
export function mapTexts<B extends Block>(blocks: readonly B[], change: (text: string) => string): B[] {
  return blocks.map((block): B => {
    if (block.kind !== 'table') return { ...block, text: change(block.text) };
    const { head, rows } = block;
    return { ...block, head: head.map(change), rows: rows.map((row) => row.map(change)) };
  });
}
