import { deflateSync } from 'node:zlib';
import { docx, zip } from './files.js';

const part = (name: string, data: string | Buffer) => ({ name, data: Buffer.from(data) });
const relations = (...each: string[]) =>
  part(
    'word/_rels/document.xml.rels',
    `<Relationships>${each.map((r) => `<Relationship ${r}/>`).join('')}</Relationships>`,
  );
const TYPE = 'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A compound file (MS-CFB) with these names in its directory, behind a header and a sector. */
function compound(...names: string[]): Buffer {
  const header = Buffer.alloc(1024);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(header);
  const entries = ['Root Entry', ...names].map((name) => {
    const entry = Buffer.alloc(128);
    entry.write(name, 0, 'utf16le');
    entry.writeUInt16LE(name.length * 2 + 2, 64);
    entry[66] = name === 'Root Entry' ? 5 : 2;
    return entry;
  });
  return Buffer.concat([header, ...entries]);
}

/** The record of a sheet (MS-XLS BoundSheet8) of this kind. */
function workbookSheet(kind: number, name = 'Sheet1'): Buffer {
  const record = Buffer.alloc(12);
  record.writeUInt16LE(0x85, 0);
  record.writeUInt16LE(8 + name.length, 2);
  record[9] = kind;
  record[10] = name.length;
  return Buffer.concat([compound('Workbook'), record, Buffer.from(name)]);
}

export const pdfOf = (...objects: string[]): Buffer =>
  Buffer.from(
    `%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n` +
      `3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj\n` +
      objects.map((text, i) => `${i + 4} 0 obj ${text} endobj\n`).join('') +
      `trailer <</Root 1 0 R>>\n%%EOF\n`,
    'latin1',
  );

/** A PDF whose objects lie packed in a stream, with this in the head of the stream. */
function pdfOfPacked(objects: string, head = '/Filter/FlateDecode', type = '/ObjStm'): Buffer {
  const packed = deflateSync(Buffer.from(`4 0 ${objects}`, 'latin1'));
  const begin = `%PDF-1.7\n9 0 obj <</Type ${type}/N 1/First 4/Length ${packed.length}${head}>>\nstream\n`;
  return Buffer.concat([Buffer.from(begin, 'latin1'), packed, Buffer.from('\nendstream endobj\n%%EOF\n')]);
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const SCRIPT = '<</S/JavaScript/JS(app.alert\\(1\\))>>';
const macro = part('word/vbaProject.bin', compound('VBA'));
const linked = (bytes: Buffer): Buffer => {
  // The upper half of the attributes of the first part: a link of Unix.
  const at = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  bytes.writeUInt16LE(0xa1ff, at + 40);
  return bytes;
};
/** What the local header calls a part, and what the directory does. */
const renamed = (bytes: Buffer, from: string, to: string): Buffer => {
  const at = bytes.lastIndexOf(from);
  bytes.write(to, at);
  return bytes;
};

const replaceOnce = (bytes: Buffer, from: string, to: string): Buffer =>
  Buffer.from(
    bytes.toString('latin1').replace(from, () => to),
    'latin1',
  );

/** Files that hold what acts by itself, or that are not what they seem: what is found, and the name and content. */
export const UNSAFE_FILES: readonly [found: string, what: string, name: string, content: Buffer][] = [
  ['macros', 'a macro in a text document', 'a.docx', docx('x', {}, [macro])],
  [
    'macros',
    'a macro project under another name in its folder',
    'a.docx',
    docx('x', {}, [part('word/vbaProject2.bin', 'x')]),
  ],
  [
    'macros',
    'a type with macros under an honest name',
    'a.docx',
    zip([
      part(
        '[Content_Types].xml',
        '<Types><Default ContentType="application/vnd.ms-word.document.macro&#69;nabled.main+xml"/></Types>',
      ),
      part('word/document.xml', 'x'),
    ]),
  ],
  [
    'macros',
    'a macro in a document inside',
    'a.docx',
    docx('x', {}, [part('word/embeddings/in.docx', docx('x', {}, [macro]))]),
  ],
  [
    'macros',
    'a macro in an old document inside',
    'a.docx',
    docx('x', {}, [part('word/embeddings/o.bin', compound('_VBA_PROJECT'))]),
  ],
  ['macros', 'a macro in an old text document', 'a.doc', compound('WordDocument', 'Macros')],
  ['macros', 'a macro in an old workbook', 'a.xls', compound('Workbook', '_VBA_PROJECT_CUR')],
  ['macros', 'a sheet of macros of Excel 4', 'a.xls', workbookSheet(1)],
  ['controls', 'an ActiveX control', 'a.docx', docx('x', {}, [part('word/activeX/activeX1.xml', '<ocx/>')])],
  [
    'remote_parts',
    'a template from elsewhere',
    'a.docx',
    docx('x', {}, [relations(`${TYPE}/attachedTemplate" Target="http://x.invalid/t.dotm" TargetMode="External"`)]),
  ],
  ['macros', 'a workbook with macros inside', 'a.docx', docx('x', {}, [part('word/embeddings/sheet.xlsm', 'x')])],
  [
    'remote_parts',
    'a frame from a server',
    'a.docx',
    docx('x', {}, [relations(`${TYPE}/frame" Target="file://x.invalid/f.htm" TargetMode="External"`)]),
  ],
  [
    'remote_parts',
    'an object from a shared folder, spelt in numbers',
    'a.docx',
    docx('x', {}, [relations(`${TYPE}/oleObject" Target="&#92;&#x5c;x.invalid\\o" TargetMode="External"`)]),
  ],
  ['embedded_program', 'a program as a part', 'a.docx', docx('x', {}, [part('word/media/run.exe', 'MZ')])],
  [
    'embedded_program',
    'a package of another program',
    'a.docx',
    docx('x', {}, [part('word/embeddings/o.bin', compound('\u0001Ole10Native'))]),
  ],
  ['scripts', 'a script of a PDF', 'a.pdf', pdfOf(SCRIPT)],
  ['scripts', 'a script whose name is spelt in numbers', 'a.pdf', pdfOf('<</S/J#61va#53cript/JS(x)>>')],
  ['scripts', 'a script among packed objects', 'a.pdf', pdfOfPacked(SCRIPT)],
  [
    'scripts',
    'a script among packed objects behind much else',
    'a.pdf',
    pdfOfPacked(`${'x '.repeat(200_000)}${SCRIPT}`),
  ],
  [
    'scripts',
    'a script among objects packed under a name in numbers',
    'a.pdf',
    pdfOfPacked(SCRIPT, '/Fi#6cter[/Fl#61teDecode]', '/Obj#53tm'),
  ],
  ['scripts', 'an action that starts a program', 'a.pdf', pdfOf('<</S/Launch/F(calc)>>')],
  ['scripts', 'a form that may hold scripts', 'a.pdf', pdfOf('<</XFA 9 0 R>>')],
  [
    'scripts',
    'a script behind a stream that begins after a lone return',
    'a.pdf',
    replaceOnce(pdfOfPacked(SCRIPT), 'stream\n', 'stream\r'),
  ],
  [
    'scripts',
    'a script among packed objects that do not say so',
    'a.pdf',
    replaceOnce(pdfOfPacked(SCRIPT), '/Type /ObjStm', ''),
  ],
  [
    'scripts',
    'a script in a file that only says that it is encrypted',
    'a.pdf',
    Buffer.concat([pdfOfPacked('<</S/Launch/F(x)>>'), Buffer.from('% /Encrypt 1 0 R\n')]),
  ],
  [
    'hidden_objects',
    'packed objects far from their stream',
    'a.pdf',
    replaceOnce(pdfOfPacked('<<>>'), '>>\nstream', `>>${' '.repeat(70_000)}\nstream`),
  ],
  [
    'hidden_objects',
    'packed objects with two packings',
    'a.pdf',
    pdfOfPacked('<<>>', '/X<</Filter/FlateDecode>>/Filter[/ASCIIHexDecode]'),
  ],
  [
    'remote_parts',
    'a template behind a mark that ends nothing',
    'a.docx',
    docx('x', {}, [relations(`Target="http://x.invalid/?&gt;>" ${TYPE}/attachedTemplate" TargetMode="External"`)]),
  ],
  ['hidden_objects', 'objects packed in a way of nobody', 'a.pdf', pdfOfPacked('<<>>', '/Filter/LZWDecode')],
  ['hidden_objects', 'objects packed twice', 'a.pdf', pdfOfPacked('<<>>', '/Filter[/ASCII85Decode/FlateDecode]')],
  ['hidden_objects', 'objects whose packing is said elsewhere', 'a.pdf', pdfOfPacked('<<>>', '/Filter 8 0 R')],
  [
    'hidden_objects',
    'objects that are scrambled first',
    'a.pdf',
    pdfOfPacked('<<>>', '/Filter/FlateDecode/DecodeParms<</Predictor 12>>'),
  ],
  ['second_kind', 'an archive behind a PDF', 'a.pdf', Buffer.concat([pdfOf(), zip([part('a.txt', 'x')])])],
  ['second_kind', 'an archive behind a picture', 'a.png', Buffer.concat([PNG, zip([part('a.txt', 'x')])])],
  [
    'second_kind',
    'another kind of archive behind a picture',
    'a.png',
    Buffer.concat([PNG, Buffer.from('Rar!\x1a\x07\x00', 'latin1')]),
  ],
  [
    'second_kind',
    'a PDF at the beginning of a document',
    'a.docx',
    zip([part('%PDF-1.4 x', 'x'), part('[Content_Types].xml', ''), part('word/document.xml', '')]),
  ],
  [
    'second_kind',
    'two archives in one',
    'a.ofd',
    Buffer.concat([zip([part('OFD.xml', 'x')]), zip([part('OFD.xml', 'y')])]),
  ],
  ['escaping_names', 'a part that climbs out', 'a.ofd', zip([part('OFD.xml', 'x'), part('../../etc/cron.d/x', 'x')])],
  ['escaping_names', 'a part with a place of its own', 'a.ofd', zip([part('OFD.xml', 'x'), part('/etc/x', 'x')])],
  ['escaping_names', 'a part of another system', 'a.ofd', zip([part('OFD.xml', 'x'), part('a\\..\\..\\x', 'x')])],
  ['escaping_names', 'a part on a drive', 'a.ofd', zip([part('OFD.xml', 'x'), part('C:x', 'x')])],
  ['escaping_names', 'a part that is a link', 'a.ofd', linked(zip([part('OFD.xml', '/etc/passwd')]))],
  ['escaping_names', 'two parts of one name', 'a.ofd', zip([part('OFD.xml', 'x'), part('OFD.xml', 'y')])],
  [
    'escaping_names',
    'a part with two names',
    'a.ofd',
    renamed(zip([part('OFD.xml', 'x'), part('a.xml', 'y')]), 'a.xml', 'b.xml'),
  ],
];

/** Honest neighbours of them. */
export const SAFE_FILES: readonly [what: string, name: string, content: Buffer][] = [
  [
    'a hyperlink',
    'a.docx',
    docx('x', {}, [relations(`${TYPE}/hyperlink" Target="https://x.invalid" TargetMode="External"`)]),
  ],
  [
    'a template of the own machine',
    'a.docx',
    docx('x', {}, [relations(`${TYPE}/attachedTemplate" Target="file:///C:\\T\\Normal.dotm" TargetMode="External"`)]),
  ],
  ['a sheet inside a document', 'a.docx', docx('x', {}, [part('word/embeddings/in.docx', docx('y'))])],
  ['an old text document', 'a.doc', compound('WordDocument', '1Table', 'SummaryInformation')],
  ['an old workbook', 'a.xls', workbookSheet(0)],
  [
    'a PDF with a link and an outline',
    'a.pdf',
    pdfOf('<</S/URI/URI(https://x.invalid)>>', '<</Type/Outlines/Title(Java Script and JS)>>', '<</S/GoTo>>'),
  ],
  ['a PDF of packed objects', 'a.pdf', pdfOfPacked('<</Type/Catalog>>')],
  ['a PDF that names packed objects in a text', 'a.pdf', pdfOf('(/ObjStm)')],
  ['a picture', 'a.png', PNG],
  [
    'an old document with a sheet inside',
    'a.doc',
    Buffer.concat([compound('WordDocument'), zip([part('xl/workbook.xml', 'x')])]),
  ],
  ['an OFD', 'a.ofd', zip([part('OFD.xml', '<x/>'), part('Doc_0/Document.xml', '<x/>')])],
];
