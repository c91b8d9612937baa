import { zip } from './files.js';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one sheet, but for the sheet. */
export const WORKBOOK_PARTS = {
  '[Content_Types].xml':
    '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
  '_rels/.rels': `<Relationships><Relationship Id="r" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns:r="${OFFICE}"><sheets><sheet name="a" r:id="r"/></sheets></workbook>`,
};

/** An archive of parts by their names. */
export const packParts = (parts: Readonly<Record<string, string | Buffer>>): Buffer =>
  zip(Object.entries(parts).map(([name, data]) => ({ name, data: Buffer.from(data) })));

/** A workbook whose one sheet holds this XML. */
export const packSheet = (rows: string | Buffer): Buffer =>
  packParts({
    ...WORKBOOK_PARTS,
    'xl/worksheets/sheet1.xml': Buffer.concat([
      Buffer.from('<x:worksheet xmlns:x="x"><x:sheetData>'),
      Buffer.from(rows),
      Buffer.from('</x:sheetData></x:worksheet>'),
    ]),
  });
