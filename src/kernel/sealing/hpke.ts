import type { webcrypto } from 'node:crypto';
import { CipherSuite } from '@hpke/core';
import { Aes256GcmAtOnce, copyBytes, DhkemAtOnce, HkdfAtOnce, KEY_BYTES } from './hpke-primitives.js';

/** RFC 9180, base mode: X25519, HKDF-SHA256, AES-256-GCM. The composition is the library's, not ours. */
const SUITE = new CipherSuite({
  kem: new DhkemAtOnce(),
  kdf: new HkdfAtOnce(),
  aead: new Aes256GcmAtOnce(),
});

export interface KeyPair {
  publicKey: Buffer;
  privateKey: Buffer;
}

export async function newKeyPair(): Promise<KeyPair> {
  const pair = (await SUITE.kem.generateKeyPair()) as webcrypto.CryptoKeyPair;
  return {
    publicKey: Buffer.from(await SUITE.kem.serializePublicKey(pair.publicKey)),
    privateKey: Buffer.from(await SUITE.kem.serializePrivateKey(pair.privateKey)),
  };
}

/** A tender's public key is sealed to by every bid for it: as the library wants it, it is made once. */
const imported = new Map<string, webcrypto.CryptoKey>();
const MOST_IMPORTED = 256;

async function importedKey(publicKey: Uint8Array): Promise<webcrypto.CryptoKey> {
  const name = Buffer.from(publicKey).toString('base64');
  const before = imported.get(name);
  if (before !== undefined) return before;
  const key = (await SUITE.kem.deserializePublicKey(copyBytes(publicKey))) as webcrypto.CryptoKey;
  if (imported.size >= MOST_IMPORTED) imported.clear();
  imported.set(name, key);
  return key;
}

/** Seals to a public key. `info` says what for: what was sealed for one purpose does not open for another. */
export async function seal(publicKey: Uint8Array, info: string, text: Uint8Array): Promise<Buffer> {
  const recipientPublicKey = await importedKey(publicKey);
  const { enc, ct } = await SUITE.seal({ recipientPublicKey, info: copyBytes(Buffer.from(info)) }, copyBytes(text));
  return Buffer.concat([Buffer.from(enc), Buffer.from(ct)]);
}

/** What was sealed, or null where a bit of it, its key or its purpose is another. */
export async function unseal(privateKey: Uint8Array, info: string, sealed: Uint8Array): Promise<Buffer | null> {
  const recipientKey = (await SUITE.kem.deserializePrivateKey(copyBytes(privateKey))) as webcrypto.CryptoKey;
  const enc = copyBytes(sealed.subarray(0, KEY_BYTES));
  try {
    return Buffer.from(
      await SUITE.open(
        { recipientKey, enc, info: copyBytes(Buffer.from(info)) },
        copyBytes(sealed.subarray(KEY_BYTES)),
      ),
    );
  } catch {
    return null;
  }
}
