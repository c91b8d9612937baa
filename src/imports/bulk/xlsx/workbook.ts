import type { Archive } from './archive.js';
import { NumberStyles } from './number-styles.js';
import { createWorkbookProblem } from './workbook-problem.js';

interface Sheet {
  name: string;
  part: string;
  isHidden: boolean;
}

export interface Workbook {
  sheets: readonly Sheet[];
  /** Its days are counted from 1 January 1904. */
  is1904: boolean;
  styles: NumberStyles;
  /** The part with the texts that cells share. */
  texts: string | null;
}

interface Relation {
  id: string;
  type: string;
  part: string;
}

/** A workbook has one sheet or some; nobody writes a thousand. */
const MAX_PARTS = 1000;

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true';

function resolvePart(base: string, target: string): string {
  const path = new URL(target, `file:///${base}`).pathname.slice(1);
  return decodeURIComponent(path);
}

/** What a part refers to; none where it says nothing of it. */
async function readRelations(archive: Archive, part: string): Promise<Relation[]> {
  const [, folder = '', name = ''] = /^(.*\/)?([^/]*)$/.exec(part) ?? [];
  const path = `${folder}_rels/${name}.rels`;
  const relations: Relation[] = [];
  if (!archive.has(path)) return relations;
  await archive.scan(path, {
    open: (tag, attributes) => {
      const { Id: id, Type: type = '', Target: target, TargetMode: mode } = attributes;
      if (tag !== 'Relationship' || id === undefined || target === undefined || mode === 'External') return;
      if (relations.length === MAX_PARTS) throw createWorkbookProblem('too_large');
      relations.push({ id, type: type.split('/').at(-1) ?? '', part: resolvePart(part, target) });
    },
  });
  return relations;
}

/** @throws Problem `unsupported_media_type` where the archive holds no workbook */
async function mustBeWorkbook(archive: Archive): Promise<string> {
  const root = await readRelations(archive, '');
  const main = root.find(({ type }) => type === 'officeDocument')?.part;
  if (main === undefined || !archive.has(main) || !main.endsWith('.xml')) throw createWorkbookProblem('no_workbook');
  let isSpreadsheet = false;
  await archive.scan('[Content_Types].xml', {
    open: (_, { ContentType: type = '' }) => {
      isSpreadsheet ||= /spreadsheetml\.(sheet|template)\.main\+xml$/.test(type);
    },
  });
  if (!isSpreadsheet) throw createWorkbookProblem('no_workbook');
  return main;
}

/** What a workbook says of itself, beside its cells. */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const main = await mustBeWorkbook(archive);
  const relations = await readRelations(archive, main);
  const findPart = (type: string): string | null => {
    const part = relations.find((relation) => relation.type === type)?.part;
    return part !== undefined && archive.has(part) ? part : null;
  };
  const sheets: Sheet[] = [];
  let is1904 = false;
  await archive.scan(main, {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') is1904 = isTrue(attributes.date1904);
      if (tag !== 'sheet' || sheets.length === MAX_PARTS) return;
      const id = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];
      // A sheet that is a chart holds no rows.
      const relation = relations.find((each) => each.id === id && each.type === 'worksheet');
      const { name = '', state = 'visible' } = attributes;
      if (relation !== undefined) sheets.push({ name, part: relation.part, isHidden: state !== 'visible' });
    },
  });
  const styles = new NumberStyles();
  const part = findPart('styles');
  if (part !== null) await archive.scan(part, styles);
  return { sheets, is1904, styles, texts: findPart('sharedStrings') };
}

/** The sheet of one of these names, else the first that is not hidden. */
export function chooseSheet({ sheets }: Workbook, names: readonly string[]): Sheet {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const sheet =
    sheets.find(({ name }) => wanted.has(name.trim().toLowerCase())) ?? sheets.find(({ isHidden }) => !isHidden);
  if (sheet === undefined) throw createWorkbookProblem('no_workbook');
  return sheet;
}
