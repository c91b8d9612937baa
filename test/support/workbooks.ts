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

/** A workbook whose one sheet holds these rows, and a style of cells for each of these formats: one of Office, or written out. */
export function packFormats(formats: readonly (number | string)[], rows: string): Buffer {
  const ids = formats.map((format, i) => (typeof format === 'number' ? format : 164 + i));
  const written = formats.map((format, i) =>
    typeof format === 'number'
      ? ''
      : `<numFmt numFmtId="${ids[i]}" formatCode="${format.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"/>`,
  );
  const styles = ids.map((id) => `<xf numFmtId="${id}"/>`);
  const relation = `<Relationship Id="s" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
  return packParts({
    ...WORKBOOK_PARTS,
    'xl/_rels/workbook.xml.rels': WORKBOOK_PARTS['xl/_rels/workbook.xml.rels'].replace('</Relationships>', relation),
    'xl/styles.xml': `<styleSheet><numFmts>${written.join('')}</numFmts><cellXfs>${styles.join('')}</cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
  });
}
