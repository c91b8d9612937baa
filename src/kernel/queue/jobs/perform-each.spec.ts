import { describe, expect, it } from '@jest/globals';
import { performEach } from './perform-each.js';

async function* listLater(): AsyncGenerator<string, void, void> {
  for (const one of ['first', 'second', 'third']) yield await Promise.resolve(one);
}

describe('performEach', () => {
  it.each([
    ['a list', ['first', 'second', 'third']],
    ['pages that are read on the way', listLater()],
  ])('does the rest of %s where one breaks, and throws its fault at the end', async (_, all) => {
    const done: string[] = [];
    const work = (one: string): Promise<void> => {
      done.push(one);
      return one === 'first' ? Promise.reject(new Error('broken')) : Promise.resolve();
    };
    await expect(performEach(all, work)).rejects.toThrow('broken');
    expect(done).toEqual(['first', 'second', 'third']);
  });
});
