import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeXlsx, writeXlsxStream, type WriteOptions } from 'hucre/xlsx';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packFormats, packParts, packSheet, WORKBOOK_PARTS } from '../../../../test/support/workbooks.js';
import type { RawCell } from '../cells.js';
import { readXlsx } from './xlsx-reader.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbook-'));
});
afterEach(async () => {
  expect(await readdir(folder)).toEqual(['file']);
  await rm(folder, { recursive: true });
});

async function read(content: Uint8Array, names: readonly string[] = [], maxUnpacked?: number) {
  const path = join(folder, 'file');
  await writeFile(path, content);
  const records: [number, RawCell[], string][] = [];
  for await (const { line, cells, raw } of readXlsx(path, names, maxUnpacked)) records.push([line, cells, raw]);
  return records;
}
const readCells = async (content: Uint8Array, names?: readonly string[]) =>
  (await read(content, names)).map(([, cells]) => cells);

const write = (rows: (string | number | boolean | Date | null)[][], options: Partial<WriteOptions> = {}) =>
  writeXlsx({ sheets: [{ name: 'a', rows }], ...options });

describe('the records of a workbook', () => {
  it('are its rows with something in them, by their numbers on the sheet', async () => {
    const content = await write([['编号', '金额'], [], ['a,1', 12.5, null], [null, null, 'c'], [true]]);
    expect(await read(content)).toEqual([
      [1, ['编号', '金额'], '["编号","金额"]'],
      [3, ['a,1', 12.5], '["a,1",12.5]'],
      [4, [null, null, 'c'], '[null,null,"c"]'],
      [5, ['true'], '["true"]'],
    ]);
  });

  it.each(['shared', 'inline'] as const)('have the same texts where they are %s', async (stringMode) => {
    const rows = Array.from({ length: 3000 }, (_, i) => [`第${i}行`, 'twice', `  <&> ${'长'.repeat(i % 50)}`]);
    expect(await readCells(await write(rows, { stringMode }))).toEqual(rows);
  });

  it('are read from a file that was written as a stream', async () => {
    const stream = writeXlsxStream([['a', 1]], { name: 'a' });
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(await readCells(Buffer.concat(chunks))).toEqual([['a', 1]]);
  });

  it.each(['1900', '1904'] as const)('have days, where the workbook counts from %s', async (dateSystem) => {
    const days = [new Date('2025-11-03T00:00:00Z'), new Date('1904-03-01T00:00:00Z')];
    expect(await readCells(await write([days], { dateSystem }))).toEqual([['2025-11-03', '1904-03-01']]);
  });

  it('have no day where there is a time, and none in a number that shows as one', async () => {
    const rows = [[new Date('2025-11-03T12:00:00Z'), 45_964]];
    expect(await readCells(await write(rows))).toEqual([[45_964.5, 45_964]]);
  });

  // 45 964 is 3 November 2025.
  it.each<[string, (number | string)[], RawCell]>([
    ['year, month and day', [14, 15, 22, 30, 31], '2025-11-03'],
    [
      'year, month and day',
      ['yyyy"年"m"月"d"日"', 'yyyy年m月d日', '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy'],
      '2025-11-03',
    ],
    ['year, month and day', ['[DBNum1][$-804]yyyy"年"m"月"d"日";@', '[$-411]ge.m.d', 'd/m/yy h:mm'], '2025-11-03'],
    ['year and month', [17, 27, 36, 50, 52, 57], { date: '2025-11' }],
    [
      'year and month',
      ['yyyy-mm', 'yyyy"年"m"月"', 'mmm\\-yy', 'yyyy\\d\\a\\ymm', 'yyyy/mm"/d"', '[Red]yyyy/m'],
      { date: '2025-11' },
    ],
    ['year and month', ['dddd, mmmm yyyy', 'e"年"m"月"'], { date: '2025-11' }],
    ['a year', ['yyyy', 'yy"年度"', 'yyyy h:mm:ss'], { date: '2025' }],
    ['no year', [16, 28, 29, 51, 53, 54, 58, 'm"月"d"日"', 'd-mmm', 'mmmm'], { date: '--11-03' }],
    ['a time', [18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56, 'h:mm', 'mm:ss', '[mm]:ss', '[h]:mm'], 45_964],
    [
      'a number',
      [
        0,
        1,
        2,
        11,
        48,
        49,
        '#,##0.00_ ',
        '#,##0.00"元"',
        '[$¥-804]#,##0.00',
        '0.00E+00',
        '#,##0 "yd"',
        'General',
        '[Red]0.0;\\-0.0',
        '0"年"',
      ],
      45_964,
    ],
    [
      'another number',
      [9, 10, '0!.0,', '0!.0000', '0\\.0,', '0"."0,', '0.00,', '#,##0.00,,', '0%', '0.0"万元"', '[>=10000]0!.0,"万";0'],
      { scaled: 45_964 },
    ],
  ])(
    'have as much of a date as their cells show, and say so where that is another number: %s',
    async (_, formats, expected) => {
      const [row = []] = await readCells(
        packFormats(formats, `<row>${formats.map((_format, i) => `<c s="${i}"><v>45964</v></c>`).join('')}</row>`),
      );
      expect(row.map((cell, i) => [formats[i], cell])).toEqual(formats.map((format) => [format, expected]));
    },
  );

  it('beyond the headings have one cell that shows that there is more', async () => {
    const wide = packSheet(
      '<row><c><v>1</v></c></row><row><c r="SR2"><v>2</v></c></row><row><c r="A3"><v>3</v></c></row><row><c r="D4"><v>4</v></c><c r="E4"><v>5</v></c></row>',
    );
    expect(await readCells(wide)).toEqual([[1], [null, 2], [3], [null, 4]]);
  });

  it('say of a formula that it is one, and of what none came to that it is an error', async () => {
    const cells = new Map([['0,1', { formula: 'SUM(A1:A1)', formulaResult: 7 }]]);
    const content = await writeXlsx({ sheets: [{ name: 'a', rows: [[7, null]], cells }] });
    expect(await readCells(content)).toEqual([[7, { formula: 'SUM(A1:A1)' }]]);
    const shared = packSheet(
      '<row r="1"><c r="A1"><f t="shared" si="0"/><v>7</v></c><c r="B1" t="e"><v>#N/A</v></c></row>',
    );
    expect(await readCells(shared)).toEqual([[{ formula: '' }, { error: '#N/A' }]]);
  });

  it('come from the sheet of the name, else from the first that shows', async () => {
    const sheet = (name: string) => ({ name, rows: [[name]] });
    const sheets = [{ ...sheet('说明'), hidden: true }, sheet('first'), sheet('Records')];
    expect(await readCells(await writeXlsx({ sheets }), ['records', '服务记录'])).toEqual([['Records']]);
    expect(await readCells(await writeXlsx({ sheets }), ['payments'])).toEqual([['first']]);
  });

  it('are read whatever prefix, quote and way of writing texts their XML has', async () => {
    const rows = `<x:row><x:c t="inlineStr"><x:is><x:r><x:t>a &amp; </x:t></x:r><x:r><x:t>&#x4E2D;_x000D_</x:t></x:r>
      <x:rPh><x:t>reading</x:t></x:rPh></x:is></x:c><!-- > --><x:c r='C1' t="str"><x:v><![CDATA[<b>]]></x:v></x:c></x:row>`;
    expect(await readCells(packSheet(rows))).toEqual([['a & 中\r', null, '<b>']]);
  });
});

describe('a file that is no workbook to be read', () => {
  const rows = [['a']];
  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['text', () => Buffer.from('编号,金额\n'), 'unsupported_media_type'],
    ['nothing', () => Buffer.alloc(0), 'unsupported_media_type'],
    ['another archive', () => packParts({ 'a.txt': 'a' }), 'unsupported_media_type'],
    ['encrypted', () => write(rows, { encryption: { password: 'a', spinCount: 1 } }), 'unsupported_media_type'],
    ['with macros', () => write(rows, { vbaProject: new Uint8Array([1]) }), 'unsupported_media_type'],
    ['cut off', async () => (await write(rows)).subarray(0, 900), 'unreadable_file'],
    ['without its sheet', () => packParts({ ...WORKBOOK_PARTS }), 'unreadable_file'],
    ['of no XML', () => packSheet('<row r="1"><c r="A1"><v>1</v'), 'unreadable_file'],
    ['of no Unicode', () => packSheet(Buffer.from([0xff, 0xfe])), 'unreadable_file'],
    ['with entities of its own', () => packSheet('<!DOCTYPE a [<!ENTITY b "c">]>'), 'unreadable_file'],
    ['with rows twice', () => packSheet('<row r="2"/><row r="2"/>'), 'unreadable_file'],
    ['with cells twice', () => packSheet('<row><c r="B1"/><c r="B1"/></row>'), 'unreadable_file'],
    ['with a text that is not there', () => packSheet('<row><c t="s"><v>0</v></c></row>'), 'unreadable_file'],
    ['with no number', () => packSheet('<row><c><v>1a</v></c></row>'), 'unreadable_file'],
    ['far down', () => packSheet('<row r="1048577"><c><v>1</v></c></row>'), 'payload_too_large'],
    ['far to the right', () => packSheet('<row><c r="XFD1"><v>1</v></c></row>'), 'payload_too_large'],
    ['with a tag without end', () => packSheet(`<row a="${' '.repeat(2 ** 21)}`), 'unreadable_file'],
    [
      'with a row without end',
      () => packSheet(`<row>${'<c><v>11111111</v></c>'.repeat(140_000)}`),
      'payload_too_large',
    ],
  ])('%s is refused', async (_, make, code) => {
    await expect(read(await make())).rejects.toMatchObject({ code });
  });

  it('that comes to more than it may is refused before it is unpacked', async () => {
    const bomb = packSheet(' '.repeat(2 ** 24));
    expect(bomb.length).toBeLessThan(2 ** 16);
    const records = read(bomb, [], 2 ** 20);
    await expect(records).rejects.toMatchObject({ code: 'payload_too_large' });
  });
});
