import { writeFileSync } from 'node:fs';
import type { IndicatorDto } from '../../src/watch/catalogue/indicator.dto.js';

type Coverage = Pick<IndicatorDto, 'id' | 'coverage'>;

/** Of how many objects a rule could speak, of those it applies to; and what was missing most where it could not. */
function describeCoverage({ coverage }: Coverage, dataset: string): string {
  const found = coverage.find((each) => each.dataset === dataset);
  if (found === undefined) return '–';
  const spoke = found.triggered + found.clear;
  const applies = spoke + found.insufficientData;
  const [most] = found.missing;
  if (applies === 0) return 'does not apply';
  return `${spoke} of ${applies}${most === undefined ? '' : ` (${most.field} ${most.count})`}`;
}

/** Coverage by rule and dataset, as docs/datasets.md shows it; written where `COVERAGE_TABLE` says. */
export function tabulateCoverage(items: readonly Coverage[], datasets: readonly string[]): string[] {
  const rows = items.map((item) => [item.id, ...datasets.map((dataset) => describeCoverage(item, dataset))]);
  const table = [['rule', ...datasets], ['---', ...datasets.map(() => '---')], ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  const path = process.env['COVERAGE_TABLE'];
  if (path !== undefined) writeFileSync(path, `${table.join('\n')}\n`);
  return table;
}
