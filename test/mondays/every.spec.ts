import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { ROLES } from '../../src/people/accounts/roles.js';

const here = new URL('.', import.meta.url);
const PAGE = readFileSync(new URL('../../docs/mondays.md', here), 'utf8');

/** The paragraphs of the page: heading and words. */
const paragraphs = PAGE.split(/^## /m)
  .slice(1)
  .map((part) => {
    const [heading = '', ...words] = part.split('\n');
    return { heading: heading.trim(), words: words.join(' ').trim() };
  });

/** What the tests of this folder call themselves: `monday('…'` or `it('Monday: …'`. */
const named = readdirSync(here)
  .filter((file) => file.endsWith('.spec.ts') && file !== 'every.spec.ts')
  .map((file) => {
    const source = readFileSync(new URL(file, here), 'utf8');
    const names = [...source.matchAll(/^(?:monday\(\s*'|it\('Monday: )([^']+)'/gm)].map(([, name = '']) => name);
    return { file, names };
  });
const fileOf = (heading: string): string => `${heading.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.spec.ts`;

describe('a Monday for each user', () => {
  it('has a page with words under each heading', () => {
    expect(paragraphs.length).toBeGreaterThanOrEqual(12);
    expect(paragraphs.filter(({ words }) => words.length < 80)).toEqual([]);
  });

  it.each(paragraphs.map(({ heading }) => heading))('%s: one test of its name', (heading) => {
    const tests = named.filter(({ names }) => names.includes(heading));
    expect(tests).toEqual([{ file: fileOf(heading), names: [heading] }]);
  });

  it('no test walks what the page does not say', () => {
    const headings = paragraphs.map(({ heading }) => heading);
    expect(named.filter(({ names }) => !names.every((name) => headings.includes(name)))).toEqual([]);
  });

  it('no role is without a place', () => {
    expect(Object.keys(ROLES).filter((role) => !PAGE.includes(`\`${role}\``))).toEqual([]);
  });
});
