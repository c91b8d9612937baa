import type { Text } from '../../kernel/errors/texts.js';
import { CODE_WORDS } from '../words/code-words.js';
import type { NumberedType } from '../../people/organisations/persons/person-numbers.js';
import { formatHeading } from '../../kernel/http/tables/headings.js';

/** Objects that a cell may name, as another system calls them or by their id here. */
export type RootType = 'organisation' | 'tender' | 'contract' | 'service_line' | 'community' | NumberedType;

/** A column of a template. Amounts stand under `heading（元）` or `heading（万元）`; under the key alone they are yuan. */
export interface BulkColumn {
  key: string;
  heading: Text;
  /** `date`: also a month or a year; `moment`: a date or a time; `flag`: yes or no; `list`: several, between `;`, `；` or `、`. */
  type: 'text' | 'day' | 'date' | 'moment' | 'money' | 'integer' | 'flag' | 'list' | 'external_id';
  required?: boolean;
  /** Where its value stands in the request, as a JSON pointer; absent: under its key. */
  at?: string;
  /** What its value names. */
  refers?: RootType;
  /** It is an id of ours, never what another system calls something. */
  isOurId?: true;
  /** The Chinese words that our own tables write for its codes. */
  words?: Readonly<Record<string, string>> | undefined;
  /** Codes by further words for them, which notices and other texts of ours use. */
  otherWords?: Readonly<Record<string, string>> | undefined;
}

/** A column of a file: which it is of the template, and in what its amounts are. */
export interface PlacedColumn {
  column: BulkColumn;
  unit: 'yuan' | 'wan' | null;
}

/** The same as an import keeps it. */
export interface KeptHeading {
  key: string;
  unit: PlacedColumn['unit'];
}

export interface HeadingFault {
  code: 'unknown_column' | 'duplicate_column' | 'missing_column' | 'no_unit';
  /** As the file has it; of a missing one its key. */
  heading: string;
}

const UNITS: ReadonlyMap<string, 'yuan' | 'wan'> = new Map([
  ...(['元', 'yuan'] as const).map((name) => [name, 'yuan'] as const),
  ...(['万元', '10 000 yuan'] as const).map((name) => [name, 'wan'] as const),
]);
const WITH_UNIT = /^(.*?)\s*[（(]([^（）()]+)[）)]$/;

/** A star marks what is required. */
const dropMark = (heading: string): string => heading.trim().replace(/\s*[*＊]$/, '');
const normalise = (heading: string): string => heading.normalize('NFC').trim().toLowerCase();

/** Headings under which our own table of this list has the column; what names another object stands there by its id. */
function listExportHeadings(column: BulkColumn, list: string): string[] {
  const path = (column.at ?? `/${column.key}`)
    .slice(1)
    .replace(/^data\//, '')
    .split('/');
  if (path.some((step) => /^\d+$/.test(step))) return [];
  const kind = column.type === 'money' ? 'yuan' : 'text';
  const paths = [
    path,
    ...(column.refers ? [[...path, 'id']] : []),
    ...(path[0] === 'externalId' ? [['externalIds']] : []),
  ];
  return paths.flatMap((each) =>
    (['en', 'zh'] as const).map((lang) => formatHeading(list, { path: each, kind }, lang)),
  );
}

/**
 * Which column each heading of a file means, by its key, by its heading in either language or by that of our own table of
 * such objects, in whatever order they stand. A column that the template lacks would be lost unseen, one that stands there
 * twice says two things.
 */
export function placeColumns(
  template: readonly BulkColumn[],
  headings: readonly string[],
  list?: string,
): { columns: PlacedColumn[]; faults: HeadingFault[] } {
  const byName = new Map(
    template.flatMap((column) =>
      [column.key, column.heading.en, column.heading.zh].map((name) => [normalise(name), column] as const),
    ),
  );
  if (list !== undefined)
    for (const column of template)
      for (const name of listExportHeadings(column, list).map(normalise))
        if (!byName.has(name)) byName.set(name, column);
  const columns: PlacedColumn[] = [];
  const faults: HeadingFault[] = [];
  const met = new Set<string>();
  for (const heading of headings.map(dropMark)) {
    const [, bare = '', unitName = ''] = WITH_UNIT.exec(heading.trim()) ?? [];
    const named = byName.get(normalise(heading));
    const unit = UNITS.get(normalise(unitName)) ?? null;
    const column = named ?? (unit === null ? undefined : byName.get(normalise(bare)));
    if (column === undefined || (column.type !== 'money' && unit !== null && named === undefined))
      faults.push({ code: 'unknown_column', heading });
    else if (met.has(column.key)) faults.push({ code: 'duplicate_column', heading });
    else if (column.type === 'money' && unit === null && normalise(heading) !== normalise(column.key))
      faults.push({ code: 'no_unit', heading });
    else columns.push({ column, unit: column.type === 'money' ? (unit ?? 'yuan') : null });
    if (column !== undefined) met.add(column.key);
  }
  for (const { key, required = false } of template)
    if (required && !met.has(key)) faults.push({ code: 'missing_column', heading: key });
  return { columns, faults };
}

type More = Omit<BulkColumn, 'key' | 'heading' | 'type'>;

/** Columns of one type, each with its key and its heading in both languages. */
export const listColumns = (type: BulkColumn['type'], ...columns: [string, string, string, More?][]): BulkColumn[] =>
  columns.map(([key, en, zh, more]) => ({ key, heading: { en, zh }, type, ...more }));

export const EXTERNAL_ID_COLUMN: BulkColumn = {
  ...{ key: 'externalId', heading: { en: 'External id', zh: '外部编号' }, type: 'external_id', required: true },
};

/** A body: as another system calls it or by its id here, else by name and credit code, as a source names it. */
export const listPartyColumns = (key: string, en: string, zh: string, at: string): BulkColumn[] =>
  listColumns(
    'text',
    [key, en, zh, { at: `${at}/organisation`, refers: 'organisation' }],
    [`${key}Name`, `${en}: name`, `${zh}名称`, { at: `${at}/name` }],
    [`${key}CreditCode`, `${en}: credit code`, `${zh}统一社会信用代码`, { at: `${at}/creditCode` }],
  );

/** Where a fact was read. Its kind is `file` where the row names none. */
export const SOURCE_COLUMNS: readonly BulkColumn[] = [
  ...listColumns('text', [
    'sourceKind',
    'Kind of source',
    '来源类型',
    { at: '/source/kind', words: CODE_WORDS['source.kind'] },
  ]),
  ...listColumns('text', ['sourceUrl', 'Address of the source', '来源网址', { at: '/source/url' }]),
  ...listColumns('date', ['sourcePublishedOn', 'Source published on', '来源发布日期', { at: '/source/publishedOn' }]),
];
