import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { commands } from '../../src/boot/commands/index.js';
import { settingDocs } from '../../src/kernel/config/setting.js';
// declares them
import '../../src/kernel/config/settings.js';
import { poolOptions } from '../../src/kernel/database/data-source.js';
import { runToEnd } from '../support/child.js';
import {
  blocks,
  marked,
  operationsPage,
  printedFiles,
  prose,
  readService,
  scripts,
} from '../support/operations-page.js';
import { readPage } from '../support/printed-commands.js';

const root = resolve(import.meta.dirname, '../..');
const ANALYZE = '/usr/bin/systemd-analyze';

/** Names in capitals that are no settings of the product. */
const OTHERS = new Set(['BACKUP_DIR', 'BACKUP_KEEP_DAYS', 'LOG_DIR', 'LOG_KEEP_DAYS', 'NAME_FILE']);

const units = [...printedFiles].filter(([path]) => /^\/etc\/systemd\/system\/[^/]+$/.test(path));

/** Names of figures that the sources make. */
function listFigures(folder = join(root, 'src')): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFigures(path);
    if (!entry.name.endsWith('.ts')) return [];
    const text = readFileSync(path, 'utf8');
    return [
      ...text.matchAll(/(?:[gG]auge(?:OfEach)?|askDatabase|tellColumn)\(\s*'([a-z_]+)'/g),
      ...text.matchAll(/\bname: '([a-z_]+)',\s*help: /g),
    ].map(([, name = '']) => name);
  });
}

describe('docs/operations.md', () => {
  it('has a section of each thing that whoever runs the service is asked for', () => {
    const headings = [...operationsPage.matchAll(/^##+ (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(
      expect.arrayContaining([
        ...['Under systemd', 'Proxy and TLS', 'How large', 'Redis', 'Documents on several hosts', 'Changing keys'],
        ...['Updating', 'Backups, and the way back', 'Watching it', 'When something happens'],
        ...['The database is down', 'Redis was emptied, or is down', 'A disk is full', 'A key is lost'],
        ...['An account was taken over', 'Rows were altered'],
      ]),
    );
  });

  it('names settings that are there', () => {
    const known = new Set(settingDocs().flatMap(({ env }) => [env, `${env}_FILE`]));
    const inBlocks = blocks.flatMap(({ text }) =>
      [...text.matchAll(/\b([A-Z]+(?:_[A-Z]+)+)\b/g)].map(([name]) => name),
    );
    const inProse = marked.flatMap((text) => [...text.matchAll(/\b([A-Z]+(?:_[A-Z]+)+)\b/g)].map(([name]) => name));
    expect(inBlocks.length).toBeGreaterThan(20);
    const unknown = [...inBlocks, ...inProse].filter((name) => !known.has(name) && !OTHERS.has(name));
    expect(unknown).toEqual([]);
  });

  it('names figures that the product has, and tells of each alarm what to do', () => {
    const figures = new Set(listFigures());
    const [, table = ''] = /\n\| alarm \|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)/.exec(prose) ?? [];
    const rows = table.trim().split('\n');
    expect(rows.length).toBeGreaterThan(12);
    for (const row of rows) {
      const [, alarm = '', when = '', todo = ''] = row.split('|');
      const names = [...alarm.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !figures.has(name))).toEqual([]);
      expect([alarm, when]).toEqual([alarm, expect.stringMatching(/\d|a tenth|three periods|`\w+`/)]);
      expect(todo.trim().length).toBeGreaterThan(10);
    }
    const figure = /^[a-z]+(_[a-z]+)*_(seconds|bytes|waiting|failed|overdue|periods|stopped|refused|ok|used)$/;
    expect(marked.filter((text) => figure.test(text) && !figures.has(text))).toEqual([]);
  });

  it('names commands that are there', () => {
    const inScripts = scripts.flatMap((text) => [...text.matchAll(/cli\.js ([a-z-]+)/g)].map(([, name = '']) => name));
    const inUnits = units.flatMap(([, text]) => [...text.matchAll(/cli\.js ([a-z-]+)/g)].map(([, name = '']) => name));
    expect(inScripts.length).toBeGreaterThan(8);
    for (const name of [...inScripts, ...inUnits]) expect(Object.keys(commands)).toContain(name);
    const alone = marked.flatMap((text) => /^([a-z]+(?:-[a-z]+)+)(?: (?:--[a-z]|[A-Z]{3}).*)?$/.exec(text)?.[1] ?? []);
    const product = alone.filter((name) => !/^(redis|systemd|throughline)-/.test(name));
    expect(product.length).toBeGreaterThan(8);
    expect([...new Set(product)].filter((name) => commands[name] === undefined)).toEqual([]);
  });

  it('says of statements the limit that the connections have', () => {
    const [, limit] = /statement_timeout=(\d+)/.exec(poolOptions({}).options) ?? [];
    const replica = readFileSync(join(root, 'src/kernel/database/replica/read-replica.ts'), 'utf8');
    const [, standby = ''] = /^const READ_MS = ([\d_]+);/m.exec(replica) ?? [];
    expect(
      /A statement is ended after (\d+) s .*one that a standby answers after (\d+) s/.exec(prose)?.slice(1),
    ).toEqual([String(Number(limit) / 1000), String(Number(standby.replace('_', '')) / 1000)]);
  });

  it('gives figures for its size that the benchmarks have measured, to a factor of two', () => {
    const results = readPage('bench/RESULTS.md');
    const [, table = ''] = /\n\| what \| measured \| in \|\n\|[-|]+\n((?:\|[^\n]*\n)+)/.exec(prose) ?? [];
    const rows = table.trim().split('\n');
    expect(rows.length).toBeGreaterThanOrEqual(5);
    for (const row of rows) {
      const [, what = '', said = '', bench = ''] = row.split('|').map((cell) => cell.trim());
      const [, section = ''] = results.split(`\n## ${bench} `);
      const measured = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| [^|]+ \| ([\d.]+) ?(?:MB|\/s) /gm)].map(
        ([, value]) => Number(value),
      );
      const given = Number.parseFloat(said);
      expect([what, measured.some((value) => value / given > 0.5 && value / given < 2)]).toEqual([what, true]);
    }
  });
});

(existsSync(ANALYZE) ? describe : describe.skip)('the units of docs/operations.md', () => {
  it('are what systemd understands, to the last setting', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-units-'));
    try {
      mkdirSync(folder, { recursive: true });
      for (const [path, text] of units) writeFileSync(join(folder, basename(path)), text);
      expect(units.map(([path]) => basename(path)).sort()).toEqual([
        'throughline-api@.service',
        'throughline-backup.service',
        'throughline-backup.timer',
        'throughline-logs.service',
        'throughline-logs.timer',
        'throughline-migrate.service',
        'throughline-verify.service',
        'throughline-verify.timer',
        'throughline-worker.service',
      ]);
      const files = units.map(([path]) => join(folder, basename(path)));
      const checked = await runToEnd(ANALYZE, ['verify', ...files], { cwd: folder, env: { PATH: process.env.PATH } });
      expect([await checked.ended, checked.output]).toEqual([0, '']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('keep the opening key from the API, and the owner of the schema from what serves and works', () => {
    const read = (name: string) => readService(printedFiles.get(`/etc/systemd/system/${name}.service`) ?? '');
    const [hidden = ''] = read('throughline-api@')['InaccessiblePaths'] ?? [];
    expect(hidden.split(' ')).toEqual(['-/etc/throughline/opening', '-/etc/throughline/owner']);
    expect(read('throughline-worker')['InaccessiblePaths']).toEqual(['-/etc/throughline/owner']);
    for (const [path, text] of units)
      expect([path, /MIGRATION_DATABASE_URL/.test(text)]).toEqual([path, /migrate|backup\.service/.test(path)]);
  });

  it('wait for the documents where these lie on another host: all that write there', () => {
    for (const name of ['throughline-api@', 'throughline-worker'])
      expect(printedFiles.get(`/etc/systemd/system/${name}.service.d/documents.conf`)).toContain(
        '\nRequiresMountsFor=/var/lib/throughline/documents\n',
      );
  });
});
