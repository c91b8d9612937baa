import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { INDICATOR_IDS } from '../../src/watch/rules/registry.js';
import { makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { demonstrationScene } from '../support/scenes.js';

const PAGE = fileURLToPath(new URL('../../docs/indicator-coverage.md', import.meta.url));
/** Set by who wants the coverage of today to be that of the page. */
const RECORD = process.env.RECORD_EXAMPLES === 'true';

const DATASETS = [
  ['study', 'The published study'],
  ['fiction', 'The invented market'],
  ['import:notices', 'Real notices'],
] as const;

const HEAD = `# What each indicator could say

Of each dataset that the first start loads, how many objects each indicator answered of, and how: as \`GET /risk/indicators\` counts them (\`coverage\`). \`clear\` and \`insufficient_data\` are different answers; the last column
says for want of which fields an indicator could not answer, and of how many objects (at most ten fields; an object may lack several). A dash says that the indicator speaks of nothing in that dataset.
\`npm test\` holds this page to what is counted, so that an indicator that falls silent is noticed; \`RECORD_EXAMPLES=true npm test -- test/demonstration/indicator-coverage.spec.ts\` writes it anew.
`;

interface Coverage {
  dataset: string;
  triggered: number;
  clear: number;
  insufficientData: number;
  notApplicable: number;
  missing: { field: string; count: number }[];
}

type Indicators = readonly { id: string; coverage: readonly Coverage[] }[];

describe('the coverage of each indicator', () => {
  let app: TestApp;
  let indicators: Indicators;
  beforeAll(async () => {
    app = await startTestApp({ scene: await demonstrationScene() });
    const admin = await makeUser(app, 'admin');
    const { body } = await app.http.get('/api/v1/risk/indicators').set(admin.auth).expect(200);
    indicators = (body as { items: Indicators }).items;
  });
  afterAll(() => app.close());

  it('is what the page says', () => {
    const page = HEAD + DATASETS.map((dataset) => describeDataset(indicators, dataset)).join('');
    if (RECORD) writeFileSync(PAGE, page);
    expect(page).toBe(readFileSync(PAGE, 'utf8'));
  });
});

function describeDataset(indicators: Indicators, [dataset, title]: (typeof DATASETS)[number]): string {
  const rows = INDICATOR_IDS.map((id) => {
    const { coverage = [] } = indicators.find((indicator) => indicator.id === id) ?? {};
    return `| ${id} | ${describeCoverage(coverage.find((one) => one.dataset === dataset))} |\n`;
  });
  const head = ['indicator', '`triggered`', '`clear`', '`insufficient_data`', '`not_applicable`', 'not known'];
  return `\n## ${title}: \`${dataset}\`\n\n| ${head.join(' | ')} |\n|---|---|---|---|---|---|\n${rows.join('')}`;
}

function describeCoverage(found: Coverage | undefined): string {
  if (found === undefined) return ['–', '–', '–', '–', ''].join(' | ');
  const { triggered, clear, insufficientData, notApplicable, missing } = found;
  const fields = missing.map(({ field, count }) => `\`${field}\` ${count}`).join(', ');
  return [triggered, clear, insufficientData, notApplicable, fields].join(' | ');
}
