import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import type { Language } from '../../errors/texts.js';
import { CHINESE_FONT } from '../chinese-font.js';
import { cleanText, mapTexts } from './clean-text.js';
import { breakLongRuns } from './long-runs.js';
import { createNaming } from './name-characters.js';
import type { Block, PictureBlock, WrittenPaper } from './paper.js';

const MARGIN = 50;
const PAD = 4;
/** A heading with the space around it, and as much of what follows as may stand at the end of a page. */
const HEADING = 32;
const ENOUGH = 48;
const SIZES = { title: 20, heading: 13, text: 10, table: 9 } as const;

type Doc = InstanceType<typeof PDFDocument>;

const getBottom = (doc: Doc): number => doc.page.height - MARGIN;

/** Begins a page where less than `height` is left. */
function room(doc: Doc, height: number): void {
  if (doc.y + height > getBottom(doc)) doc.addPage();
}

/** As much of a text, from its beginning, as is no higher than this; a character at least. */
function fitting(doc: Doc, text: string, width: number, height: number): string {
  const signs = Array.from(text);
  let [some, none] = [Math.min(1, signs.length), signs.length + 1];
  while (none - some > 1) {
    const half = Math.floor((some + none) / 2);
    if (doc.heightOfString(signs.slice(0, half).join(''), { width }) <= height) some = half;
    else none = half;
  }
  return signs.slice(0, some).join('');
}

type Table = Extract<Block, { kind: 'table' }>;

const computeColumns = (doc: Doc, { widths }: Table): number[] =>
  widths.map((share) => (share / 100) * (doc.page.width - 2 * MARGIN));

const rowHeight = (doc: Doc, columns: readonly number[], row: readonly string[]): number =>
  Math.max(...row.map((cell, i) => doc.heightOfString(cell || ' ', { width: (columns[i] ?? 0) - 2 * PAD }))) + 2 * PAD;

/** What a table begins with: its head and first row, or so much of a row that no page holds under its heading. */
function beginning(doc: Doc, part: Table): number {
  const columns = computeColumns(doc, part);
  doc.fontSize(SIZES.table);
  const rows = [part.head, part.rows[0] ?? []].filter((row) => row.length > 0);
  const height = rows.reduce((sum, row) => sum + rowHeight(doc, columns, row), 0);
  return height + HEADING > doc.page.height - 2 * MARGIN ? ENOUGH : height;
}

async function table(doc: Doc, part: Table): Promise<void> {
  const { head, rows } = part;
  const columns = computeColumns(doc, part);
  // A head does not stand alone at the end of a page.
  if (head.length > 0) room(doc, beginning(doc, part));
  doc.fontSize(SIZES.table);
  const computeRowHeight = (row: readonly string[]): number => rowHeight(doc, columns, row);
  const draw = (row: readonly string[], shaded: boolean): void => {
    if (doc.y + computeRowHeight(row) > getBottom(doc)) {
      doc.addPage();
      if (!shaded && head.length > 0) draw(head, true);
    }
    const space = getBottom(doc) - doc.y;
    const height = computeRowHeight(row);
    if (height <= space) return box(row, height, shaded);
    // Longer than a page: it goes on below the head of the next one, and nothing of it is lost.
    const parts = row.map((cell, i) => fitting(doc, cell, (columns[i] ?? 0) - 2 * PAD, space - 2 * PAD));
    box(parts, computeRowHeight(parts), shaded);
    draw(
      row.map((cell, i) => cell.slice(parts[i]?.length ?? 0)),
      shaded,
    );
  };
  const box = (row: readonly string[], height: number, shaded: boolean): void => {
    const top = doc.y;
    let left = MARGIN;
    row.forEach((cell, i) => {
      const width = columns[i] ?? 0;
      doc.rect(left, top, width, height);
      if (shaded) doc.fillAndStroke('#f2f2f2', '#999999').fillColor('#000000');
      else doc.strokeColor('#999999').stroke();
      doc.text(cell, left + PAD, top + PAD, { width: width - 2 * PAD });
      left += width;
    });
    doc.x = MARGIN;
    doc.y = top + height;
  };
  if (head.length > 0) draw(head, true);
  for (const row of rows) {
    draw(row, false);
    await setImmediate();
  }
  doc.moveDown(0.6);
}

/** As wide as the page, and never higher than half of it. */
function picture(doc: Doc, { png, width, height, text }: PictureBlock): void {
  const wide = doc.page.width - 2 * MARGIN;
  const scale = Math.min(wide / width, (doc.page.height - 2 * MARGIN) / 2 / height);
  room(doc, height * scale);
  doc.image(png, MARGIN, doc.y, { width: width * scale, height: height * scale, alt: text } as object);
  doc.x = MARGIN;
  doc.y += height * scale;
  doc.moveDown(0.6);
}

/** `next` stands below it: a heading is on the page of what it is the heading of. */
async function block(doc: Doc, part: Block, next: Block | undefined): Promise<void> {
  switch (part.kind) {
    case 'title':
      doc.fontSize(SIZES.title).text(part.text, { align: 'center' }).moveDown(0.6);
      return;
    case 'heading':
      room(doc, HEADING + (next?.kind === 'table' ? beginning(doc, next) : ENOUGH));
      doc.moveDown(0.4).fontSize(SIZES.heading).text(part.text).moveDown(0.3);
      return;
    case 'text':
      doc.fontSize(SIZES.text).text(part.text).moveDown(0.4);
      return;
    case 'picture':
      picture(doc, part);
      return;
    case 'table':
      await table(doc, part);
  }
}

/** Its texts as they fit its lines. */
function breakRuns(doc: Doc, part: Block): Block {
  if (part.kind === 'picture') return part;
  doc.fontSize(SIZES[part.kind]);
  if (part.kind !== 'table') return { ...part, text: breakLongRuns(part.text, doc.page.width - 2 * MARGIN, doc) };
  const columns = computeColumns(doc, part);
  const fit = (row: readonly string[]): string[] =>
    row.map((cell, i) => breakLongRuns(cell, (columns[i] ?? 0) - 2 * PAD, doc));
  return { ...part, head: fit(part.head), rows: part.rows.map(fit) };
}

const formatPageNumber = (page: number, of: number, lang: Language): string =>
  lang === 'zh' ? `第 ${page} 页，共 ${of} 页` : `Page ${page} of ${of}`;

/**
 * A paper as PDF: its marks at the head of every page, its number and `foot` below. The same paper gives the same bytes: its
 * date is its own, not the clock's. Others have their turn after each block and each row.
 */
export async function writePdf({
  title,
  madeAt,
  blocks,
  language,
  marks = [],
  foot = '',
}: WrittenPaper<Block>): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    lang: language === 'zh' ? 'zh-CN' : 'en',
    info: { Title: cleanText(title), CreationDate: madeAt },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  doc.font(CHINESE_FONT.bytes).fillColor('#000000');
  const nameRare = createNaming(doc);
  const shown = mapTexts(blocks, nameRare).map((part) => breakRuns(doc, part));
  for (const [i, part] of shown.entries()) {
    await block(doc, part, shown[i + 1]);
    await setImmediate();
  }
  const { start, count } = doc.bufferedPageRange();
  const width = doc.page.width - 2 * MARGIN;
  const line = { align: 'center', width, lineBreak: false } as const;
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    // Beside the margins: else the text would begin a page of its own.
    doc.page.margins.top = 0;
    doc.page.margins.bottom = 0;
    const number = formatPageNumber(page - start + 1, count, language);
    doc.fontSize(8);
    if (marks.length > 0) doc.text(marks.map(nameRare).join(' · '), MARGIN, 24, line);
    doc.text([nameRare(foot), number].filter(Boolean).join(' · '), MARGIN, doc.page.height - 32, line);
  }
  doc.end();
  return done;
}
