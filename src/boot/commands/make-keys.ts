import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { derivePublicKey } from '../../kernel/sealing/key-provider.js';
import { say, UsageError, type Command } from './command.js';

/** A setting, the file that holds its value, and that value. */
interface Made {
  setting: string;
  file: string;
  value: string;
}

const formatKey = (name: string, bytes: Buffer): string => `${name}-1:${bytes.toString('base64')}`;
const ring = (setting: string, name: string): Made => ({
  setting: `${setting}_FILE`,
  file: `${name}_keys`,
  value: formatKey(name, randomBytes(32)),
});

/** Every key and secret that production asks for, each from the system's generator. */
function makeAll(): Made[] {
  const opening = randomBytes(32);
  return [
    ring('TOKEN_KEYS', 'token'),
    ring('AUDIT_KEYS', 'audit'),
    ring('IDENTITY_KEYS', 'identity'),
    {
      setting: 'OPENING_PUBLIC_KEY_FILE',
      file: 'opening_public_key',
      value: formatKey('opening', derivePublicKey(opening)),
    },
    { setting: 'OPENING_KEY_FILE', file: 'opening_key', value: formatKey('opening', opening) },
    { setting: 'METRICS_TOKEN_FILE', file: 'metrics_token', value: randomBytes(24).toString('base64url') },
  ];
}

/** All or nothing: a folder that has one of them already stays as it is. */
export const makeKeys: Command = {
  usage: 'FOLDER',
  does: 'write every key and secret that production asks for into files of a folder, and print their settings',
  run(args) {
    const [given] = args;
    if (!given || args.length > 1 || given.startsWith('-')) throw new UsageError('make-keys FOLDER');
    const folder = resolve(given);
    const made = makeAll().map((each) => ({ ...each, path: join(folder, each.file) }));
    const there = made.filter(({ path }) => existsSync(path));
    if (there.length > 0)
      throw new UsageError(`Nothing was written, for these are there: ${there.map(({ path }) => path).join(', ')}`);
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const { path, value } of made) {
      writeFileSync(path, `${value}\n`, { flag: 'wx', mode: 0o600 });
      chmodSync(path, 0o600);
    }
    for (const { setting, path } of made)
      say(`${setting}=${path}${setting === 'OPENING_KEY_FILE' ? '  # for the workers alone' : ''}`);
    say(
      '# Keep a copy of the folder apart from the database: without it no sealed bid is opened and the audit is not verified.',
    );
    return Promise.resolve(0);
  },
};
