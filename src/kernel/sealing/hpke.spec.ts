import { describe, expect, it } from '@jest/globals';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { randomBytes, type webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { newKeyPair, seal, unseal } from './hpke.js';

/** The library with nothing of ours in it. */
const LIBRARY = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const own = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

describe('a seal, beside the library as it comes', () => {
  const cases = fc.asyncProperty(
    fc.string({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 3000 }),
    async (info, text) => {
      const pair = await newKeyPair();
      const sealed = await seal(pair.publicKey, info, text);
      const recipientKey = (await LIBRARY.kem.deserializePrivateKey(own(pair.privateKey))) as webcrypto.CryptoKey;
      const opening = { recipientKey, enc: own(sealed.subarray(0, 32)), info: own(Buffer.from(info)) };
      expect(Buffer.from(await LIBRARY.open(opening, own(sealed.subarray(32))))).toEqual(Buffer.from(text));

      const recipientPublicKey = (await LIBRARY.kem.deserializePublicKey(own(pair.publicKey))) as webcrypto.CryptoKey;
      const { enc, ct } = await LIBRARY.seal({ recipientPublicKey, info: own(Buffer.from(info)) }, own(text));
      expect(await unseal(pair.privateKey, info, Buffer.concat([Buffer.from(enc), Buffer.from(ct)]))).toEqual(
        Buffer.from(text),
      );
    },
  );

  it('opens there, and what was sealed there opens here', () => fc.assert(cases, { numRuns: 40 }));

  it.each([0, 1, 15, 16, 31, 32, 47])('answers null for the first %i bytes of what was sealed', async (length) => {
    const pair = await newKeyPair();
    const sealed = await seal(pair.publicKey, 'x', randomBytes(40));
    expect(await unseal(pair.privateKey, 'x', sealed.subarray(0, length))).toBeNull();
  });

  it('is refused to a public key of small order, with which everybody knows the secret', async () => {
    await expect(seal(Buffer.alloc(32), 'x', randomBytes(40))).rejects.toThrow();
  });

  it('is of another key each time', async () => {
    const pair = await newKeyPair();
    const text = randomBytes(40);
    const [one, two] = [await seal(pair.publicKey, 'x', text), await seal(pair.publicKey, 'x', text)];
    expect(one.subarray(0, 32).equals(two.subarray(0, 32))).toBe(false);
    expect(one.subarray(32).equals(two.subarray(32))).toBe(false);
  });
});
