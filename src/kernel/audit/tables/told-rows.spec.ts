import { describe, expect, it } from '@jest/globals';
import { joinToldRows, mergeToldRows, readToldRow } from './told-rows.js';

describe('rows that the database told', () => {
  it('are read from its notices alone', () => {
    const detail = '["t", "1", null, "b"]';
    expect(readToldRow({ message: 'a row changed', detail })).toEqual(['t', '1', null, 'b']);
    expect(readToldRow({ message: 'something else', detail })).toBeNull();
    expect(readToldRow({ message: 'a row changed' })).toBeNull();
  });

  it('are one row each, from before the first change to after the last, and none where both are the same', () => {
    expect(
      mergeToldRows([
        ['t', '1', 'a', 'b'],
        ['t', '2', null, 'x'],
        ['t', '1', 'b', 'c'],
        ['u', '1', 'a', 'b'],
        ['u', '1', 'b', 'a'],
        ['t', '2', 'x', null],
      ]),
    ).toEqual([['t', '1', 'a', 'c']]);
  });

  it('go with their own change, else with the first', () => {
    const joined = joinToldRows(
      [{ id: '7' }, { id: '1' }, { id: '1' }],
      [
        ['t', '1', null, 'a'],
        ['t', '9', null, 'b'],
      ],
    );
    expect(joined).toEqual([
      { id: '7', tables: [['t', '9', null, 'b']] },
      { id: '1', tables: [['t', '1', null, 'a']] },
      { id: '1' },
    ]);
  });
});
