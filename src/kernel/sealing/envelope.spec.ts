import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { closeEnvelope, openEnvelope, SIZE_CLASSES, findSizeClass } from './envelope.js';
import { newKeyPair, seal, unseal } from './hpke.js';

const KEY = Buffer.alloc(32, 7);
const HEAD = Buffer.from('head');
const BODY = Buffer.from('body');
const SIZE = SIZE_CLASSES[0] as number;

describe('an envelope', () => {
  it('gives back what was put in, and nothing under another key or id', () => {
    const closed = closeEnvelope(KEY, 'a', HEAD, BODY, SIZE);
    expect(openEnvelope([randomBytes(32), KEY], 'a', closed)).toEqual({ head: HEAD, body: BODY });
    expect(openEnvelope([randomBytes(32)], 'a', closed)).toEqual({ head: null, body: null });
    expect(openEnvelope([KEY], 'b', closed)).toEqual({ head: null, body: null });
    expect(openEnvelope([KEY], 'a', Buffer.alloc(3))).toEqual({ head: null, body: null });
  });

  it('is of one size whatever it holds, and never twice the same', () => {
    const [one, two] = [closeEnvelope(KEY, 'a', HEAD, BODY, SIZE), closeEnvelope(KEY, 'a', HEAD, BODY, SIZE)];
    expect(one.equals(two)).toBe(false);
    expect(closeEnvelope(KEY, 'a', randomBytes(4096), randomBytes(SIZE), SIZE)).toHaveLength(one.length);
    expect(() => closeEnvelope(KEY, 'a', HEAD, randomBytes(SIZE + 1), SIZE)).toThrow(RangeError);
  });

  it('tells which part was altered', () => {
    const closed = closeEnvelope(KEY, 'a', HEAD, BODY, SIZE);
    fc.assert(
      fc.property(fc.nat(closed.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const altered = Buffer.from(closed);
        altered[at] = (altered[at] ?? 0) ^ flip;
        const { head, body } = openEnvelope([KEY], 'a', altered);
        expect([head === null, body === null]).toEqual(at < closed.length - SIZE - 32 ? [true, false] : [false, true]);
      }),
      { numRuns: 60 },
    );
  });

  it('has a class for every content that a request can bring, sealed or not', () => {
    expect(findSizeClass(0)).toBe(SIZE);
    expect(findSizeClass(1_048_576)).toBe(SIZE_CLASSES.at(-1));
    expect(findSizeClass(4_000_000)).toBeUndefined();
  });
});

describe('a seal', () => {
  it('opens by its own key, for its own purpose, unaltered', async () => {
    const [pair, other] = [await newKeyPair(), await newKeyPair()];
    const sealed = await seal(pair.publicKey, 'a purpose', BODY);
    expect(await unseal(pair.privateKey, 'a purpose', sealed)).toEqual(BODY);
    expect(await unseal(pair.privateKey, 'another', sealed)).toBeNull();
    expect(await unseal(other.privateKey, 'a purpose', sealed)).toBeNull();
    for (const at of [0, 31, 32, sealed.length - 1]) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(await unseal(pair.privateKey, 'a purpose', altered)).toBeNull();
    }
    expect(await unseal(pair.privateKey, 'a purpose', Buffer.alloc(5))).toBeNull();
  });
});
