import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { readCsv } from './csv-reader.js';

async function read(content: string | Buffer, size = 3) {
  const bytes = Buffer.from(content);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const records: [number, string[], string][] = [];
  for await (const { line, cells, raw } of readCsv(Readable.from(chunks))) records.push([line, cells, raw]);
  return records;
}

describe('the records of a CSV file', () => {
  it('begin behind a mark of the byte order, and keep their lines', async () => {
    expect(await read('\uFEFF编号,名称\r\n\r\na,甲\r\n')).toEqual([
      [1, ['编号', '名称'], '编号,名称'],
      [3, ['a', '甲'], 'a,甲'],
    ]);
  });

  it('hold commas, quotes and line ends in quotes', async () => {
    expect(await read('"a,b","c""d","e\r\nf",\nx,"",z')).toEqual([
      [1, ['a,b', 'c"d', 'e\r\nf', ''], '"a,b","c""d","e\r\nf",'],
      [3, ['x', '', 'z'], 'x,"",z'],
    ]);
  });

  it('are none where every cell is empty or blank, and later ones keep their lines', async () => {
    expect(await read('a,b\r\n,\r\n , \n"",\u3000\n\n"","\n"\nc,\n,')).toEqual([
      [1, ['a', 'b'], 'a,b'],
      [8, ['c', ''], 'c,'],
    ]);
  });

  it('keep every character of a cell: a carriage return that ends no line too', async () => {
    expect(await read('a\rb,\rc\r\n"d\r",e\r\r\n"f"\r\r\ng\rh')).toEqual([
      [1, ['a\rb', '\rc'], 'a\rb,\rc'],
      [2, ['d\r', 'e'], '"d\r",e'],
      [3, ['f'], '"f"'],
      [4, ['g\rh'], 'g\rh'],
    ]);
  });

  it.each([
    ['a,"b\nc', 'unreadable_file'],
    ['a,"b"c', 'unreadable_file'],
    ['a,"b"\r,c', 'unreadable_file'],
    [Buffer.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c]), 'unsupported_media_type'],
    [`a,"${'x'.repeat(1024 * 1024)}`, 'unreadable_file'],
  ])('that are none are refused', async (content, code) => {
    await expect(read(content, 65_536)).rejects.toMatchObject({ code });
  });
});
