import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Commands } from '../support/commands.js';
import { OcdsSchema } from '../support/ocds-schema.js';

interface Entry {
  ocid: string;
}
interface OcdsRecord extends Entry {
  releases: (Entry & { date: string })[];
  compiledRelease: Entry & { tag: string[] };
}

/** More than one batch of the export holds. */
const PURCHASES = 450;
/** Filed about two of them. */
const COMPLAINTS = 6;
const CHALLENGES = 4;

describe('ocds-export', () => {
  let commands: Commands;
  const folder = mkdtempSync(join(tmpdir(), 'ocds-export-'));
  beforeAll(async () => {
    commands = await Commands.open();
    expect((await commands.run('migrate')).code).toBe(0);
    await commands.client.query(
      `INSERT INTO tender (id, dataset, ocid, purchase_id, conducted, title, window_start, published)
       SELECT id, 'fiction', 'ocds-throughline-' || id, gen_random_uuid(), 'elsewhere', '养老服务', '2018-05', true
       FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $1::int)) given`,
      [PURCHASES],
    );
    for (const [table, who, state, more, value, times] of [
      ['challenge', 'challenger_id', 'received', ', scope', ", 'in_scope'", CHALLENGES],
      ['complaint', 'complainant_id', 'received', '', '', COMPLAINTS],
    ] as const)
      await commands.client.query(
        `WITH body AS (INSERT INTO organisation (dataset, name, kind) VALUES ('fiction', '供应商' || '${table}', 'agency') RETURNING id)
         INSERT INTO ${table} (dataset, tender_id, received_at, grounds, requests, ${who}, stage, state${more})
         SELECT 'fiction', t.id, now(), '评审未按采购文件进行', '重新评审', body.id, 'result', '${state}'${value}
         FROM body, (SELECT id FROM tender ORDER BY id LIMIT 2) t CROSS JOIN generate_series(1, ${times / 2})`,
      );
  });
  afterAll(async () => {
    await commands.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const leftOut = [
    { field: 'tender.contractPeriod.startDate', reason: 'month_or_year_only', count: PURCHASES },
    { field: 'challenges', reason: 'no_counterpart', count: CHALLENGES },
    { field: 'complaints', reason: 'no_counterpart', count: COMPLAINTS },
  ];

  it('writes a release a line, batch after batch, and says what was left out', async () => {
    const [out, losses] = [join(folder, 'fiction.jsonl'), join(folder, 'losses.json')];
    const { code } = await commands.run('ocds-export', '--dataset', 'fiction', '--out', out, '--losses', losses);
    expect(code).toBe(0);
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(new Set(lines.map((line) => (JSON.parse(line) as { ocid: string }).ocid)).size).toBe(PURCHASES);
    expect(lines).toHaveLength(PURCHASES);
    expect(lines.join()).not.toMatch(/complaint|投诉|challenge|质疑/);
    expect(JSON.parse(readFileSync(losses, 'utf8'))).toEqual({ dataset: 'fiction', releases: PURCHASES, leftOut });
  });

  it('writes records a line, each with its release and what it comes to', async () => {
    const out = join(folder, 'records.jsonl');
    const { code } = await commands.run('ocds-export', '--dataset', 'fiction', '--records', '--out', out);
    expect(code).toBe(0);
    const records = readFileSync(out, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as OcdsRecord);
    expect(new Set(records.map(({ ocid }) => ocid)).size).toBe(PURCHASES);
    expect(records).toHaveLength(PURCHASES);
    for (const { ocid, releases, compiledRelease } of records) {
      expect(releases).toMatchObject([{ ocid, tag: ['tender'] }]);
      expect(compiledRelease).toEqual({
        ...releases[0],
        id: `${ocid}-${String(releases[0]?.date)}`,
        tag: ['compiled'],
      });
    }
  });

  it('writes one package of all releases or records, which the published schema takes, once the origin is set', async () => {
    const schema = new OcdsSchema();
    const wrap = async (form: 'releases' | 'records', ...chosen: string[]) => {
      const out = join(folder, `${form}.json`);
      const ran = await commands.run('ocds-export', '--dataset', 'fiction', '--package', '--out', out, ...chosen);
      return { ...ran, read: () => JSON.parse(readFileSync(out, 'utf8')) as Record<string, Entry[]> };
    };
    const refused = await wrap('releases');
    expect([refused.code, refused.output]).toEqual([2, expect.stringContaining('PUBLIC_ORIGIN')]);
    expect(refused.read).toThrow(/ENOENT/);
    commands.env['PUBLIC_ORIGIN'] = 'https://services.example.org';
    const [releases, records] = [await wrap('releases'), await wrap('records', '--records')];
    expect([releases.code, records.code]).toEqual([0, 0]);
    for (const [of, given, list] of [
      ['release', releases.read(), 'releases'],
      ['record', records.read(), 'records'],
    ] as const) {
      expect(schema.listFaults(of, given)).toEqual([]);
      expect(given[list]).toHaveLength(PURCHASES);
      expect(given).toMatchObject({
        uri: 'https://services.example.org/api/v1/ocds/packages?dataset=fiction',
        version: '1.1',
        publishedDate: expect.stringMatching(/\+08:00$/),
      });
    }
    delete commands.env['PUBLIC_ORIGIN'];
  });

  it('writes to the terminal where no file is named, another dataset not at all', async () => {
    const { code, output } = await commands.start('ocds-export', '--dataset', 'live');
    expect(code).toBe(0);
    expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toEqual({ dataset: 'live', releases: 0, leftOut: [] });
  });

  it('asks for the dataset', async () => {
    const { code, output } = await commands.run('ocds-export');
    expect(code).toBe(2);
    expect(output).toContain('--dataset DATASET');
  });
});
