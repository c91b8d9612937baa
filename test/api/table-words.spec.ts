import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { readXlsx } from 'hucre/xlsx';
import { CODE_WORDS, OPEN_WORDS } from '../../src/imports/words/code-words.js';
import { LIFECYCLES } from '../../src/boot/lifecycles.js';
import { isRequested, toPathName } from '../../src/kernel/actions/allowed-actions.js';
import { findColumnWords, toChineseColumn } from '../../src/kernel/http/tables/chinese-cells.js';
import { listColumns, toCell, type Column } from '../../src/kernel/http/tables/columns.js';
import { findListItem, listOperations } from '../../src/kernel/openapi/operations.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { asBuffer } from '../support/bulk-rows.js';
import { parseCsv } from '../support/csv.js';
import { demonstrationScene } from '../support/scenes.js';

/** Closed lists whose codes stand in Chinese tables as well, by the name of the field, each with its reason. */
const CODES_THAT_STAY: Readonly<Record<string, string>> = {
  'action.method': 'a method of HTTP: the address beside it is for programs',
  'nextStep.method': 'a method of HTTP: the address beside it is for programs',
  indicator: 'the number of an indicator, as papers and rules cite it; its title stands beside it',
  'indicators.id': 'the number of an indicator, as papers and rules cite it; its title stands beside it',
  'allowedActions.method': 'a method of HTTP: the address beside it is for programs',
  'means.list': 'the name of a list of codes, as its address has it',
  scopes: 'what a program may do, as whoever sets its key up sends it',
};

let app: TestApp;
let document: OpenAPIObject;
const auth: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  const scene = await demonstrationScene();
  app = await startTestApp({ scene });
  document = (await app.http.get('/openapi.json').expect(200)).body as OpenAPIObject;
  for (const [, role = '', login, password] of scene.printed.join('\n').matchAll(/^account (\S+) (\S+) (\S+)$/gm)) {
    const { body } = await app.http.post('/api/v1/auth/sessions').send({ login, password });
    auth[role] ??= { Authorization: `Bearer ${(body as { accessToken: string }).accessToken}` };
  }
}, 300_000);
afterAll(() => app.close());

/** Every list of the API: its address, the name of its table, its columns. */
const listAll = (): { path: string; name: string; columns: Column[] }[] =>
  listOperations(document).flatMap(({ method, path, operation }) => {
    const item = method === 'get' ? findListItem(document, operation) : undefined;
    if (item === undefined) return [];
    const name = path.split('/').findLast((part) => /^[a-z]/.test(part)) ?? '';
    return [{ path, name, columns: listColumns(document, item) }];
  });
/** The same with the fields of what stands in lists within an item, each under the name of that list. */
const listWithin = (name: string, columns: readonly Column[]): { name: string; column: Column }[] =>
  columns.flatMap((column) => [{ name, column }, ...listWithin(column.path.at(-1) ?? name, column.items ?? [])]);

const findStaying = (name: string, path: readonly string[]): string | undefined =>
  [[name, ...path].slice(-2).join('.'), path.at(-1) ?? ''].find((each) => each in CODES_THAT_STAY);

describe('a code in a Chinese table', () => {
  it('has a word in every list of the API, but those that stay codes for a reason, and no word stands for two', () => {
    const without: string[] = [];
    const twice: string[] = [];
    const staying = new Set<string>();
    let lists = 0;
    for (const { path, name: table, columns } of listAll())
      for (const { name, column } of listWithin(table, columns)) {
        if (column.codes === undefined) continue;
        lists += 1;
        const place = `${path} ${name} ${column.path.join('.')}`;
        const words = findColumnWords(name, column, CODE_WORDS);
        const stays = findStaying(name, column.path);
        if (stays !== undefined && !column.codes.some((code) => words?.[code] !== undefined)) {
          staying.add(stays);
          continue;
        }
        without.push(...column.codes.filter((code) => words?.[code] === undefined).map((code) => `${place} ${code}`));
        const said = column.codes.flatMap((code) => words?.[code] ?? []);
        twice.push(...said.filter((word, i) => said.indexOf(word) !== i).map((word) => `${place} ${word}`));
      }
    expect({ without, twice }).toEqual({ without: [], twice: [] });
    expect([...staying].sort()).toEqual(Object.keys(CODES_THAT_STAY).sort());
    expect(lists).toBeGreaterThan(150);
  });

  it('has its words by the name of a field that some list has', () => {
    const used = new Map<string, Set<string>>();
    for (const { name: table, columns } of listAll())
      for (const { name, column } of listWithin(table, columns)) {
        const { path, codes } = column;
        const names = [name, ...path];
        const field = [names.slice(-2).join('.'), names.at(-1) ?? ''].find((each) => each in CODE_WORDS) ?? '';
        for (const code of codes ?? []) used.set(field, (used.get(field) ?? new Set()).add(code));
      }
    const idle = Object.keys(CODE_WORDS).filter((field) => !used.has(field));
    expect(idle).toEqual([]);
  });

  it('is its word within the lists of an item too, with the time of the place, and the code in English', async () => {
    type Step = { action: string; at: string; to: string };
    const read = async (language: string) => {
      const { text } = await app.http
        .get('/api/v1/risk/flags')
        .query({ format: 'csv', fields: 'history' })
        .set({ ...auth['supervisor'], 'Accept-Language': language })
        .expect(200);
      const rows = parseCsv(text.slice(1)).slice(1);
      return rows.flatMap(([history = '']) => (history === '' ? [] : (JSON.parse(history) as Step[])));
    };
    const [chinese, english] = [await read('zh'), await read('en')];
    expect(english.length).toBeGreaterThan(0);
    expect(english.map(({ action }) => action)).toContain('opened');
    const [actions, states] = [CODE_WORDS['history.action'], CODE_WORDS['history.to']];
    expect(chinese).toMatchObject(
      english.map(({ action, at, to }) => ({
        action: actions?.[action],
        to: states?.[to],
        at: new Date(Date.parse(at) + 8 * 3_600_000).toISOString().replace('Z', '+08:00'),
      })),
    );
  });

  it.each([
    ['tenders', '/api/v1/tenders', ''],
    ['contracts', '/api/v1/contracts', 'supervisor'],
    ['organisations', '/api/v1/organisations', 'bureau_officer'],
    ['flags', '/api/v1/risk/flags', 'supervisor'],
    ['tasks', '/api/v1/me/tasks', 'agency_manager'],
  ])('is its word in %s, as CSV and as XLSX, and the code in English in the same cell', async (name, path, role) => {
    const { columns = [] } = listAll().find((each) => each.path === path) ?? {};
    const read = async (format: string, language: string) => {
      const asked = app.http
        .get(path)
        .query({ format })
        .set({ ...auth[role], 'Accept-Language': language });
      if (format === 'csv') return parseCsv((await asked.expect(200)).text.slice(1)).slice(1);
      const { body } = await asked.buffer(true).parse(asBuffer).expect(200);
      const { sheets } = await readXlsx(body as Buffer);
      return (sheets[0]?.rows ?? []).slice(1).map((row) => columns.map((_, i) => String(row[i] ?? '')));
    };
    const [chinese, english] = [await read('csv', 'zh'), await read('csv', 'en')];
    expect([chinese.length > 2, chinese.length]).toEqual([true, english.length]);
    const sheet = await read('xlsx', 'zh');
    expect(sheet).toHaveLength(chinese.length);
    let said = 0;
    for (const [j, column] of columns.entries()) {
      const words = findColumnWords(name, column, CODE_WORDS);
      if (words === undefined) continue;
      for (const [i, row] of english.entries()) {
        const expected = (row[j] ?? '')
          .split('; ')
          .map((code) => words[code] ?? code)
          .join('; ');
        expect([chinese[i]?.[j], sheet[i]?.[j]]).toEqual([expected, expected]);
        if (expected !== '') said += 1;
      }
    }
    expect(said).toBeGreaterThan(english.length);
  });
});

describe('what may be done', () => {
  const read = async (path: string, role: string, fields: string, language: string): Promise<string[][]> => {
    const asked = app.http.get(path).query({ format: 'csv', fields });
    const { text } = await asked.set({ ...auth[role], 'Accept-Language': language }).expect(200);
    return parseCsv(text.slice(1)).slice(1);
  };

  it('has a word for every action that somebody may ask for, each its own', () => {
    const words = OPEN_WORDS['allowedActions.action'] ?? {};
    const ofStates = LIFECYCLES.flatMap(({ transitions }) =>
      transitions.filter(isRequested).map(({ action }) => action),
    );
    const ofPaths = listOperations(document).flatMap(({ path }) => /\/actions\/([^/]+)$/.exec(path)?.[1] ?? []);
    const paths = new Set(Object.keys(words).map(toPathName));
    expect([...new Set(ofStates)].filter((action) => words[action] === undefined)).toEqual([]);
    expect([...new Set(ofPaths)].filter((action) => !paths.has(action))).toEqual([]);
    expect(new Set(Object.values(words)).size).toBe(Object.keys(words).length);
    expect(Object.values(words).filter((word) => !/^\p{Script=Han}+$/u.test(word))).toEqual([]);
  });

  it('is said in words in the lists of an item, and as the code in English', async () => {
    type Link = { action: string; method: string; href: string };
    const list = async (language: string) =>
      (await read('/api/v1/risk/flags', 'supervisor', 'allowedActions', language)).flatMap(([cell = '']) =>
        cell === '' ? [] : (JSON.parse(cell) as Link[]),
      );
    const [chinese, english] = [await list('zh'), await list('en')];
    expect(english.length).toBeGreaterThan(0);
    const words = OPEN_WORDS['allowedActions.action'];
    expect(chinese).toEqual(english.map((link) => ({ ...link, action: words?.[link.action] })));
  });

  it('is said in words where a bid says what comes next', () => {
    const columns = listAll().find(({ path }) => path === '/api/v1/bids')?.columns ?? [];
    const step = columns.find(({ path }) => path.join('.') === 'nextStep.action');
    const words = { closed: CODE_WORDS, open: OPEN_WORDS };
    const said = step && toChineseColumn('bids', step, words);
    expect(said && toCell({ nextStep: { action: 'submit' } }, said)).toBe('提交');
    expect(said && toCell({ nextStep: { action: 'unheard_of' } }, said)).toBe('unheard_of');
  });
});
