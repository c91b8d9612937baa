import { cleanText, mapTexts } from './clean-text.js';
import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from './docx-library.js';
import type { PaperBlock, WrittenPaper } from './paper.js';

/** Twentieths of a point: the width of A4 between its margins. */
const TEXT_WIDTH = 9906;
const MARGIN = 1000;
/** Half points. */
const SIZES = { title: 36, heading: 26, text: 21, table: 19, margin: 16 } as const;
const FONT = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: 'SimSun' } as const;

/** A text as runs, each line of it one: it is text and nothing else, whatever it looks like. */
const toRuns = (text: string, size: number, bold = false): TextRun[] =>
  text.split('\n').map((line, i) => new TextRun({ text: line, size, bold, break: i === 0 ? 0 : 1 }));

function composeTable({ head, rows, widths }: Extract<PaperBlock, { kind: 'table' }>): Table {
  const columns = widths.map((share) => Math.round((share / 100) * TEXT_WIDTH));
  const compose = (row: readonly string[], isHead: boolean): TableRow =>
    new TableRow({
      tableHeader: isHead,
      children: columns.map(
        (width, i) =>
          new TableCell({
            width: { size: width, type: WidthType.DXA },
            margins: { top: 60, bottom: 60, left: 80, right: 80 },
            ...(isHead ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F2F2F2' } } : {}),
            children: [new Paragraph({ children: toRuns(row[i] ?? '', SIZES.table, isHead) })],
          }),
      ),
    });
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: columns,
    rows: [...(head.length > 0 ? [compose(head, true)] : []), ...rows.map((row) => compose(row, false))],
  });
}

function composeBlock(block: PaperBlock): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'title':
      return [
        new Paragraph({
          heading: HeadingLevel.TITLE,
          alignment: AlignmentType.CENTER,
          spacing: { after: 240 },
          children: toRuns(block.text, SIZES.title, true),
        }),
      ];
    case 'heading':
      return [
        new Paragraph({
          heading: HeadingLevel.HEADING_1,
          keepNext: true,
          spacing: { before: 240, after: 120 },
          children: toRuns(block.text, SIZES.heading, true),
        }),
      ];
    case 'text':
      return [new Paragraph({ spacing: { after: 120 }, children: toRuns(block.text, SIZES.text) })];
    case 'table':
      // Two tables that touch would be one.
      return [composeTable(block), new Paragraph({ children: [] })];
  }
}

const composePageNumber = (language: WrittenPaper['language']): string[] =>
  language === 'zh'
    ? ['第 ', PageNumber.CURRENT, ' 页，共 ', PageNumber.TOTAL_PAGES, ' 页']
    : ['Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES];

/** A paper as DOCX. Marks stand at the head of every page, its number and `foot` below. */
export async function writeDocx({
  title,
  madeAt,
  blocks,
  language,
  marks = [],
  foot = '',
}: WrittenPaper): Promise<Buffer> {
  const margin = (children: TextRun[]): Paragraph => new Paragraph({ alignment: AlignmentType.CENTER, children });
  const document = new Document({
    title: cleanText(title),
    creator: 'Throughline',
    lastModifiedBy: 'Throughline',
    styles: { default: { document: { run: { font: FONT, size: SIZES.text, color: '000000' } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN, header: 400, footer: 400 },
          },
        },
        headers: {
          default: new Header({
            children: marks.map((mark) =>
              margin([new TextRun({ text: cleanText(mark), size: SIZES.margin, bold: true })]),
            ),
          }),
        },
        footers: {
          default: new Footer({
            children: [
              margin([
                ...(foot === '' ? [] : [new TextRun({ text: `${cleanText(foot)} · `, size: SIZES.margin })]),
                new TextRun({ children: composePageNumber(language), size: SIZES.margin }),
              ]),
            ],
          }),
        },
        children: mapTexts(blocks, cleanText).flatMap(composeBlock),
      },
    ],
    customProperties: [{ name: 'madeAt', value: madeAt.toISOString() }],
  });
  return Packer.toBuffer(document);
}
