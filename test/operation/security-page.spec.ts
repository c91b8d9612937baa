import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settingDocs } from '../../src/kernel/config/setting.js';
import '../../src/kernel/config/settings.js';
import { readPage } from '../support/printed-commands.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TOPICS = ['8.1.4.1', '8.1.4.2', '8.1.4.3', '8.1.4.4', '8.1.4.5', '8.1.4.6', '8.1.4.7', '8.1.4.9', '8.1.4.10'];

describe('docs/security.md', () => {
  const page = readPage('docs/security.md');

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
    const [controls = ''] = page.split('\n## Access logs');
    const rows = controls.split('\n').filter((line) => /^\| (?!asked|-)/.test(line));
    expect(rows.length).toBeGreaterThan(35);
    for (const row of rows) expect(row).toMatch(/\.spec\.ts|not covered/);
  });
});
