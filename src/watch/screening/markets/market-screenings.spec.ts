import { describe, expect, it } from '@jest/globals';
import { MarketScreenings } from './market-screenings.js';

describe('MarketScreenings', () => {
  it('screens the markets behind one that breaks', async () => {
    const screened: string[] = [];
    const transactions = {
      reader: {
        query: (sql: string) => Promise.resolve(sql.includes('count(*)') ? [{ n: 0 }] : [{ id: 'a' }, { id: 'b' }]),
      },
      run: (_: unknown, work: (tx: object) => Promise<unknown>) => work({}),
    };
    const engine = {
      screen: (_: object, id: string) => {
        screened.push(id);
        return id === 'a' ? Promise.reject(new Error('broken')) : Promise.resolve({ changed: 1 });
      },
    };
    const screenings = new MarketScreenings(transactions as never, engine as never, {} as never);
    await expect(screenings.screen(null, 'run')).rejects.toThrow('broken');
    expect(screened).toEqual(['a', 'b']);
  });
});
