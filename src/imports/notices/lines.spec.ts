import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import { readLines, MAX_LINE } from './lines.js';

async function read(content: Buffer | string, chunk = 7, maxBytes = 1 << 28): Promise<[number, string][]> {
  const bytes = Buffer.from(content);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) =>
    bytes.subarray(i * chunk, (i + 1) * chunk),
  );
  const lines: [number, string][] = [];
  for await (const { line, raw } of readLines(Readable.from(chunks), maxBytes))
    lines.push([line, raw.toString('utf8')]);
  return lines;
}

describe('the lines of a file', () => {
  it('are numbered from 1; empty ones keep their number', async () => {
    expect(await read('一\n\n三\r\n\r\n五')).toEqual([
      [1, '一'],
      [3, '三'],
      [5, '五'],
    ]);
  });

  it('have no byte order mark, and no line of their own at the end', async () => {
    expect(await read('\ufeffa\nb\n')).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(await read('a\n\ufeffb')).toEqual([
      [1, 'a'],
      [2, '\ufeffb'],
    ]);
    expect(await read('')).toEqual([]);
    expect(await read('\ufeff')).toEqual([]);
  });

  it('are the same however the file is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.integer({ min: 1, max: 20 }),
        async (texts, chunk) => {
          const lines = texts.map((t) => t.replaceAll(/[\n\r\ufeff]/g, ''));
          const expected = lines.flatMap((t, i): [number, string][] => (t === '' ? [] : [[i + 1, t]]));
          expect(await read(lines.join('\n'), chunk)).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('one that is too long is named, whether it ends or not', async () => {
    const long = 'x'.repeat(MAX_LINE + 1);
    for (const content of [`a\n${long}\nb`, `a\n${long}`])
      await expect(read(content, 65_536)).rejects.toMatchObject({
        code: 'payload_too_large',
        details: { detail: { en: 'Line 2 is longer than 1 MiB' } },
      });
    expect(await read(`${'x'.repeat(MAX_LINE)}\n`, 65_536)).toHaveLength(1);
  });

  it('a file that is too large is refused', async () => {
    await expect(read('a\nb\nc\n', 2, 5)).rejects.toMatchObject({ code: 'payload_too_large' });
    expect(await read('a\nb\nc', 2, 5)).toHaveLength(3);
  });
});
