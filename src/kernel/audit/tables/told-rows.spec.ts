import { describe, expect, it } from '@jest/globals';
import { joinToldRows, mergeToldRows, readToldRows } from './told-rows.js';

describe('rows that the database told', () => {
  it('are read from its notices alone', () => {
    const detail = '["t", "1", null, "b"]';
    expect(readToldRows({ message: 'a row changed', detail })).toEqual([['t', '1', null, 'b']]);
    expect(readToldRows({ message: 'rows changed', detail: `[${detail}, ${detail}]` })).toHaveLength(2);
    expect(readToldRows({ message: 'something else', detail })).toEqual([]);
    expect(readToldRows({ message: 'a row changed' })).toEqual([]);
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

  it('are one row each in whichever order their changes were told', () => {
    expect(
      mergeToldRows([
        ['t', '1', 'b', 'c'],
        ['t', '1', 'a', 'b'],
        ['t', '2', 'y', 'x'],
        ['t', '2', 'x', 'y'],
        ['t', '3', null, 'x'],
        ['t', '3', 'x', 'y'],
        ['t', '3', 'y', 'x'],
      ]),
    ).toEqual([
      ['t', '1', 'a', 'c'],
      ['t', '3', null, 'x'],
    ]);
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
