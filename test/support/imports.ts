import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { ImportsService } from '../../src/imports/imports.service.js';
import type { ImportRow } from '../../src/imports/import.entity.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import type { TestApp } from './app.js';

const fixture = (path: string): string[] =>
  readFileSync(new URL(path, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
/** The 57 real notices, and the 12 dirty rows with a clean one. */
export const REAL = fixture('../../src/demonstration/notices/notices.jsonl');
export const DIRTY = fixture('../fixtures/notices-dirty.jsonl');

/** A row with the keys every row has. */
export const row = (id: string, changes: object = {}) => ({
  id,
  notice_type: 'tender',
  project_title: '居家养老服务项目',
  buyer: '采购人A',
  bidders: [],
  lots: [],
  ...changes,
});

export const text = (rows: readonly (object | string)[]): string =>
  rows.map((r) => (typeof r === 'string' ? r : JSON.stringify(r))).join('\n') + '\n';

export const importsOf = (app: TestApp): ImportsService => app.running.app.get(ImportsService);

/** Receives rows without taking them. */
export const receive = (app: TestApp, name: string, content: string, dryRun = false): Promise<string> =>
  importsOf(app).receive(SYSTEM, Readable.from([Buffer.from(content)]), { name, dryRun, maxBytes: 1 << 28 });

/** Imports rows to the end, in this process. */
export async function importRows(
  app: TestApp,
  name: string,
  rows: readonly (object | string)[],
  dryRun = false,
): Promise<ImportRow> {
  const id = await receive(app, name, text(rows), dryRun);
  await importsOf(app).run(id);
  return (await importsOf(app).find(id)) as ImportRow;
}

export const rejectsOf = (app: TestApp, id: string) =>
  app.dataSource.query<
    { line: number; row_id: string | null; errors: { pointer: string; code: string }[]; raw: string }[]
  >(`SELECT line, row_id, errors, raw FROM import_reject WHERE import_id = $1 ORDER BY line`, [id]);

/** What a dataset holds, without ids and times of the run: two imports of one file come to the same. */
export async function holdings(app: TestApp, name: string): Promise<unknown> {
  const [held] = await app.dataSource.query(
    `SELECT
       (SELECT jsonb_agg(jsonb_build_object('state', t.state, 'round', t.round, 'title', t.title, 'conflicts', jsonb_array_length(t.conflicts),
          'completeness', t.completeness, 'notices', (SELECT jsonb_agg(n.reference ORDER BY n.reference) FROM notice n WHERE n.tender_id = t.id),
          'facts', (SELECT jsonb_agg(jsonb_build_array(f.kind, f.lot, f.source ->> 'reference') ORDER BY f.kind, f.lot, f.source ->> 'reference')
                    FROM fact f WHERE f.subject_id = t.id))
          ORDER BY (SELECT min(n.reference) FROM notice n WHERE n.tender_id = t.id)) FROM tender t WHERE t.dataset = $1) AS tenders,
       (SELECT count(DISTINCT purchase_id)::int FROM tender WHERE dataset = $1) AS purchases,
       (SELECT count(*)::int FROM contract WHERE dataset = $1) AS contracts,
       (SELECT count(*)::int FROM organisation WHERE dataset = $1) AS bodies`,
    [`import:${name}`],
  );
  return held;
}
