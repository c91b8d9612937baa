import type { Text } from '../../kernel/errors/texts.js';

/** A column of a template. Amounts stand under `heading（元）` or `heading（万元）`. */
export interface BulkColumn {
  key: string;
  heading: Text;
  type: 'text' | 'day' | 'money' | 'integer';
  required?: boolean;
}

/** A column of a file: which it is of the template, and in what its amounts are. */
export interface PlacedColumn {
  column: BulkColumn;
  unit: 'yuan' | 'wan' | null;
}

interface HeadingFault {
  code: 'unknown_column' | 'duplicate_column' | 'missing_column' | 'no_unit';
  /** As the file has it; of a missing one its key. */
  heading: string;
}

const UNITS: Readonly<Record<string, 'yuan' | 'wan'>> = {
  元: 'yuan',
  yuan: 'yuan',
  万元: 'wan',
  '10 000 yuan': 'wan',
};
const WITH_UNIT = /^(.*?)\s*[（(]([^（）()]+)[）)]$/;

const normalise = (heading: string): string => heading.normalize('NFC').trim().toLowerCase();

/**
 * Which column each heading of a file means, by its key or by its heading in either language, in whatever order they
 * stand. A column that the template lacks would be lost unseen, one that stands there twice says two things.
 */
export function placeColumns(
  template: readonly BulkColumn[],
  headings: readonly string[],
): { columns: PlacedColumn[]; faults: HeadingFault[] } {
  const byName = new Map(
    template.flatMap((column) =>
      [column.key, column.heading.en, column.heading.zh].map((name) => [normalise(name), column] as const),
    ),
  );
  const columns: PlacedColumn[] = [];
  const faults: HeadingFault[] = [];
  const met = new Set<string>();
  for (const heading of headings) {
    const [, bare = '', unitName = ''] = WITH_UNIT.exec(heading.trim()) ?? [];
    const named = byName.get(normalise(heading));
    const unit = UNITS[normalise(unitName)] ?? null;
    const column = named ?? (unit === null ? undefined : byName.get(normalise(bare)));
    if (column === undefined || (column.type !== 'money' && unit !== null && named === undefined))
      faults.push({ code: 'unknown_column', heading });
    else if (met.has(column.key)) faults.push({ code: 'duplicate_column', heading });
    else if (column.type === 'money' && unit === null) faults.push({ code: 'no_unit', heading });
    else columns.push({ column, unit: column.type === 'money' ? unit : null });
    if (column !== undefined) met.add(column.key);
  }
  for (const { key, required = false } of template)
    if (required && !met.has(key)) faults.push({ code: 'missing_column', heading: key });
  return { columns, faults };
}
