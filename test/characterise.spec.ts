import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a comparison of scripts/characterise.mjs from the root of the project; answers its exit code and its lines. */
function characterise(...args: string[]): { code: number | null; lines: string[] } {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/characterise.mjs', ...args], { encoding: 'utf8' });
  return { code: status, lines: stdout.trimEnd().split('\n') };
}

describe('scripts/characterise.mjs', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-compare-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const at = (...path: string[]) => join(folder, ...path);
  const intended = (rules: object) => {
    const rest = { answers: [], surface: [], cases: [], refusals: [] };
    writeFileSync(at('intended.json'), JSON.stringify({ ...rest, ...rules }));
    return ['--intended', at('intended.json')];
  };

  const hashOf = (body: object) => createHash('sha256').update(JSON.stringify(body)).digest('hex');
  /** One question about a list, answered alike to two readers. */
  function writeAnswers(name: string, items: object[]): string {
    mkdirSync(at(name, 'tour'), { recursive: true });
    const lines = (list: object[]) => list.map((line) => `${JSON.stringify(line)}\n`).join('');
    const to = { 'before-the-deadline': ['public', 'supervisor'] };
    const answer = { status: 200, headers: {}, frame: { pages: [items.length] }, items: items.map(hashOf), to };
    const ask = { route: '/api/v1/tenders', ask: '/api/v1/tenders?limit=200', answers: [answer] };
    writeFileSync(at(name, 'tour', 'tenders.asks.ndjson'), lines([ask]));
    const bodies = items.map((body) => ({ hash: hashOf(body), body }));
    writeFileSync(at(name, 'tour', 'tenders.bodies.ndjson'), lines(bodies));
    return at(name);
  }

  describe('--compare', () => {
    const tender = (id: string, state: string) => ({ id, state, lots: [{ no: 1, name: '第一包' }] });
    it('finds no difference between equal outputs', () => {
      const was = writeAnswers('equal', [tender('a', 'open')]);
      expect(characterise('--compare', was, was, ...intended({}))).toEqual({
        code: 0,
        lines: ['0 differences that are not meant, 0 that are'],
      });
    });

    it('groups differences by route and field, and fails until each is listed with its reason', () => {
      const was = writeAnswers('was', [tender('a', 'open'), tender('b', 'open')]);
      const now = writeAnswers('now', [
        { ...tender('a', 'closed'), lots: [{ no: 1, name: '一包' }] },
        tender('b', 'closed'),
      ]);
      const open = characterise('--compare', was, now, ...intended({}));
      expect(open.code).toBe(1);
      expect(open.lines).toEqual(
        expect.arrayContaining([
          'tour /api/v1/tenders items[].state: 4 answers to public, supervisor',
          'tour /api/v1/tenders items[].lots[].name: 2 answers to public, supervisor',
        ]),
      );
      expect(open.lines.at(-1)).toBe('2 differences that are not meant, 0 that are');
      const route = '/api/v1/tenders';
      const answers = [
        { route, place: 'items[].state', reason: 'named' },
        { route: '*', place: '*.name', reason: 'also named' },
        { route, place: 'items[].gone', reason: 'nothing of it' },
      ];
      const meant = characterise('--compare', was, now, ...intended({ answers }));
      expect(meant.code).toBe(0);
      expect(meant.lines.slice(-2)).toEqual([
        'not met: /api/v1/tenders items[].gone (nothing of it)',
        '0 differences that are not meant, 2 that are',
      ]);
    });

    it('tells an item that is lost, one that is new, and another order', () => {
      const was = writeAnswers(
        'before',
        ['a', 'b', 'c'].map((id) => tender(id, 'open')),
      );
      const now = writeAnswers(
        'after',
        ['c', 'b', 'd'].map((id) => tender(id, 'open')),
      );
      const { lines } = characterise('--compare', was, now, ...intended({}));
      expect(lines.filter((line) => line.startsWith('tour'))).toEqual([
        'tour /api/v1/tenders items[]: 4 answers to public, supervisor',
        'tour /api/v1/tenders items (order): 2 answers to public, supervisor',
      ]);
    });
  });

  it('--cases names lost, renamed and new cases of two runs by file, describe titles and title', () => {
    const write = (name: string, root: string, suffix: string, titles: string[][]) => {
      const testResults = titles.map(([spec = '', ...rest]) => ({
        name: `${root}/${spec}.spec.${suffix}`,
        assertionResults: [{ ancestorTitles: rest.slice(0, -1), title: rest.at(-1), status: 'passed' }],
      }));
      writeFileSync(at(name), JSON.stringify({ testResults }));
      return at(name);
    };
    const was = write('was.json', '/a/test/checkout', 'ts', [
      ['test/api/bids', 'a bid', 'is sealed'],
      ['test/api/bids', 'a bid', 'is told to its bidder when the lot fails'],
      ['test/api/lots', 'a lot', 'ends'],
      ['src/kernel/money', 'money', 'adds'],
    ]);
    const now = write('now.json', '/b/build', 'js', [
      ['test/api/bids', 'a bid', 'is sealed'],
      ['test/api/bids', 'a bid', 'tells its bidder when the lot fails'],
      ['src/kernel/money', 'money', 'adds'],
      ['src/kernel/money', 'money', 'subtracts'],
    ]);
    expect(characterise('--cases', was, now, ...intended({}))).toEqual({
      code: 1,
      lines: [
        'cases: 4 → 4, new 1; codes they name: 0 → 0',
        'new: src/kernel/money.spec › money › subtracts',
        'lost: test/api/lots.spec › a lot › ends',
        'renamed: test/api/bids.spec › a bid › is told to its bidder when the lot fails → test/api/bids.spec › a bid › tells its bidder when the lot fails',
        '2 differences that are not meant, 0 that are',
      ],
    });
  });

  it('--refusals compares what each test was refused, or each file', () => {
    const write = (name: string, lines: object[]) => {
      mkdirSync(at(name), { recursive: true });
      writeFileSync(at(name, '1.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      return at(name);
    };
    const refusal = (test: string, code: string) => ({
      ...{ spec: 'test/api/bids.spec', test, method: 'POST', path: '/api/v1/bids/{id}/actions/submit' },
      ...{ status: 422, code, pointers: ['/hash other_hash'] },
    });
    const was = write('refused', [refusal('one', 'deadline_passed'), refusal('two', 'lot_not_open')]);
    const now = write('refused-now', [refusal('one', 'lot_not_open'), refusal('two', 'deadline_passed')]);
    expect(characterise('--refusals', was, now, ...intended({})).lines).toEqual([
      'test/api/bids.spec › one: POST /api/v1/bids/{id}/actions/submit: 422 deadline_passed (/hash other_hash): 1 → 0',
      'test/api/bids.spec › one: POST /api/v1/bids/{id}/actions/submit: 422 lot_not_open (/hash other_hash): 0 → 1',
      'test/api/bids.spec › two: POST /api/v1/bids/{id}/actions/submit: 422 lot_not_open (/hash other_hash): 1 → 0',
      'test/api/bids.spec › two: POST /api/v1/bids/{id}/actions/submit: 422 deadline_passed (/hash other_hash): 0 → 1',
      '4 differences that are not meant, 0 that are',
    ]);
    expect(characterise('--refusals', was, now, '--by-spec', ...intended({})).code).toBe(0);
  });

  it('--surface finds no difference between a checkout and itself', () => {
    const { code, lines } = characterise('--surface', '.', '.', ...intended({}));
    expect([code, lines.at(-1)]).toEqual([0, '0 differences that are not meant, 0 that are']);
  });
});
