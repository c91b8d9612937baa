import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTHeaderParameters } from 'jose';
import { forPurpose, Keys, type KeyRing } from '../../../kernel/config/keys.js';
import { Settings } from '../../../kernel/config/settings.js';
import { Problem } from '../../../kernel/errors/problem.js';

/** What an access token says: who, by which signing-in. What they may do is read anew with every request. */
export interface AccessClaims {
  user: string;
  session: string;
}

const ALGORITHM = 'HS256';
const ISSUER = 'throughline';
/** RFC 9068: says what the token is for, so that no other token of ours passes for it. */
const TYPE = 'at+jwt';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Tokens whose signature is remembered as good. */
const REMEMBERED = 10_000;

/** Signs and reads access tokens (RFC 7519). The algorithm is fixed here; what a token says of it is never believed. */
@Injectable()
export class AccessTokens {
  private readonly ring: KeyRing;
  /** Seconds. */
  readonly life: number;
  /**
   * Tokens read before, by their SHA-256, oldest first: a signature that was good stays good until it expires, and to
   * check it anew costs a request more than any of its statements. Whether the session still holds is asked every time.
   */
  private readonly known = new Map<string, { claims: AccessClaims; expires: number }>();

  constructor(keys: Keys, settings: Settings) {
    this.ring = forPurpose(keys.token, 'access token');
    this.life = settings.accessTokenSeconds;
  }

  issue({ user, session }: AccessClaims): Promise<string> {
    const key = this.ring[0];
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ sid: session })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: key.id })
      .setIssuer(ISSUER)
      .setSubject(user)
      .setIssuedAt(now)
      .setExpirationTime(now + this.life)
      .sign(key.bytes);
  }

  /** @throws Problem `invalid_token` for everything that is not one of ours and still good. */
  async read(token: string): Promise<AccessClaims> {
    const name = createHash('sha256').update(token).digest('base64');
    const known = this.known.get(name);
    if (known && Date.now() < known.expires) return known.claims;
    this.known.delete(name);
    try {
      const { payload } = await jwtVerify(token, (header) => this.findKey(header), {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        typ: TYPE,
        requiredClaims: ['sub', 'sid', 'iat', 'exp'],
      });
      const { sub, sid, exp } = payload;
      if (typeof sub === 'string' && typeof sid === 'string' && UUID.test(sub) && UUID.test(sid))
        return this.remember(name, { user: sub, session: sid }, exp as number);
    } catch {
      // Why it is not valid helps nobody but who forged it.
    }
    throw new Problem('invalid_token');
  }

  private remember(name: string, claims: AccessClaims, exp: number): AccessClaims {
    this.known.set(name, { claims, expires: exp * 1000 });
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
    return claims;
  }

  private findKey(header: JWTHeaderParameters): Uint8Array {
    const key = this.ring.find((k) => k.id === header.kid);
    if (!key) throw new Error('unknown key');
    return key.bytes;
  }
}
