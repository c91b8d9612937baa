import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commands } from '../../src/boot/commands/index.js';
import { settingDocs } from '../../src/kernel/config/setting.js';
import '../../src/kernel/config/settings.js';
import { readPage } from '../support/printed-commands.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Keys of every test's application, and what stands for any setting. */
const BY_DEED = new Set(['AUDIT_KEYS', 'IDENTITY_KEYS', 'NAME_FILE']);
/** The controls of level 3 that are answered, each with its title and how many things it asks for. */
const CONTROLS: readonly (readonly [number: string, title: string, asked: number])[] = [
  ['8.1.4.1', '身份鉴别', 4],
  ['8.1.4.2', '访问控制', 7],
  ['8.1.4.3', '安全审计', 4],
  ['8.1.4.4', '入侵防范', 6],
  ['8.1.4.5', '恶意代码防范', 1],
  ['8.1.4.6', '可信验证', 1],
  ['8.1.4.7', '数据完整性', 2],
  ['8.1.4.8', '数据保密性', 2],
  ['8.1.4.9', '数据备份恢复', 3],
  ['8.1.4.10', '剩余信息保护', 2],
  ['8.1.4.11', '个人信息保护', 2],
  ['8.1.3.1', '边界防护', 1],
  ['8.1.3.2', '访问控制', 1],
  ['8.1.3.3', '入侵防范', 1],
  ['8.1.3.4', '恶意代码和垃圾邮件防范', 1],
  ['8.1.3.5', '安全审计', 1],
  ['8.1.3.6', '可信验证', 1],
  ['8.1.5.1', '系统管理', 1],
  ['8.1.5.2', '审计管理', 1],
  ['8.1.5.3', '安全管理', 1],
  ['8.1.5.4', '集中管控', 3],
];

describe('docs/security.md', () => {
  const page = readPage('docs/security.md');
  const [controls = ''] = page.split('\n## Access logs');
  /** Cells of each row: what is asked, by what it is met, and the test. */
  const rows = controls
    .split('\n')
    .filter((line) => /^\| (?!asked|-)/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );

  it('names tests and sources that are there', () => {
    const named = [...page.matchAll(/`((?:test|src)\/[^`\s]+\.ts)`/g)].map(([, file = '']) => file);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('names settings that are there', () => {
    const known = new Set(settingDocs().map(({ env }) => env));
    const named = [...page.matchAll(/`([A-Z][A-Z_]{4,})`/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !known.has(name) && name !== 'NAME_FILE')).toEqual([]);
  });

  it('answers every control under its number and title, in a table of its own, with a row for each thing it asks', () => {
    const sections = controls.split('\n## ').slice(1);
    const answered = sections.map((section) => {
      const [heading = ''] = section.split('\n', 1);
      const [, number = '', title = ''] = /^(\S+) [A-Z][^()]+ \(([^()、]+)\)$/.exec(heading) ?? [];
      expect(section.match(/^\| asked \| setting or means \| test \|$/gm)).toHaveLength(1);
      return { number, title, rows: section.match(/^\| (?!asked|-).+$/gm)?.length ?? 0 };
    });
    expect(answered.map(({ number, title }) => [number, title])).toEqual(
      CONTROLS.map(([number, title]) => [number, title]),
    );
    const short = answered.filter(({ rows: found }, i) => found < (CONTROLS[i]?.[2] ?? 0));
    expect(short).toEqual([]);
  });

  it('says of each row, in words of its own, what is asked', () => {
    const asked = rows.map(([title = '']) => title);
    expect(asked.filter((title) => !/^[a-z].{9,}$/.test(title))).toEqual([]);
    expect(asked.filter((title, i) => asked.indexOf(title) !== i)).toEqual([]);
  });

  it('answers each row with a test, or that it is not covered', () => {
    expect(rows.length).toBeGreaterThan(35);
    for (const row of rows) {
      expect([row, row.length]).toEqual([row, 3]);
      expect(row[2]).toMatch(/`(test|src)\/[^`]+\.spec\.ts`|^not covered/);
    }
  });

  it('names for each setting, command and figure of a row a test that speaks of it', () => {
    const silent = rows.flatMap(([, means = '', test = '']) => {
      const specs = [...test.matchAll(/`((?:test|src)\/[^`]+\.spec\.ts)`/g)].map(([, file = '']) => readPage(file));
      if (specs.length === 0) return [];
      const spoken = specs.join('\n').toLowerCase();
      const named = [...means.matchAll(/`([A-Z]+(?:_[A-Z]+)+|[a-z]+(?:[_-][a-z]+)+)\b[^`]*`/g)].map(
        ([, name = '']) => name,
      );
      return named.filter((name) => !BY_DEED.has(name) && !spoken.includes(name.toLowerCase()));
    });
    expect(silent).toEqual([]);
  });

  it('names commands that are there', () => {
    const named = rows.flatMap(([, means = '']) => [...means.matchAll(/`([a-z]+(?:-[a-z]+)+)[^`]*`/g)]);
    expect(named.length).toBeGreaterThan(4);
    for (const [, name = ''] of named) expect(Object.keys(commands)).toContain(name);
  });
});
