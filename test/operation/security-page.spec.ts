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
const TOPICS = ['8.1.4.1', '8.1.4.2', '8.1.4.3', '8.1.4.4', '8.1.4.5', '8.1.4.6', '8.1.4.7', '8.1.4.9', '8.1.4.10'];

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

  it('answers every topic, and each row with a test, or that it is not covered', () => {
    for (const topic of [...TOPICS, '8.1.3', '8.1.5']) expect(page).toContain(`## ${topic} `);
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
