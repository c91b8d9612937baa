import { Losses } from '../../src/opendata/losses.js';
import { OcdsExport } from '../../src/opendata/ocds-export.js';
import { writeLines } from '../../src/opendata/package.rules.js';
import type { TestApp } from './app.js';
import type { Json } from './ocds-rules.js';

/** Every release of a dataset as its line in the export says it, and what was left out. */
export async function exportAll(app: TestApp, dataset: string): Promise<{ releases: Json[]; losses: Losses }> {
  const losses = new Losses();
  const releases: Json[] = [];
  const found = app.running.app.get(OcdsExport).readReleases(dataset, losses);
  for await (const line of writeLines(found, 'releases')) releases.push(JSON.parse(line) as Json);
  return { releases, losses };
}
