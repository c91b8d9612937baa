import { describe, expect, it } from '@jest/globals';
import PDFDocument from 'pdfkit';
import { docx, pdf, zip } from '../../../../test/support/files.js';
import { hugeXmp, nested, unfoldingEntities, wordsOf } from '../../../../test/support/hostile-files.js';
import { CHINESE_FONT } from '../chinese-font.js';
import { MAX_LISTED, type Content } from './examination-types.js';
import { readFileText } from './file-text.js';
import { printOfImage } from './image-print.js';
import { printOfPdf } from './pdf-print.js';
import { printOfZip } from './zip-print.js';

const toContent = (bytes: Buffer): Content => ({
  size: bytes.length,
  read: (position, length) => Promise.resolve(bytes.subarray(position, position + length)),
  // eslint-disable-next-line @typescript-eslint/require-await
  async *content(from = 0, to = bytes.length) {
    yield bytes.subarray(from, to);
  },
});
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const read = (bytes: Buffer, mediaType = DOCX) => readFileText(toContent(bytes), mediaType);
const text = async (bytes: Buffer, mediaType?: string): Promise<string> => {
  const found = await read(bytes, mediaType);
  return found.state === 'read' ? found.text : found.state;
};
const part = (name: string, data: string | Buffer) => ({ name, data: Buffer.from(data) });

async function printed(lines: readonly string[]): Promise<Buffer> {
  const document = new PDFDocument({ info: { Author: '测试作者', Title: '方案' } });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((done) => document.on('end', done));
  document.registerFont('chinese', CHINESE_FONT.bytes).font('chinese');
  for (const line of lines) document.text(line);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/** A JPEG with nothing but an EXIF segment: artist, program, serial number of the camera. */
function jpeg(): Buffer {
  const values = [
    [0x0131, 'Test Scanner 1'],
    [0x013b, 'Test Artist'],
  ] as const;
  const directory = Buffer.alloc(2 + values.length * 12 + 4);
  directory.writeUInt16LE(values.length, 0);
  const texts: Buffer[] = [];
  let at = 8 + directory.length;
  values.forEach(([tag, value], i) => {
    const bytes = Buffer.from(`${value}\0`);
    directory.writeUInt16LE(tag, 2 + i * 12);
    directory.writeUInt16LE(2, 4 + i * 12);
    directory.writeUInt32LE(bytes.length, 6 + i * 12);
    directory.writeUInt32LE(at, 10 + i * 12);
    texts.push(bytes);
    at += bytes.length;
  });
  const exif = Buffer.concat([Buffer.from('Exif\0\0II*\0\x08\0\0\0', 'latin1'), directory, ...texts]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), length, exif, Buffer.from([0xff, 0xd9])]);
}

describe('words of a file', () => {
  it('are those of a text document, its footnotes and its tables', async () => {
    const bytes = docx(wordsOf('第一段 &amp; 第二\n第三段'), {}, [
      part('word/footnotes.xml', '<w:footnotes><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnotes>'),
    ]);
    expect(await text(bytes)).toBe('第一段 & 第二\n第三段\n\n脚注\n');
  });

  it('are those of a workbook, and of a PDF by its pages', async () => {
    const workbook = zip([
      part('xl/sharedStrings.xml', '<sst><si><t>项目</t></si><si><r><t>单</t></r><r><t>价</t></r></si></sst>'),
      part(
        'xl/worksheets/sheet1.xml',
        '<worksheet><c t="inlineStr"><is><t>备注</t></is></c><c><v>5</v></c></worksheet>',
      ),
    ]);
    expect((await text(workbook, 'application/vnd.ms-excel')).split(/\n+/)).toEqual(['项目', '单价', '备注', '']);
    expect(await text(await printed(['为老年人提供助餐服务', '定期回访']), 'application/pdf')).toMatch(
      /为老年人提供助餐服务\s*定期回访/,
    );
  });

  it('are text in UTF-8 and GB 18030', async () => {
    expect(await text(Buffer.from('方案'), 'text/plain')).toBe('方案');
    expect(await text(Buffer.from([0xb7, 0xbd, 0xb0, 0xb8]), 'text/plain')).toBe('方案');
  });

  it('are none of pictures, and unknown of what is not read', async () => {
    expect(await read(jpeg(), 'image/jpeg')).toEqual({ state: 'no_text' });
    expect(await read(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'application/msword')).toEqual({
      state: 'unreadable',
      reason: 'format',
    });
    expect(await read(Buffer.from('%PDF-1.7 broken'), 'application/pdf')).toMatchObject({ reason: 'broken' });
    expect(await read(docx('x').subarray(0, 200))).toMatchObject({ state: 'unreadable' });
  });

  it('are read within limits, whatever a file declares', async () => {
    expect(await text(unfoldingEntities())).not.toContain('哈哈');
    expect(await read(nested())).toEqual({ state: 'unreadable', reason: 'limits' });
    expect(await read(hugeXmp(), 'application/pdf')).toEqual({ state: 'unreadable', reason: 'broken' });
    expect((await text(docx(wordsOf('长'.repeat(400_000))))).length).toBe(300_000);
  });
});

describe('how a file was made', () => {
  const image = Buffer.alloc(5_000, 'image');

  it('is said by images inside, of a certain size', async () => {
    const bytes = docx('x', {}, [part('word/media/image1.png', image), part('word/media/mark.png', Buffer.alloc(100))]);
    const { embedded } = await printOfZip(toContent(bytes));
    expect(embedded).toHaveLength(1);
    const object = `5 0 obj <</Type /XObject /Subtype /Image /Length ${image.length}>> stream\n`;
    const sheet = Buffer.concat([pdf('x'), Buffer.from(object), image, Buffer.from('\nendstream endobj\n')]);
    expect((await printOfPdf(toContent(sheet))).embedded).toEqual(embedded);
  });

  it('is said by the sittings of a text document, as many as are listed', async () => {
    const marks = Array.from({ length: 40 }, (_, n) => `<w:rsid w:val="${String(n).padStart(8, '0')}"/>`).join('');
    const bytes = zip([part('word/settings.xml', `<w:settings><w:rsids>${marks}</w:rsids></w:settings>`)]);
    expect((await printOfZip(toContent(bytes))).revisions).toHaveLength(MAX_LISTED);
  });

  it('is said by a PDF wherever its strings lie, and by a JPEG', async () => {
    expect(await printOfPdf(toContent(await printed(['x'])))).toMatchObject({
      author: '测试作者',
      producer: 'PDFKit',
      documentId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(await printOfImage(toContent(jpeg()))).toEqual({ author: 'Test Artist', application: 'Test Scanner 1' });
  });
});
