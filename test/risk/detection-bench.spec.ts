import { describe, expect, it } from '@jest/globals';
import { PLANTED } from '../../bench/detection/cells.js';
import { honestMarket, PLAIN } from '../../bench/detection/markets.js';
import { markPublished } from '../../bench/detection/published.js';
import { drawTimes } from '../../bench/detection/times.js';
import { addTallies, namesRing, runTask } from '../../bench/detection/trial.js';
import { createRandom } from '../../src/watch/statistics/random.js';

const HASH = '3b'.repeat(32);
const DAY = 86_400_000;

describe('findings in a market with a ring', () => {
  it('are the ring’s where they name members of it alone, or all of it and one more; else they are false', () => {
    const ring = ['F3', 'F4', 'F5'];
    const named = (...members: string[]) => namesRing(members, ring);
    expect([named('F4'), named('F3', 'F5'), named(...ring), named(...ring, 'F9')]).toEqual([true, true, true, true]);
    expect([named('F9'), named('F3', 'F9'), named('F3', 'F4', 'F9'), named()]).toEqual([false, false, false, false]);
  });

  it('are counted by whom they name, judged and triggered, and their false share is the mean over markets', () => {
    const cell = PLANTED.findIndex(({ name }) => name === 'covers at the ceiling, T = 12');
    const task = { kind: 'planted' as const, cell, seed: 'whom they name' };
    const each = [0, 1, 2].map((no) => runTask({ ...task, from: no, to: no + 1 }));
    for (const { ofRing, ofOthers, falseShares, found, others } of each) {
      expect([ofRing.triggered > 0, ofOthers.triggered > 0]).toEqual([found === 1, others === 1]);
      expect(ofOthers.screened).toBeGreaterThan(ofRing.screened);
      const triggered = ofRing.triggered + ofOthers.triggered;
      expect(falseShares).toBeCloseTo(triggered === 0 ? 0 : ofOthers.triggered / triggered, 12);
    }
    const sum = each.reduce(addTallies);
    expect(sum).toEqual(runTask({ ...task, from: 0, to: 3 }));
    expect(sum.ofRing.triggered).toBeGreaterThan(0);
    expect(sum.ofOthers.screened).toBe(each.reduce((all, { ofOthers }) => all + ofOthers.screened, 0));
  });
});

describe('times of drawn lots', () => {
  const { lots } = honestMarket({ ...PLAIN, lots: 600, regulars: 0 }, createRandom(HASH));
  const times = [...drawTimes(lots, HASH).entries()];
  const daysOf = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY;

  it('leave 10 to 30 days, and hold bids that came after the documents, one in a hundred up to half an hour late', () => {
    const periods = times.map(([, { issuedAt, closesAt }]) => daysOf(issuedAt, closesAt));
    expect([Math.min(...periods), Math.max(...periods)]).toEqual([10, 30]);
    const bids = times.flatMap(([, { issuedAt, closesAt, received }]) =>
      Object.values(received).map((at) => ({ after: daysOf(issuedAt, at), late: daysOf(closesAt, at) })),
    );
    expect(Math.min(...bids.map(({ after }) => after))).toBeGreaterThanOrEqual(0);
    const late = bids.filter((bid) => bid.late > 0);
    expect(Math.max(...late.map((bid) => bid.late))).toBeLessThanOrEqual(1 / 48);
    expect(late.length / bids.length).toBeGreaterThan(0.005);
    expect(late.length / bids.length).toBeLessThan(0.02);
  });

  it('are what R003 and R030 read: a group is marked where half of its lots had few days, or were won by a late bid', () => {
    const short = times.filter(([, one]) => daysOf(one.issuedAt, one.closesAt) < 15).map(([key]) => key);
    const late = times.flatMap(([key, { closesAt, received }]) => {
      const winner = lots.find((lot) => lot.key === key)?.bids.find(({ won }) => won)?.bidder ?? '';
      return (received[winner] ?? '') > closesAt ? [key] : [];
    });
    const ofKeys = (keys: readonly string[]) => lots.filter(({ key }) => keys.includes(key));
    const rest = ofKeys(times.map(([key]) => key).filter((key) => ![...short, ...late].includes(key)));
    expect(late.length).toBeGreaterThan(0);
    const marked = [ofKeys(short), ofKeys(late), rest, lots].map((own) =>
      markPublished(lots, own, [], HASH).filter((id) => id === 'R003' || id === 'R030'),
    );
    expect(marked[0]).toContain('R003');
    expect(marked[1]).toContain('R030');
    expect(marked.slice(2)).toEqual([[], []]);
  });
});
