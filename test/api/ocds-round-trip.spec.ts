import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import type { ImportLoss } from '../../src/imports/ocds/import-losses.rules.js';
import { mapRelease } from '../../src/imports/ocds/mapping/mapped-release.rules.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { importsOf, rejectsOf } from '../support/imports.js';
import { exportAll } from '../support/ocds-exported.js';
import { demonstrationScene } from '../support/scenes.js';

type Json = Record<string, unknown>;
const DATASETS = ['study', 'fiction', 'live', 'import:notices'] as const;

/** Without the members that were left out, at every place of that path. */
function omit(value: unknown, path: readonly string[]): void {
  if (Array.isArray(value)) for (const item of value) omit(item, path);
  else if (typeof value === 'object' && value !== null) {
    const [key = '', ...rest] = path;
    if (rest.length === 0) delete (value as Json)[key];
    else omit((value as Json)[key], rest);
  }
}

/** How often a member stands in a release. */
function countMembers(value: unknown, path: readonly string[]): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countMembers(item, path), 0);
  const [key, ...rest] = path;
  if (key === undefined) return 1;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? countMembers((value as Json)[key], rest)
    : 0;
}

const isList = (value: unknown): value is Json[] => Array.isArray(value);
const listOf = (value: unknown): Json[] => (isList(value) ? value : []);

/** References by what they refer to, since ids are the publisher's own. */
function resolveReferences(release: Json): Json {
  const lots = listOf((release['tender'] as Json)['lots']).map(({ id }) => id);
  const awards = listOf(release['awards']);
  const toLots = (ids: unknown): number[] | undefined =>
    Array.isArray(ids) ? ids.map((id) => lots.indexOf(id)) : undefined;
  const toAward = (id: unknown): unknown => {
    const award = awards.find((each) => each['id'] === id);
    return award && [listOf(award['suppliers']).map(({ name }) => name), toLots(award['relatedLots'])];
  };
  const visit = (value: unknown, key: string): unknown => {
    if (key === 'relatedLots') return toLots(value);
    if (key === 'relatedLot') return lots.indexOf(value);
    if (key === 'awardID') return toAward(value);
    if (Array.isArray(value)) return value.map((item) => visit(item, ''));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, visit(member, name)]));
  };
  return visit(release, '') as Json;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** Lists and members in one order, what is empty gone. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(tidy).filter((item) => !isEmpty(item));
    return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, tidy(member)] as const)
      .filter(([, member]) => !isEmpty(member))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** What is left of a release where the loss report has been taken away from it. */
function reduce(release: Json, losses: readonly ImportLoss[]): unknown {
  const left = resolveReferences(structuredClone(release));
  for (const { field } of losses) omit(left, field.split('.'));
  return tidy(left);
}

describe('what comes in goes out again', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ scene: await demonstrationScene() });
  });
  afterAll(() => app.close());

  it.each(DATASETS)('of the demonstration %s, but for what the loss report lists', async (dataset) => {
    const { releases: given } = await exportAll(app, dataset);
    const file = JSON.stringify({ uri: 'https://example.org', version: '1.1', releases: given });
    const name = `trip-${dataset.replace('import:', '')}`;
    const options = { name, dryRun: false, maxBytes: 1 << 28, format: 'ocds' } as const;
    const id = await importsOf(app).receive(SYSTEM, Readable.from([Buffer.from(file)]), options);
    await importsOf(app).run(id);
    const done = await importsOf(app).find(id);
    expect(await rejectsOf(app, id)).toEqual([]);
    expect(done).toMatchObject({ rows: given.length, accepted: given.length, rejected: 0 });
    const rows = await app.dataSource.query<{ ocid: string; tender: string }[]>(
      `SELECT ocid, tender_id AS tender FROM ocds_process WHERE dataset = $1`,
      [`import:${name}`],
    );
    const cameOut = new Map(
      (await exportAll(app, `import:${name}`)).releases.map((release) => [String(release['ocid']), release]),
    );
    const total = new Map<string, number>();
    for (const release of given) {
      const { losses } = mapRelease(release, `import:${name}`);
      for (const { field, reason, count } of losses)
        total.set(`${field} ${reason}`, (total.get(`${field} ${reason}`) ?? 0) + count);
      const tender = rows.find(({ ocid }) => ocid === release['ocid'])?.tender ?? '';
      const again = cameOut.get(`ocds-demo00-${tender}`);
      expect(again).toBeDefined();
      expect(reduce(again as Json, losses)).toEqual(reduce(release, losses));
      // Of what has no place exactly as many are gone as the report counts.
      for (const { field, reason, count } of losses) {
        if (reason !== 'no_counterpart' || field.endsWith('.id')) continue;
        const path = field.split('.');
        expect([field, countMembers(again, path)]).toEqual([field, countMembers(release, path) - count]);
      }
    }
    // The report of the import is the sum of these.
    expect(
      Object.fromEntries(done?.losses.map(({ field, reason, count }) => [`${field} ${reason}`, count]) ?? []),
    ).toEqual(Object.fromEntries(total));
  });
});
