import { percent } from '../../kernel/money/money.js';
import { CODE_LISTS } from '../../law/code-lists/code-lists.js';
import type {
  CoverageFiguresDto,
  CoverageGrouping,
  CoverageStatisticsDto,
  CoverageStatisticsRowDto,
} from './coverage.dto.js';

/** Sums of one group, as the database gives them. */
export interface CoverageSums {
  key: string | null;
  /** Name of a community; codes have theirs in a code list. */
  name: string | null;
  lines: number;
  uncovered: number;
  days: number;
  contracted: number;
  recorded: number;
  evidenced: number;
  excluded: number;
}

const MAX_ROWS = 1000;
const UNKNOWN = { zh: '未知', en: 'Unknown' };
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const place = (key: string | null): number => CODE_LISTS['categories']?.findIndex(({ code }) => code === key) ?? -1;

/** Categories as in their list, communities by name, the rest by its code; the unknown last. */
function byOrder(groupBy: CoverageGrouping) {
  return (a: CoverageSums, b: CoverageSums): number =>
    Number(a.key === null) - Number(b.key === null) ||
    (groupBy === 'category' ? place(a.key) - place(b.key) : 0) ||
    compare(a.name ?? '', b.name ?? '') ||
    compare(a.key ?? '', b.key ?? '');
}

function getGroupLabel(groupBy: CoverageGrouping, { key, name }: CoverageSums): { zh: string; en: string } {
  if (key === null) return UNKNOWN;
  const list = groupBy === 'category' ? 'categories' : 'regions';
  const known =
    groupBy === 'category' || groupBy === 'region' ? CODE_LISTS[list]?.find((item) => item.code === key) : null;
  return known?.label ?? { zh: name ?? key, en: name ?? key };
}

export const toCoverageFigures = (sums: CoverageSums): CoverageFiguresDto => ({
  lines: sums.lines,
  uncoveredLines: sums.uncovered,
  days: sums.days,
  contractedDays: sums.contracted,
  ratio: percent(sums.contracted, sums.days),
  recordedDays: sums.recorded,
  evidencedDays: sums.recorded === 0 ? null : sums.evidenced,
  daysWithRecordsRatio: percent(sums.evidenced, sums.recorded),
  excludedContracts: sums.excluded,
});

export function coverageTable(
  groupBy: CoverageGrouping,
  groups: readonly CoverageSums[],
): Pick<CoverageStatisticsDto, 'rows' | 'rowsLeftOut'> {
  const sorted = [...groups].sort(byOrder(groupBy));
  const rows = sorted.slice(0, MAX_ROWS).map((sums): CoverageStatisticsRowDto => {
    const { zh, en } = getGroupLabel(groupBy, sums);
    return { key: sums.key, label: zh, labelEn: en, ...toCoverageFigures(sums) };
  });
  return { rows, rowsLeftOut: sorted.length - rows.length };
}
