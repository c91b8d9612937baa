import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commands } from '../src/boot/commands/index.js';
import { settingsPage } from '../src/boot/pages.js';
import { loadSettings } from '../src/kernel/config/settings.js';
import { readPage } from './support/printed-commands.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DOCS = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
const PAGES = ['README.md', 'README.zh-CN.md', ...DOCS.map((name) => `docs/${name}`)];

/** Cells of every row of the page's tables, heads and rulers left out. */
const rowsOf = (page: string, head: string): string[][] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith(`| ${head} |`) && !line.startsWith('| ---'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );

/** Words of a text in either language; in a block of code what stands between blanks is one word. */
function countWords(page: string): number {
  const blocks = /```[\s\S]*?```/g;
  const code = (page.match(blocks) ?? [])
    .join(' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  const words = new Intl.Segmenter('zh', { granularity: 'word' }).segment(page.replaceAll(blocks, ' '));
  return code.length + [...words].filter(({ isWordLike }) => isWordLike).length;
}

/** The anchor that a heading gets on a page of Markdown. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (page: string): string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

describe('README', () => {
  it.each(['README.md', 'README.zh-CN.md'])('%s has at most 1500 words', (path) => {
    expect(countWords(readPage(path))).toBeLessThanOrEqual(1500);
  });
});

describe('CHANGELOG', () => {
  it('has at most 60 lines of at most 600 letters', () => {
    const lines = readPage('CHANGELOG.md').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(60);
    expect(lines.filter((line) => line.length > 600)).toEqual([]);
  });
});

describe('the pages', () => {
  it.each(PAGES)('%s leads to pages, sections and pictures that are there', (path) => {
    const broken = [...readPage(path).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/.test(target))
      .filter((target) => {
        const [file = '', section] = target.split('#');
        const linked = file === '' ? path : join(dirname(path), file);
        if (!existsSync(join(ROOT, linked))) return true;
        return section !== undefined && !anchorsOf(readPage(linked)).includes(decodeURIComponent(section));
      });
    expect(broken).toEqual([]);
  });

  it('are all listed in docs/README.md', () => {
    const index = readPage('docs/README.md');
    expect(DOCS.filter((name) => name !== 'README.md' && !index.includes(`](${name})`))).toEqual([]);
  });

  it.each(['docs/architecture.svg', 'docs/architecture.zh-CN.svg'])('%s loads nothing and has a dark form', (path) => {
    const picture = readPage(path);
    expect(picture).not.toMatch(/<script|<image|href=|url\((?!#)|@import/);
    expect(picture).toContain('prefers-color-scheme: dark');
    expect(picture).toMatch(/<title[^>]*>[^<]+<\/title>/);
  });
});

describe('docs/settings.md', () => {
  it('is what the code makes of the settings', () => {
    expect(readPage('docs/settings.md')).toBe(settingsPage());
  });

  it('names what production cannot start without', () => {
    const [, required = ''] = /for any of them: (.+)\.$/m.exec(settingsPage()) ?? [];
    const names = required.split(', ').map((name) => name.replaceAll('`', ''));
    expect(names).toEqual([
      'DATABASE_URL',
      'TOKEN_KEYS',
      'AUDIT_KEYS',
      'IDENTITY_KEYS',
      'OPENING_PUBLIC_KEY',
      'TRUSTED_PROXIES',
    ]);
    const key = `k:${Buffer.alloc(32).toString('base64')}`;
    const given: Record<string, string> = { DATABASE_URL: 'postgres://db', TRUSTED_PROXIES: 'none' };
    const values = Object.fromEntries(names.map((name) => [name, given[name] ?? key]));
    expect(loadSettings({ NODE_ENV: 'production', ...values }).production).toBe(true);
  });
});

describe('docs/operations.md', () => {
  it('lists every command with its arguments', () => {
    const [, section = ''] = readPage('docs/operations.md').split('\n## Commands\n');
    const listed = rowsOf(section.split('\n## ')[0] ?? '', 'command');
    const known = Object.entries(commands).map(([name, { usage, does }]) => [`\`${`${name} ${usage}`.trim()}\``, does]);
    expect(listed).toEqual(known);
  });
});

describe('docs/guide.zh-CN.md', () => {
  it('names every command', () => {
    const guide = readPage('docs/guide.zh-CN.md');
    for (const name of Object.keys(commands)) expect(guide).toMatch(new RegExp(`^\\| .*\`${name}\\b`, 'm'));
  });
});

describe('docs/glossary.md', () => {
  const terms = rowsOf(readPage('docs/glossary.md'), 'term');

  it('has about sixty terms, each once, in English and Chinese, with the word of the code', () => {
    expect(terms.length).toBeGreaterThanOrEqual(60);
    expect(new Set(terms.map(([term]) => term)).size).toBe(terms.length);
    for (const row of terms) {
      const [term = '', chinese = '', , code = '', meaning = ''] = row;
      expect([term, row.length]).toEqual([term, 5]);
      expect(chinese).toMatch(/\p{Script=Han}/u);
      expect([term, code]).toEqual([term, expect.stringMatching(/^`[A-Za-z_]+`$/)]);
      expect(meaning).not.toBe('');
    }
  });
});
