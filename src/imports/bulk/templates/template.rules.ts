import { writeXlsx } from 'hucre/xlsx';
import type { Language, Text } from '../../../kernel/errors/texts.js';
import { formatCsvCell } from '../../../kernel/http/tables/csv.js';
import type { BulkColumn } from '../columns.js';
import words from './template-words.json' with { type: 'json' };

const WORDS: Readonly<Record<keyof typeof words, Text>> = words;
const YUAN: Text = { en: ' (yuan)', zh: '（元）' };
const REQUIRED = '*';

/** Cells that nobody has typed into show what is typed as it stands; days as days. */
const FORMATS: Partial<Readonly<Record<BulkColumn['type'], string>>> = {
  ...{ text: '@', external_id: '@', list: '@', date: '@', moment: '@', flag: '@' },
  ...{ day: 'yyyy-mm-dd', money: '0.00', integer: '0' },
};
const WIDTH = 18;
/** Rows that are ready for it: a spreadsheet formats cells, not columns. */
const READY_ROWS = 500;

/** The heading of a column: amounts with their unit, a star behind what is required. */
export const formatTemplateHeading = ({ heading, type, required = false }: BulkColumn, language: Language): string =>
  `${heading[language]}${type === 'money' ? YUAN[language] : ''}${required ? REQUIRED : ''}`;

/** With a byte order mark: without it spreadsheets read Chinese text in a code page of their own. */
export const writeCsvTemplate = (columns: readonly BulkColumn[], language: Language): Buffer =>
  Buffer.from(`\uFEFF${columns.map((each) => formatCsvCell(formatTemplateHeading(each, language))).join(',')}\r\n`);

const explainColumn = (column: BulkColumn, language: Language): string[] => [
  formatTemplateHeading(column, language),
  column.key,
  WORDS[column.isOurId ? 'isOurId' : column.refers === undefined ? column.type : 'refers'][language],
  column.required === true ? WORDS.yes[language] : '',
];

/** A sheet of the kind's name with nothing but headings, and one that says what its columns hold. */
export async function writeXlsxTemplate(
  kind: string,
  columns: readonly BulkColumn[],
  language: Language,
): Promise<Buffer> {
  const explained = (['heading', 'key', 'holds', 'isRequired'] as const).map((word) => WORDS[word][language]);
  const written = await writeXlsx({
    sheets: [
      {
        name: kind,
        columns: columns.map(({ type }) => ({ width: WIDTH, numFmt: FORMATS[type] ?? '@' })),
        rows: [
          columns.map((column) => formatTemplateHeading(column, language)),
          ...Array.from({ length: READY_ROWS }, () => columns.map(() => null)),
        ],
        freezePane: { rows: 1 },
      },
      {
        name: WORDS.sheet[language],
        columns: [{ width: WIDTH * 2 }, { width: WIDTH }, { width: WIDTH * 3 }, { width: WIDTH }],
        rows: [explained, ...columns.map((column) => explainColumn(column, language))],
      },
    ],
  });
  return Buffer.from(written);
}
