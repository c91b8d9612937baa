import { describe, expect, it } from '@jest/globals';
import { deflateSync } from 'node:zlib';
import { SAFE_FILES, UNSAFE_FILES, pdfOf } from '../../../../test/support/unsafe-files.js';
import { docx } from '../../../../test/support/files.js';
import { findUnsafe } from './unsafe-files.js';
import { toContent } from './unsafe-archive.js';

const MEDIA: Readonly<Record<string, string>> = { pdf: 'application/pdf', png: 'image/png' };
const find = (name: string, content: Buffer) =>
  findUnsafe(toContent(content), MEDIA[name.split('.').at(-1) as string] ?? 'application/x-other');

describe('a file that acts or deceives', () => {
  it.each(UNSAFE_FILES)('%s: %s', async (found, _, name, content) => {
    expect(await find(name, content)).toBe(found);
  });

  it.each(SAFE_FILES)('is not %s', async (_, name, content) => {
    expect(await find(name, content)).toBeNull();
  });

  it('is one whose documents lie deeper in each other than anybody looks', async () => {
    let inner = docx('x');
    for (let n = 0; n < 5; n++) inner = docx('x', {}, [{ name: 'word/embeddings/in.docx', data: inner }]);
    expect(await find('a.docx', inner)).toBe('hidden_objects');
  });

  it('is not a PDF whose pages are long and packed, wherever the windows end', async () => {
    const page = (size: number) => {
      const packed = deflateSync(Buffer.alloc(size, 'q '), { level: 0 });
      return `<</Length ${packed.length}/Filter/FlateDecode>> stream\n${packed.toString('latin1')}\nendstream`;
    };
    expect(await find('a.pdf', pdfOf(page(1_500_000), page(1_500_000)))).toBeNull();
    expect(await find('a.pdf', pdfOf(page(1_500_000), '<</S/Launch>>', page(1_500_000)))).toBe('scripts');
  });

  it('is a PDF with a script at every place around the end of a window', async () => {
    for (const before of [1_048_560, 1_048_570, 1_048_575, 1_048_576, 1_048_580]) {
      const head = '%PDF-1.7\n';
      const content = Buffer.concat([
        Buffer.from(head),
        Buffer.alloc(before - head.length, ' '),
        Buffer.from('/JavaScript '),
      ]);
      expect(await find('a.pdf', content)).toBe('scripts');
    }
  });
});
