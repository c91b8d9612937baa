import { describe, expect, it } from '@jest/globals';
import { toNetwork } from '../../../kernel/http/network.js';
import { passwordFault } from './password.rules.js';
import { randomBytes } from 'node:crypto';
import { Keys } from '../../../kernel/config/keys.js';
import { Passwords } from './passwords.js';
import { digest, formatKeyHint, newApiKey, newSetupCode, plainSetupCode, randomSecret } from './secrets.js';

describe('one-time codes', () => {
  it('are four groups of five characters that cannot be mistaken for each other', () => {
    for (let i = 0; i < 200; i++) expect(newSetupCode()).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/);
  });

  it('are the same however a person types them', () => {
    const code = '0A1BC-DEFGH-JKMNP-QRST1';
    for (const typed of [code.toLowerCase(), ' oAlbc defgh JKMNP-qrsti ', '0A1BCDEFGHJKMNPQRSTL'])
      expect(plainSetupCode(typed)).toBe(plainSetupCode(code));
  });
});

describe('random secrets', () => {
  it('differ, have 256 bits and are kept as SHA-256', () => {
    const made = new Set(Array.from({ length: 100 }, randomSecret));
    expect(made.size).toBe(100);
    for (const secret of made) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(digest('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('show of a key only how it begins', () => {
    const key = newApiKey();
    expect(key).toMatch(/^tlk_[\w-]{43}$/);
    expect(formatKeyHint(key)).toBe(`${key.slice(0, 8)}…`);
  });
});

describe('passwords', () => {
  const key = (id: string) => ({ id, bytes: randomBytes(32) });
  const [first, second] = [key('2025'), key('2026')];
  const withPepper = (...ring: [typeof first, ...(typeof first)[]]) => new Passwords(new Keys([first], [first], ring));
  const passwords = withPepper(first);

  it('are argon2id with the parameters OWASP asks for, salted', async () => {
    const [a, b] = await Promise.all([
      passwords.hash('correct horse battery'),
      passwords.hash('correct horse battery'),
    ]);
    expect(a.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(a.password_hash).not.toBe(b.password_hash);
    await expect(passwords.verify(a, 'correct horse battery')).resolves.toBe(true);
    await expect(passwords.verify(a, 'correct horse batterY')).resolves.toBe(false);
  });

  it('fit nothing where there is no account or no password yet', async () => {
    await expect(passwords.verify(null, 'anything at all')).resolves.toBe(false);
    await expect(passwords.verify(null, '')).resolves.toBe(false);
  });

  it('are nothing without the pepper that made them, and known under an older one until they are hashed anew', async () => {
    const stored = await passwords.hash('correct horse battery');
    await expect(withPepper(second).verify(stored, 'correct horse battery')).resolves.toBe(false);
    const named = { ...stored, password_key: second.id };
    await expect(withPepper(second).verify(named, 'correct horse battery')).resolves.toBe(false);
    await expect(passwords.verify({ ...stored, password_key: null }, 'correct horse battery')).resolves.toBe(false);
    const rotated = withPepper(second, first);
    await expect(rotated.verify(stored, 'correct horse battery')).resolves.toBe(true);
    expect([passwords.isCurrent(stored), rotated.isCurrent(stored)]).toEqual([true, false]);
  });

  it('are one however the keyboard composes their characters', async () => {
    await expect(passwords.verify(await passwords.hash('café au lait ①'), 'cafe\u0301 au lait 1')).resolves.toBe(true);
  });

  it.each([
    ['aaaaaaaaaaaa', 'too_simple'],
    ['abababababab', 'too_simple'],
    ['123456789012', 'too_simple'],
    ['abcdefghijkl', 'too_simple'],
    ['lkjihgfedcba', 'too_simple'],
    ['my-OFFICER-pass', 'holds_login'],
    ['P@ssw0rd2024!', 'too_common'],
    ['qwertyuiop12', 'too_common'],
    ['iloveyou123456', 'too_common'],
    ['woaini1314520', 'too_common'],
    ['letmeinletmein', 'too_common'],
    ['shequ1234567', 'too_common'],
    ['zxcvbnm,./asdf', 'too_common'],
  ])('%s is refused: %s', (password, code) => {
    expect(passwordFault(password, 'officer')?.code).toBe(code);
  });

  it.each(['correct horse battery', '正确的马电池订书钉很长的', 'Tr0ub4dor&3xyz', 'zhaoqian-sunli-zhouwu'])(
    '%s is not',
    (password) => {
      expect(passwordFault(password, 'officer')).toBeNull();
    },
  );
});

describe('networks that attempts are counted by', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2::ffff', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s is counted as %s', (address, network) => {
    expect(toNetwork(address)).toBe(network);
  });
});
