import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { LIFECYCLES } from '../../src/boot/lifecycles.js';
import { PROBLEMS } from '../../src/boot/refusals.js';
import { CLOCKS } from '../../src/law/deadlines/deadlines.rules.js';
import { RULES } from '../../src/law/rules/rule-book.js';
import { CLASS_OF, readClasses, RULE_CLASSES } from '../../src/law/rules/rule-classes.js';
import { isLaw } from '../../src/law/rules/rule-types.js';
import { DRAFT_WARNINGS } from '../../src/purchase/tenders/conducted/conducted-view.dto.js';
import { INDICATORS } from '../../src/watch/rules/registry.js';

/** Documents that are no law and of which no rule speaks: what figures and shares were taken from. */
const STANDARDS = /Open Contracting Partnership|MZ\/T 064-2016/;

const SRC = new URL('../../src/', import.meta.url).pathname;
/** Every source of the product, by its path below src; the tables of rules themselves left out. */
const SOURCES = new Map(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => /\.(ts|json)$/.test(path) && !path.endsWith('.spec.ts') && !path.startsWith('law/rules/data/'))
    .map((path) => [path, readFileSync(join(SRC, path), 'utf8')]),
);
const holds = (text: string, id: string): boolean => new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(text);

const ids = RULES.map(({ id }) => id);
const rows = RULES.map((rule) => ({ rule, row: CLASS_OF.get(rule.id) }));
const guards = new Set(LIFECYCLES.flatMap(({ transitions }) => transitions.flatMap((t) => t.guards ?? [])));
const inClocks = (id: string): boolean => CLOCKS.some(({ rule }) => rule.id === id);
const isCited = (id: string): boolean => INDICATORS.some(({ cites }) => cites?.includes(id));

describe('every rule', () => {
  it('has one class, and no class is of a rule that there is not', () => {
    const raw = Object.fromEntries(ids.map((id) => [id, { class: 'guard' }]));
    expect(() => readClasses(raw, ids)).not.toThrow();
    expect(() => readClasses(raw, [...ids, 'X-1'])).toThrow('X-1');
    expect(() => readClasses({ ...raw, 'X-1': { class: 'guard' } }, ids)).toThrow('X-1');
    for (const row of [{ class: 'other' }, { class: 'information' }, { class: 'guard', by: { hope: ['x'] } }])
      expect(() => readClasses({ ...raw, 'INTENT-30D': row }, ids)).toThrow('INTENT-30D');
    const counts = RULE_CLASSES.map((name) => [name, rows.filter(({ row }) => row?.class === name).length]);
    expect(Object.fromEntries(counts)).toEqual({ guard: 77, clock: 30, signal: 17, parameter: 17, information: 17 });
  });

  it('that is information says why, and none of them is a violation of law', () => {
    const information = rows.filter(({ row }) => row?.class === 'information');
    for (const { row } of information) {
      expect(row?.reason?.zh).toMatch(/\p{Script=Han}/u);
      expect(row?.reason?.en).toMatch(/\w/);
      expect(row?.by).toEqual({});
    }
    expect(information.filter(({ rule }) => rule.severity === 'violation' && isLaw(rule))).toEqual([]);
    expect(information.filter(({ rule }) => inClocks(rule.id) || isCited(rule.id))).toEqual([]);
  });

  it('of any other class is enforced: by a guard, a refusal, a warning, a clock, an indicator, or who counts with it', () => {
    const enforced = rows.filter(({ row }) => row?.class !== 'information');
    const nowhere = enforced.filter(
      ({ rule, row }) => Object.keys(row?.by ?? {}).length === 0 && !inClocks(rule.id) && !isCited(rule.id),
    );
    expect(nowhere.map(({ rule }) => rule.id)).toEqual([]);
    const unread = enforced.filter(
      ({ rule }) => !inClocks(rule.id) && ![...SOURCES.values()].some((text) => holds(text, rule.id)),
    );
    expect(unread.map(({ rule }) => rule.id)).toEqual([]);
    expect(enforced.filter(({ rule, row }) => row?.class === 'clock' && !inClocks(rule.id)).map(({ rule }) => rule.id))
      // Choices of this product: their days are computed where contracts are.
      .toEqual(['PLAN-BEFORE-FINAL-MILESTONE', 'HALT-DANGER-3WD']);
  });

  it('says of no guard, refusal or file what is not there', () => {
    const faults = rows.flatMap(({ rule, row }) => [
      ...(row?.by.guard ?? []).filter((code) => !guards.has(code) || !(code in PROBLEMS)),
      ...(row?.by.refusal ?? []).filter((code) => guards.has(code) || !(code in PROBLEMS)),
      ...(row?.by.warning ?? []).filter((code) => !DRAFT_WARNINGS.some((known) => known === code)),
      ...(row?.by.parameter ?? []).filter(
        (path) => !existsSync(join(SRC, path)) || !holds(SOURCES.get(path) ?? '', rule.id),
      ),
    ]);
    expect(faults).toEqual([]);
  });

  it('of any other class needs no reason why it is not enforced', () => {
    const waiting = rows.filter(({ row }) => row?.class !== 'information' && row?.reason !== null);
    expect(waiting.map(({ rule }) => rule.id)).toEqual([]);
  });

  it('from memory is cited by nothing', () => {
    const remembered = RULES.filter(({ confidence }) => confidence === 'C').map(({ id }) => id);
    expect(remembered.length).toBeGreaterThan(0);
    const read = [...SOURCES].flatMap(([path, text]) =>
      remembered.filter((id) => holds(text, id)).map((id) => [path, id]),
    );
    expect(read).toEqual([]);
  });
});

describe('what the sources cite', () => {
  const code = [...SOURCES].filter(([path]) => path.endsWith('.ts'));

  // What comments say of articles is for the reader; only what an answer may hold is a citation.
  it('is a row of the table: no document or article is written beside the law', () => {
    const written = code.flatMap(([path, text]) =>
      [...text.matchAll(/\b(?:document|article): *(?:\n *)?(['"`][^'"`]*['"`])/g)].map(([, words = '']) => [
        path,
        words,
      ]),
    );
    const others = written.filter(([path, words]) => !path?.startsWith('law/') && !STANDARDS.test(words ?? ''));
    // The numbers of six red flags, each beside its document.
    expect(others.map(([, words]) => words)).toEqual(["'R028'", "'R036'", "'R035'", "'R018'", "'R030'", "'R070'"]);
  });

  it('is a rule that there is', () => {
    const shaped = /'([A-Z0-9]+(?:-[A-Z0-9]+)+)'/g;
    const calls = /\b(?:getRule|findRuleInForce|findVersionInForce|refuseByRule|toBasis|rule:)[( ]([^;]*?)[);\n]/g;
    const named = code.flatMap(([path, text]) =>
      [...text.matchAll(calls)].flatMap(([, words = '']) =>
        [...words.matchAll(shaped)].map(([, id = '']) => [path, id] as const),
      ),
    );
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter(([, id]) => !ids.includes(id))).toEqual([]);
    expect(INDICATORS.flatMap(({ cites }) => cites ?? []).filter((id) => !ids.includes(id))).toEqual([]);
  });
});
