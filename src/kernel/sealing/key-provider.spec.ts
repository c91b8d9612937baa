import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings, type Settings } from '../config/settings.js';
import { newKeyPair } from './hpke.js';
import { LocalKeyFile, derivePublicKey } from './key-provider.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-keys-'));
  for (const name of ['data', 'documents', 'keys']) mkdirSync(join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true }));

const settings = (more: Partial<Settings>): Settings =>
  Object.assign(loadSettings({ DATA_DIR: join(folder, 'data') }), { documentsDir: join(folder, 'documents') }, more);
const encoded = (id: string, key: Buffer): string => `${id}:${key.toString('base64')}`;
function file(path: string, text: string, mode = 0o600): string {
  const place = join(folder, path);
  writeFileSync(place, text);
  chmodSync(place, mode);
  return place;
}

describe('the local key file', () => {
  it('wraps by the public half alone; the file opens what was wrapped', async () => {
    const pair = await newKeyPair();
    expect(derivePublicKey(pair.privateKey)).toEqual(pair.publicKey);
    const openingPublicKey = encoded('o', pair.publicKey);
    const api = new LocalKeyFile(settings({ openingPublicKey }));
    const openingKeyFile = file('keys/opening', `${encoded('o', pair.privateKey)}\n`);
    const worker = new LocalKeyFile(settings({ openingPublicKey, openingKeyFile }));
    expect([api.opens, worker.opens]).toEqual([false, true]);
    const secret = Buffer.from('a private key');
    const wrapped = await api.wrap(secret, 'for a tender');
    expect(await worker.unwrap(wrapped, 'for a tender')).toEqual(secret);
    await expect(api.unwrap(wrapped, 'for a tender')).rejects.toThrow('does not hold the opening key o');
    await expect(worker.unwrap(wrapped, 'for another')).rejects.toThrow('was altered');
    const altered = Buffer.from(wrapped.bytes);
    altered[40] = (altered[40] ?? 0) ^ 1;
    await expect(worker.unwrap({ key: 'o', bytes: altered }, 'for a tender')).rejects.toThrow('was altered');
    await expect(worker.unwrap({ key: 'x', bytes: wrapped.bytes }, 'for a tender')).rejects.toThrow('does not hold');
  });

  it('goes on opening what an earlier key wrapped', async () => {
    const [old, young] = [await newKeyPair(), await newKeyPair()];
    const before = new LocalKeyFile(settings({ openingKeyFile: file('keys/old', encoded('old', old.privateKey)) }));
    const wrapped = await before.wrap(Buffer.from('x'), 'y');
    const ring = `${encoded('new', young.privateKey)},${encoded('old', old.privateKey)}`;
    const after = new LocalKeyFile(settings({ openingKeyFile: file('keys/both', ring) }));
    expect(await after.unwrap(wrapped, 'y')).toEqual(Buffer.from('x'));
    expect((await after.wrap(Buffer.from('x'), 'y')).key).toBe('new');
  });

  it.each([
    ['others may read', 'keys/open', 0o644, 'mode 0600'],
    ['the group may read', 'keys/group', 0o640, 'mode 0600'],
    ['lies with the data', 'data/opening', 0o600, 'lies in the data or the document folder'],
    ['lies with the documents', 'documents/opening', 0o600, 'lies in the data or the document folder'],
  ])('is refused where it %s', async (_, path, mode, message) => {
    const { privateKey } = await newKeyPair();
    const openingKeyFile = file(path, encoded('o', privateKey), mode);
    expect(() => new LocalKeyFile(settings({ openingKeyFile }))).toThrow(message);
  });

  it('is made by a demonstration start, for its owner alone, and not in production', () => {
    const made = new LocalKeyFile(settings({}));
    expect(made.opens).toBe(true);
    expect(readdirSync(join(folder, 'data/keys'))).toEqual(['opening.key']);
    expect(statSync(join(folder, 'data/keys/opening.key')).mode & 0o777).toBe(0o600);
    expect(() => new LocalKeyFile(Object.assign(settings({}), { mode: 'production' as const }))).toThrow(
      'Neither OPENING_PUBLIC_KEY nor OPENING_KEY_FILE',
    );
  });
});
