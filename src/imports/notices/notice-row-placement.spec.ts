import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { followsUnknown, groupNotices, choosePlacement, projectKey } from './notice-row-placement.js';
import { parseNoticeLine } from './notice-row-parser.js';
import type { NoticeRow } from './notice-row-types.js';

const rowsOf = (lines: string[]): NoticeRow[] =>
  lines.flatMap((line) => {
    const parsed = parseNoticeLine(line, 1);
    return parsed.ok ? [parsed.row] : [];
  });
const file = (path: string): NoticeRow[] => rowsOf(readFileSync(new URL(path, import.meta.url), 'utf8').split('\n'));
const row = (id: string, changes: Record<string, unknown> = {}): NoticeRow => {
  const [made] = rowsOf([JSON.stringify({ id, notice_type: 'tender', project_title: 't', ...changes })]);
  if (made === undefined) throw new Error(id);
  return made;
};
const shape = (rows: NoticeRow[]) =>
  groupNotices(rows).purchases.map(({ rounds }) => rounds.map((round) => round.rows));

describe('joining notices', () => {
  const real = file('../../demonstration/notices/notices.jsonl');

  it('the 57 notices are 54 purchases in 56 rounds', () => {
    const { purchases, unknown } = groupNotices(real);
    expect(purchases).toHaveLength(54);
    expect(purchases.flatMap(({ rounds }) => rounds)).toHaveLength(56);
    expect(purchases.flatMap(({ rounds }) => rounds.flatMap(({ rows }) => rows))).toHaveLength(57);
    expect(unknown).toEqual([]);
  });

  it('rn-061 to rn-064 are one purchase of three rounds, the correction in the first', () => {
    expect(shape(real).filter((rounds) => rounds.length > 1)).toEqual([[['rn-061', 'rn-062'], ['rn-063'], ['rn-064']]]);
  });

  it('a row that follows nobody is named, and joins nothing', () => {
    const { purchases, unknown } = groupNotices(file('../../../test/fixtures/notices-dirty.jsonl'));
    expect(unknown).toEqual(['dirty-12']);
    expect(purchases).toHaveLength(1);
    expect(followsUnknown()).toMatchObject({ pointer: '/follows', code: 'follows_unknown' });
  });

  it('a notice cannot be followed before it was seen', () => {
    expect(groupNotices([row('b', { follows: 'a' }), row('a')]).unknown).toEqual(['b']);
  });

  it('the same project number of the same buyer joins, of another buyer or without one it does not', () => {
    const key = { project_no: 'P-1', buyer: '采购人A' };
    const rows = [
      row('a', key),
      row('b', { ...key, notice_type: 'award' }),
      row('c', { ...key, buyer: '采购人B' }),
      row('d', { project_no: 'P-1' }),
      row('e', { project_no: 'P-1' }),
      row('f', key),
      row('g', { ...key, notice_type: 'contract' }),
    ];
    expect(shape(rows)).toEqual([
      [
        ['a', 'b'],
        ['f', 'g'],
      ],
      [['c']],
      [['d']],
      [['e']],
    ]);
    expect(projectKey(row('x', { buyer: '采购人A' }))).toBeNull();
  });

  it('the call of a round known only by its intention is not a second round', () => {
    const rows = [
      row('a', { notice_type: 'intention' }),
      row('b', { follows: 'a' }),
      row('c', { follows: 'a', notice_type: 'award' }),
      row('d', { follows: 'b' }),
      row('e', { follows: 'b', notice_type: 'correction' }),
    ];
    expect(shape(rows)).toEqual([[['a', 'b', 'c', 'e'], ['d']]]);
  });

  it('two calls of one purchase are two rounds', () => {
    expect(choosePlacement('tender', { called: true })).toBe('new_round');
    expect(choosePlacement('single_source', { called: true })).toBe('new_round');
    expect(choosePlacement('correction', { called: true })).toBe('same_round');
    expect(choosePlacement('tender', null)).toBe('new_purchase');
  });
});
