import { docx } from './files.js';

/** A paragraph of a text document with these words. */
export const wordsOf = (text: string): string =>
  text
    .split('\n')
    .map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`)
    .join('');

const part = (name: string, text: string) => ({ name, data: Buffer.from(text) });

/** A text document whose footnotes declare entities that unfold a thousand million times, and use them. */
export function unfoldingEntities(): Buffer {
  const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join('');
  const bomb = `<?xml version="1.0"?><!DOCTYPE w:footnotes [<!ENTITY e0 "哈">${entities}]><w:footnotes><w:p><w:t>&e9;</w:t></w:p></w:footnotes>`;
  return docx(wordsOf('正文'.repeat(200)), { rsid: '00EE0003' }, [part('word/footnotes.xml', bomb)]);
}

/** A text document with elements a hundred thousand deep. */
export const nested = (): Buffer =>
  docx(wordsOf('正文'), { rsid: '00EE0004' }, [part('word/footnotes.xml', '<w:p>'.repeat(100_000))]);

/** A PDF with 8 MB of XMP that does not end, and no page. */
export const hugeXmp = (): Buffer =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj <</Type /Catalog /Metadata 2 0 R>> endobj\n2 0 obj <</Type /Metadata /Length 9>> stream\n<x:xmpmeta>${'<rdf:li>'.repeat(1_000_000)}\n` +
      `trailer <</Root 1 0 R>>\n%%EOF\n`,
  );
