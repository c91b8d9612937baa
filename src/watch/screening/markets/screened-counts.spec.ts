import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { INDICATOR_IDS } from '../../rules/registry.js';
import { SAYING_CHANCES } from './screened-counts.queries.js';

const ROOT = join(import.meta.dirname, '..', '..');
/** An answer that says a chance over something that the run itself did not screen. */
const COUNTED = /\bchance: \{[^}]*\bunit\b/;

const listSources = (): [path: string, text: string][] =>
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(indicators|rules|screening)\//.test(path) && /(?<!\.spec)\.ts$/.test(path))
    .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]);

/** A file with its helpers up to the next rule: a rule answers by what stands from its own line on. */
const listRules = (text: string): [rule: string, text: string][] =>
  text.split(/^export const (?=[A-Z]\d\d[A-Z]?\b)/m).map((part) => [/^[A-Z]\d\d[A-Z]?\b/.exec(part)?.[0] ?? '', part]);

describe('rules of one subject that say a chance', () => {
  it('are those whose answers name what it is counted over, each with a count of how many it has judged', () => {
    const saying = listSources()
      .filter(([path]) => path.startsWith('indicators/'))
      .flatMap(([, text]) => listRules(text).flatMap(([rule, part]) => (COUNTED.test(part) ? [rule] : [])));
    const counted = [...SAYING_CHANCES.matchAll(/'(\w+)'/g)].map(([, rule]) => rule);
    expect(saying.toSorted()).toEqual(counted);
    expect(INDICATOR_IDS).toEqual(expect.arrayContaining(saying));
  });

  it('say it themselves: what they share says chances over groups alone', () => {
    const shared = listSources().filter(([path]) => !path.startsWith('indicators/'));
    expect(shared.flatMap(([path, text]) => (COUNTED.test(text) ? [path] : []))).toEqual([]);
  });
});
