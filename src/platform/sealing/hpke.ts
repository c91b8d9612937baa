import type { webcrypto } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';

/** RFC 9180, base mode: X25519, HKDF-SHA256, AES-256-GCM. The composition is the library's, not ours. */
const SUITE = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const KEY_BYTES = 32;

export interface KeyPair {
  publicKey: Buffer;
  privateKey: Buffer;
}

/** A copy whose memory is its own: the library takes whole buffers. */
const own = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

export async function newKeyPair(): Promise<KeyPair> {
  const pair = (await SUITE.kem.generateKeyPair()) as webcrypto.CryptoKeyPair;
  return {
    publicKey: Buffer.from(await SUITE.kem.serializePublicKey(pair.publicKey)),
    privateKey: Buffer.from(await SUITE.kem.serializePrivateKey(pair.privateKey)),
  };
}

/** Seals to a public key. `info` says what for: what was sealed for one purpose does not open for another. */
export async function seal(publicKey: Uint8Array, info: string, text: Uint8Array): Promise<Buffer> {
  const recipientPublicKey = (await SUITE.kem.deserializePublicKey(own(publicKey))) as webcrypto.CryptoKey;
  const { enc, ct } = await SUITE.seal({ recipientPublicKey, info: own(Buffer.from(info)) }, own(text));
  return Buffer.concat([Buffer.from(enc), Buffer.from(ct)]);
}

/** What was sealed, or null where a bit of it, its key or its purpose is another. */
export async function unseal(privateKey: Uint8Array, info: string, sealed: Uint8Array): Promise<Buffer | null> {
  const recipientKey = (await SUITE.kem.deserializePrivateKey(own(privateKey))) as webcrypto.CryptoKey;
  const enc = own(sealed.subarray(0, KEY_BYTES));
  try {
    return Buffer.from(
      await SUITE.open({ recipientKey, enc, info: own(Buffer.from(info)) }, own(sealed.subarray(KEY_BYTES))),
    );
  } catch {
    return null;
  }
}
