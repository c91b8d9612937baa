import { describe, expect, it } from '@jest/globals';
import { createRandom, shuffleNumbers } from '../../statistics/random.js';
import { prepareRegularity } from './regularity.js';

const toOrder = (winners: string): number[] => [...winners].map(Number);
function look(winners: string): { measured: number; most: number; inOrder: number } {
  const order = toOrder(winners);
  const { measure, most, countInOrder } = prepareRegularity(order);
  const measured = measure(Uint8Array.from(order));
  return { measured, most, inOrder: countInOrder(measured) };
}

describe('the regularity of awards', () => {
  it.each(['0101010101', '012012012012', '2102102102102', '01234012340123'])('of %s is the most there is', (order) => {
    const { measured, most, inOrder } = look(order);
    expect(measured).toBe(most);
    expect(inOrder).toBe(order.length);
  });

  it.each([
    ['012010012012', 11, 'a turn was given away'],
    ['012020120120', 11, 'a turn was passed over'],
    ['012201201201', 11, 'a lot lies between'],
    ['010012012022', 10, 'two turns were given away'],
  ])('of %s counts %i awards in order, where %s', (order, count) => {
    expect(look(order).inOrder).toBe(count);
    expect(look(order).measured).toBeLessThan(look(order).most);
  });

  it('hangs on no names, and no order measures more than the unbroken one', () => {
    const order = toOrder('01201201201201');
    const { measure, most } = prepareRegularity(order);
    const named = prepareRegularity(order.map((firm) => 7 - 2 * firm));
    const random = createRandom('3e'.repeat(32));
    for (let n = 0; n < 2_000; n += 1) {
      const drawn = shuffleNumbers(Uint8Array.from(order), random);
      expect(measure(drawn)).toBeLessThanOrEqual(most);
      expect(named.measure(drawn.map((firm) => 7 - 2 * firm))).toBe(measure(drawn));
    }
  });

  it.each(['012012012012', '010012012022', '0123456701234567'])(
    'against that of %s is told alike where it need not be told in full',
    (winners) => {
      const order = toOrder(winners);
      const { measure } = prepareRegularity(order);
      const least = measure(Uint8Array.from(order));
      const random = createRandom('5d'.repeat(32));
      for (let n = 0; n < 2_000; n += 1) {
        // Few places change, so that some measure as much.
        const drawn = Uint8Array.from(order);
        drawn.set(shuffleNumbers(drawn.slice(n % 8, (n % 8) + 3), random), n % 8);
        expect(measure(drawn, least) >= least).toBe(measure(drawn) >= least);
      }
    },
  );

  it('is greater with fewer breaks, whatever comes again a round later', () => {
    const measured = ['012012012012', '012010012012', '010012012022'].map((order) => look(order).measured);
    expect(measured).toEqual(measured.toSorted((a, b) => b - a));
  });
});
