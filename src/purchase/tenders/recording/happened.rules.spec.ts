import { describe, expect, it } from '@jest/globals';
import { daysAhead } from './happened.rules.js';

const TODAY = '2018-03-10';
const said = (data: object, source: object = {}) => daysAhead([{ data, source }], TODAY);

describe('what is recorded has happened', () => {
  it('a day after today is named, today is not', () => {
    expect(said({ signedOn: '2018-03-11' })).toEqual(['/facts/0/data/signedOn']);
    expect(said({ signedOn: '2018-03-10' })).toEqual([]);
  });

  it('a month or year that has begun may be meant', () => {
    expect(said({ decidedOn: '2018-03' })).toEqual([]);
    expect(said({ decidedOn: '2018' })).toEqual([]);
    expect(said({ decidedOn: '2018-04' })).toEqual(['/facts/0/data/decidedOn']);
  });

  it('an instant is judged by its day in Shanghai', () => {
    expect(said({ heldAt: '2018-03-10T15:59:00Z' })).toEqual([]);
    expect(said({ heldAt: '2018-03-10T16:00:00Z' })).toEqual(['/facts/0/data/heldAt']);
  });

  it('deadlines, windows and plans may lie ahead, the source may not', () => {
    const data = { deadline: '2019-01-01', window: { start: '2019-01-01' }, from: '2019-01-01', dueOn: '2019-01-01' };
    expect(said(data, { publishedOn: '2018-03-11' })).toEqual(['/facts/0/source/publishedOn']);
  });
});
