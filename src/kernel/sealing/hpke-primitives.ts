import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  type webcrypto,
} from 'node:crypto';
import { Aes256Gcm, DhkemX25519HkdfSha256, HkdfSha256, type AeadEncryptionContext } from '@hpke/core';

/**
 * What the library's composition of RFC 9180 stands on, by the same OpenSSL as its own, without a job of the thread pool for each
 * step: a seal takes a quarter of the processor. What it seals, the library's own opens, and the other way round (`hpke.spec.ts`).
 */
type Bytes = ArrayBufferLike | ArrayBufferView;
type Key = webcrypto.CryptoKey;

const HASH_BYTES = 32;
const TAG_BYTES = 16;
/** Of either half of a pair. */
export const KEY_BYTES = 32;

/** A copy whose memory is its own: the library takes whole buffers. */
export const copyBytes = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
const toBytes = (bytes: Bytes): Uint8Array =>
  ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);

function hmac(key: Bytes, ...parts: Uint8Array[]): Buffer {
  const mac = createHmac('sha256', toBytes(key));
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** RFC 5869. */
export class HkdfAtOnce extends HkdfSha256 {
  override extract(salt: Bytes, ikm: Bytes): Promise<ArrayBuffer> {
    return Promise.resolve(copyBytes(hmac(salt.byteLength === 0 ? new Uint8Array(HASH_BYTES) : salt, toBytes(ikm))));
  }

  override expand(prk: Bytes, info: Bytes, length: number): Promise<ArrayBuffer> {
    if (length > 255 * HASH_BYTES) throw new RangeError(`HKDF gives no ${length} bytes`);
    const blocks: Buffer[] = [];
    for (let i = 1, before: Buffer = Buffer.alloc(0); blocks.length * HASH_BYTES < length; i++) {
      before = hmac(prk, before, toBytes(info), Uint8Array.of(i));
      blocks.push(before);
    }
    return Promise.resolve(copyBytes(Buffer.concat(blocks).subarray(0, length)));
  }

  override async extractAndExpand(salt: Bytes, ikm: Bytes, info: Bytes, length: number): Promise<ArrayBuffer> {
    return this.expand(await this.extract(salt, ikm), info, length);
  }
}

/** PKCS #8 of the bytes of a private key: RFC 8410. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** The library only hands keys on: they are OpenSSL's own, in the place of its. */
const toLibraryKey = (key: KeyObject): Key => key as unknown as Key;
const fromLibraryKey = (key: Key): KeyObject => key as unknown as KeyObject;

/** RFC 8037. Read from DER a key costs as much as two agreements. */
const describeKey = (bytes: Buffer) => ({ kty: 'OKP', crv: 'X25519', x: bytes.toString('base64url') });

function readKey(bytes: Bytes): Buffer {
  const raw = Buffer.from(toBytes(bytes));
  if (raw.length !== KEY_BYTES) throw new RangeError(`A key has ${KEY_BYTES} bytes, not ${raw.length}`);
  return raw;
}

const exportPart = (key: Key, part: 'x' | 'd'): Promise<ArrayBuffer> =>
  Promise.resolve(copyBytes(Buffer.from(fromLibraryKey(key).export({ format: 'jwk' })[part] as string, 'base64url')));

const refuse = (): Promise<never> => Promise.reject(new Error('Nothing here is made of such a key'));

/** RFC 7748. A shared secret of zeros only, which a public key of small order would give, is an error of OpenSSL. */
class X25519AtOnce {
  generateKeyPair(): Promise<webcrypto.CryptoKeyPair> {
    const { publicKey, privateKey } = generateKeyPairSync('x25519');
    return Promise.resolve({ publicKey: toLibraryKey(publicKey), privateKey: toLibraryKey(privateKey) });
  }

  async dh(privateKey: Key, publicKey: Key): Promise<ArrayBuffer> {
    const pair = { privateKey: fromLibraryKey(privateKey), publicKey: fromLibraryKey(publicKey) };
    return Promise.resolve(copyBytes(diffieHellman(pair)));
  }

  derivePublicKey = (key: Key): Promise<Key> => Promise.resolve(toLibraryKey(createPublicKey(fromLibraryKey(key))));
  serializePublicKey = (key: Key): Promise<ArrayBuffer> => exportPart(key, 'x');
  serializePrivateKey = (key: Key): Promise<ArrayBuffer> => exportPart(key, 'd');

  deserializePublicKey(bytes: Bytes): Promise<Key> {
    return Promise.resolve(toLibraryKey(createPublicKey({ key: describeKey(readKey(bytes)), format: 'jwk' })));
  }

  deserializePrivateKey(bytes: Bytes): Promise<Key> {
    const key = Buffer.concat([PKCS8, readKey(bytes)]);
    return Promise.resolve(toLibraryKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' })));
  }

  importKey = refuse;
  deriveKeyPair = refuse;
}

/** A key derivation that knows for which key encapsulation it works: RFC 9180 section 4.1, `suite_id`. */
function createKemKdf({ id }: DhkemX25519HkdfSha256): HkdfAtOnce {
  const kdf = new HkdfAtOnce();
  kdf.init(Buffer.from([...Buffer.from('KEM'), id >> 8, id & 0xff]));
  return kdf;
}

export class DhkemAtOnce extends DhkemX25519HkdfSha256 {
  protected override _prim = new X25519AtOnce();
  protected override _kdf = createKemKdf(this);
}

export class Aes256GcmAtOnce extends Aes256Gcm {
  override createEncryptionContext(given: Bytes): AeadEncryptionContext {
    const key = Buffer.from(toBytes(given));
    return {
      seal: (iv, data, aad) => {
        const cipher = createCipheriv('aes-256-gcm', key, toBytes(iv)).setAAD(toBytes(aad));
        const closed = [cipher.update(toBytes(data)), cipher.final(), cipher.getAuthTag()];
        return Promise.resolve(copyBytes(Buffer.concat(closed)));
      },
      // A promise that fails, as the library's own does, where a bit is another.
      open: async (iv, data, aad) => {
        const bytes = toBytes(data);
        const decipher = createDecipheriv('aes-256-gcm', key, toBytes(iv), { authTagLength: TAG_BYTES });
        decipher.setAAD(toBytes(aad));
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
        const parts = [decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()];
        return Promise.resolve(copyBytes(Buffer.concat(parts)));
      },
    };
  }
}
