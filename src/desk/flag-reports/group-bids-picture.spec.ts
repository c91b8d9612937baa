import { describe, expect, it } from '@jest/globals';
import { groupBidsPicture, spreadMarks } from './group-bids-picture.js';

describe('marks of one line', () => {
  it('stand on it where none is near another', () => {
    expect(spreadMarks([80, 90, 100], 1)).toEqual([0, 0, 0]);
  });

  it('stand above each other where they are equal, or near', () => {
    expect(spreadMarks([100, 80, 100], 1)).toEqual([-4.5, 0, 4.5]);
    expect(spreadMarks([100, 99.5, 99], 0.5)).toEqual([8, 0, -8]);
  });

  it('stay in their row however many there are', () => {
    const below = spreadMarks(
      Array.from({ length: 9 }, () => 100),
      1,
    );
    expect([Math.min(...below), Math.max(...below)]).toEqual([-8, 8]);
    expect(new Set(below).size).toBe(9);
  });
});

describe('the picture of the prices of a group', () => {
  it('has a mark of its own for every bid, also where losers stand at one price', () => {
    const bid = (price: number, won = false) => ({ price, won, member: true });
    const lot = {
      name: '第一包',
      on: '2023-01-15',
      ceiling: 200_000,
      bids: [bid(160_000, true), bid(200_000), bid(200_000)],
    };
    const { chart } = groupBidsPicture([lot], 'zh');
    const { series } = chart as unknown as { series: { data: { value: number[]; symbolOffset: number[] }[] }[] };
    const marks = series.flatMap(({ data }) =>
      data.map(({ value, symbolOffset }) => [...value, ...symbolOffset].join()),
    );
    expect(marks).toHaveLength(3);
    expect(new Set(marks).size).toBe(3);
  });
});
