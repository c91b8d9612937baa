import { describe, expect, it } from '@jest/globals';
import { changeData, changedColumns } from './merge-patch.js';

describe('a merge patch', () => {
  const row = { name: 'a', region: null, workers: 3, tags: ['x'], note: 'n' };

  it('leaves what is not given, removes what is null, and knows what is no change', () => {
    expect(changedColumns(row, { name: undefined, region: null, workers: 3, tags: ['x'], note: null })).toEqual({
      note: { from: 'n', to: null },
    });
    expect(changedColumns(row, { name: 'b', tags: [] })).toEqual({
      name: { from: 'a', to: 'b' },
      tags: { from: ['x'], to: [] },
    });
  });

  it('is told by its columns, with short values; of silent ones the name alone', () => {
    const changed = changedColumns(row, { name: 'b', workers: 4, note: 'x'.repeat(201), tags: [] });
    expect(changeData(changed, ['name'])).toEqual({
      changed: { name: {}, workers: { from: 3, to: 4 }, note: {}, tags: {} },
    });
  });
});
