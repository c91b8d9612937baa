import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { unzip } from '../../../../test/support/papers.js';
import { writeXlsx } from './xlsx.js';

const { parser } = createRequire(import.meta.url)('sax') as typeof import('sax');
/** What XML 1.0 (2.2) lets stand in a document. */
const XML = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** The texts of the first sheet, and of what its cells share. */
async function readTexts(...texts: string[]): Promise<string> {
  // eslint-disable-next-line @typescript-eslint/require-await
  async function* pages() {
    yield texts.map((text) => ({ text }));
  }
  const parts = unzip(await buffer(writeXlsx('a', ['Text'], [{ path: ['text'], kind: 'text' }], pages())));
  let read = '';
  for (const [name, xml] of parts) {
    if (!/(sheet1|sharedStrings)\.xml$/.test(name)) continue;
    expect(xml).toMatch(XML);
    const reader = parser(true);
    reader.onerror = (error) => {
      throw error;
    };
    reader.ontext = (text) => (read += text);
    reader.write(xml).close();
  }
  return read;
}

describe('a text in a workbook', () => {
  it('holds no code point that no XML may hold: it is replaced', async () => {
    expect(await readTexts('中心\uffff一\ufffe')).toContain('中心\ufffd一\ufffd');
  });

  it('that reads like an escaped character stays what it says', async () => {
    expect(await readTexts('_x0041_ and _x41_')).toContain('_x005F_x0041_ and _x41_');
  });
});
