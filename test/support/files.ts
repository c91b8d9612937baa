import { randomUUID } from 'node:crypto';
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

/** One part of an archive, as it is written: what it says of itself may be another thing than it is. */
interface Part {
  name: string;
  data: Buffer;
  /** Size that its header claims, where it lies. */
  claims?: number;
}

/** An archive of such parts, packed. */
export function zip(parts: readonly Part[]): Buffer {
  const entries: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, claims } of parts) {
    const { packed, crc } = pack(data);
    const bytes = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc, 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claims ?? data.length, 18);
    fields.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, bytes, packed]);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), fields, central, bytes]));
    entries.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...entries, list, end]);
}

const packs = new WeakMap<Buffer, { packed: Buffer; crc: number }>();
/** The same buffer is packed once. */
function pack(data: Buffer) {
  const known = packs.get(data) ?? { packed: deflateRawSync(data), crc: crc32(data) };
  packs.set(data, known);
  return known;
}

const CONTENT_TYPES = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;

/** A text document (ECMA-376) with what its program says of it. */
export const docx = (text: string, by: { author?: string; company?: string; rsid?: string } = {}, more: Part[] = []) =>
  zip([
    { name: '[Content_Types].xml', data: Buffer.from(CONTENT_TYPES) },
    { name: 'word/document.xml', data: Buffer.from(`<w:document><w:body>${text}</w:body></w:document>`) },
    {
      name: 'docProps/core.xml',
      data: Buffer.from(
        `<cp:coreProperties><dc:creator>${by.author ?? ''}</dc:creator><cp:lastModifiedBy>${by.author ?? ''}</cp:lastModifiedBy>` +
          `<dcterms:created xsi:type="dcterms:W3CDTF">2025-11-01T08:00:00Z</dcterms:created></cp:coreProperties>`,
      ),
    },
    {
      name: 'docProps/app.xml',
      data: Buffer.from(
        `<Properties><Application>WPS 文字</Application><Company>${by.company ?? ''}</Company></Properties>`,
      ),
    },
    {
      name: 'word/settings.xml',
      data: Buffer.from(`<w:settings><w:rsids><w:rsidRoot w:val="${by.rsid ?? '00AB12CD'}"/></w:rsids></w:settings>`),
    },
    ...more,
  ]);

const SHEETS = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`;

/** A workbook of one sheet (ECMA-376) with what its program says of who began it, who saved it last, and when. */
export const xlsx = (words: string, by: { author: string; lastAuthor: string; modified: string }) =>
  zip([
    { name: '[Content_Types].xml', data: Buffer.from(SHEETS) },
    { name: 'xl/workbook.xml', data: Buffer.from('<workbook><sheets/></workbook>') },
    { name: 'xl/sharedStrings.xml', data: Buffer.from(`<sst><si><t>${words}</t></si></sst>`) },
    {
      name: 'xl/worksheets/sheet1.xml',
      data: Buffer.from('<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>'),
    },
    {
      name: 'docProps/core.xml',
      data: Buffer.from(
        `<cp:coreProperties><dc:creator>${by.author}</dc:creator><cp:lastModifiedBy>${by.lastAuthor}</cp:lastModifiedBy>` +
          `<dcterms:modified xsi:type="dcterms:W3CDTF">${by.modified}</dcterms:modified></cp:coreProperties>`,
      ),
    },
    {
      name: 'docProps/app.xml',
      data: Buffer.from('<Properties><Application>WPS 表格</Application></Properties>'),
    },
  ]);

const ID = 'a1'.repeat(16);
/** A PDF whose information dictionary stands by itself. */
export const pdf = (text = 'x', author = ''): Buffer =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\n% ${text}\n` +
      `2 0 obj <</Author ${utf16(author)} /Producer (Test Writer \\(1\\)) /CreationDate (D:20251101080000Z)>> endobj\n` +
      `trailer <</Root 1 0 R /Info 2 0 R /ID [<${ID}> <${ID}>]>>\n%%EOF\n`,
  );

/** The same as newer programs write it: the dictionary lies packed in a stream of objects. */
export function packedPdf(author: string): Buffer {
  const objects = `<</Type /Catalog>> <</Author ${utf16(author)} /Creator (Test)>>`;
  const head = `1 0 2 ${objects.indexOf('<</Author')} `;
  const packed = deflateSync(Buffer.from(head + objects, 'latin1'));
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.5\n4 0 obj <</Type /ObjStm /N 2 /First ${head.length} /Length ${packed.length} /Filter /FlateDecode>>\nstream\n`,
    ),
    packed,
    Buffer.from(
      `\nendstream endobj\n5 0 obj <</Type /XRef /Root 1 0 R /Info 2 0 R /Size 6>> stream\nx\nendstream endobj\n%%EOF\n`,
    ),
  ]);
}

const utf16 = (text: string): string => `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;

/** A document whose parts unfold to 576 MB, each of which says that it is of ten bytes. */
export function bomb(): Buffer {
  const data = Buffer.alloc(64 * 1024 * 1024);
  const parts = Array.from({ length: 9 }, (_, i) => ({ name: `word/media/image${i}.bmp`, data, claims: 10 }));
  return docx('x', {}, parts);
}

/** The first bytes of a program of Linux. */
export const PROGRAM = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), Buffer.alloc(200)]);

const photoPart = (marker: number, data: string) =>
  Buffer.concat([
    Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff]),
    Buffer.from(data, 'latin1'),
  ]);
const pictureOf = (shown: string, told: readonly Buffer[]) =>
  Buffer.concat([
    ...[Buffer.from([0xff, 0xd8]), ...told, photoPart(0xdb, 'q'), photoPart(0xda, 's')],
    ...[Buffer.from(shown), Buffer.from([0xff, 0xd9])],
  ]);
const photoOf = (...told: Buffer[]) => pictureOf('picture', told);
/** A photo that shows something of its own. */
export const makePhoto = (): Buffer => pictureOf(randomUUID(), []);
/** A photo that says where and by which device it was taken, and what is kept of it. */
export const PHOTO = photoOf(
  photoPart(0xe1, 'http://ns.adobe.com/xap/1.0/\0GPS 31.2304'),
  photoPart(0xfe, 'SERIAL-77'),
);
export const BARE_PHOTO = photoOf();

/** A page as a scanner writes it that tells its number. */
export const scanBy = (serial: string, page: string): Buffer =>
  photoOf(
    photoPart(
      0xe1,
      `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" aux:SerialNumber="${serial}" aux:Lens="${page}"/></rdf:RDF></x:xmpmeta>`,
    ),
  );
