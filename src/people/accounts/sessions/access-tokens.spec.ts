import { describe, expect, it, jest } from '@jest/globals';
import { SignJWT, UnsecuredJWT } from 'jose';
import { randomBytes, randomUUID } from 'node:crypto';
import { forPurpose, Keys, type KeyRing } from '../../../kernel/config/keys.js';
import type { Settings } from '../../../kernel/config/settings.js';
import { AccessTokens } from './access-tokens.js';

const key = (id: string) => ({ id, bytes: randomBytes(32) });
const old = key('2025');
const current = key('2026');
const claims = { user: randomUUID(), session: randomUUID() };
const tokens = (...ring: [typeof old, ...(typeof old)[]]): AccessTokens =>
  new AccessTokens(new Keys(ring, [key('a')], [key('i')]), { accessTokenSeconds: 900 } as Settings);
const signing = (ring: KeyRing): Uint8Array => forPurpose(ring, 'access token')[0].bytes;
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** A token of ours but for what is changed. */
function token(change: { header?: object; payload?: object; key?: Uint8Array } = {}): Promise<string> {
  const payload = { sub: claims.user, sid: claims.session, iss: 'throughline', iat: inSeconds(0), exp: inSeconds(60) };
  return new SignJWT({ ...payload, ...change.payload })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: '2026', ...change.header })
    .sign(change.key ?? signing([current]));
}

describe('access tokens', () => {
  const reader = tokens(current, old);

  it('say who and by which signing-in, and nothing else', async () => {
    const issued = await tokens(current).issue(claims);
    await expect(reader.read(issued)).resolves.toEqual(claims);
    const payload = JSON.parse(Buffer.from(issued.split('.')[1] as string, 'base64url').toString()) as object;
    expect(Object.keys(payload).sort()).toEqual(['exp', 'iat', 'iss', 'sid', 'sub']);
  });

  it('of a key that no longer signs still count; of one that is gone they do not', async () => {
    const issued = await tokens(old).issue(claims);
    await expect(reader.read(issued)).resolves.toEqual(claims);
    await expect(tokens(current).read(issued)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('as this test makes them are good until something is changed', async () => {
    await expect(reader.read(await token())).resolves.toEqual(claims);
  });

  it('read before are refused once they have expired, and so is another that only looks like one', async () => {
    const short = await token({ payload: { exp: inSeconds(60) } });
    await expect(reader.read(short)).resolves.toEqual(claims);
    await expect(reader.read(short)).resolves.toEqual(claims);
    const [head, payload] = short.split('.');
    const forged = `${head}.${payload}.${randomBytes(32).toString('base64url')}`;
    await expect(reader.read(forged)).rejects.toMatchObject({ code: 'invalid_token' });
    const later = Date.now() + 60_000;
    // one clock of what is remembered, the other of what is checked anew
    const clocks = [jest.spyOn(Date, 'now'), jest.spyOn(Date.prototype, 'getTime')];
    for (const clock of clocks) clock.mockReturnValue(later);
    try {
      await expect(reader.read(short)).rejects.toMatchObject({ code: 'invalid_token' });
    } finally {
      for (const clock of clocks) clock.mockRestore();
    }
    await expect(reader.read(short)).resolves.toEqual(claims);
  });

  it.each([
    ['expired', () => token({ payload: { exp: inSeconds(-1) } })],
    ['without an expiry', () => token({ payload: { exp: undefined } })],
    ['signed with another key', () => token({ key: randomBytes(32) })],
    ['signed with the ring’s key itself', () => token({ key: current.bytes })],
    ['naming another key', () => token({ header: { kid: '2025' } })],
    ['naming an unknown key', () => token({ header: { kid: 'elsewhere' } })],
    ['naming no key', () => token({ header: { kid: undefined } })],
    ['of another type', () => token({ header: { typ: 'JWT' } })],
    ['of another issuer', () => token({ payload: { iss: 'elsewhere' } })],
    ['without a session', () => token({ payload: { sid: undefined } })],
    ['with a session that is no id', () => token({ payload: { sid: "' OR true --" } })],
    ['with HS512', () => token({ header: { alg: 'HS512' }, key: randomBytes(64) })],
    ['alg none', () => Promise.resolve(unsecured())],
    ['alg none with our key’s name', async () => `${(await token()).split('.').slice(0, 2).join('.')}.`],
    [
      'with a changed payload',
      async () => (await token()).replace(/\.(.)/, (_, c: string) => (c === 'e' ? '.f' : '.e')),
    ],
    ['nonsense', () => Promise.resolve('a.b.c')],
    ['empty', () => Promise.resolve('')],
  ])('are refused: %s', async (_, make) => {
    await expect(reader.read(await make())).rejects.toMatchObject({ code: 'invalid_token' });
  });
});

function unsecured(): string {
  return new UnsecuredJWT({ sid: claims.session })
    .setSubject(claims.user)
    .setIssuer('throughline')
    .setIssuedAt()
    .setExpirationTime('1m')
    .encode();
}
