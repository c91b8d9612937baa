import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { forPurpose, Keys, type KeyRing } from '../../../kernel/config/keys.js';
import { coverText, uncoverText } from '../../../kernel/sealing/covered-text.js';

/** Where an endpoint stands, and what its requests are signed with. */
interface Sealed {
  url: string;
  secret: string;
  /** The one before, and until when it signs as well. */
  previous?: Previous;
  /** Those before it that still sign, the newest first. */
  earlier?: Previous[];
}
interface Previous {
  secret: string;
  until: string;
}

/** How long two secrets are valid while one takes the place of the other: a day. */
const OVERLAP_MS = 24 * 60 * 60 * 1000;

/** Whoever has the database alone can neither read where an endpoint stands nor send what is told there to another place. */
@Injectable()
export class WebhookKeys {
  private readonly ring: KeyRing;

  constructor(keys: Keys) {
    this.ring = forPurpose(keys.identity, 'webhook endpoint');
  }

  cover(id: string, apiKey: string, sealed: Sealed): Buffer {
    return coverText(this.ring[0].bytes, describePlace(id, apiKey), JSON.stringify(sealed));
  }

  /** Null where it was altered or moved, or its key is gone. */
  read({ id, api_key_id, sealed }: { id: string; api_key_id: string; sealed: Buffer }): Sealed | null {
    const ring = this.ring.map((key) => key.bytes);
    const text = uncoverText(ring, describePlace(id, api_key_id), sealed);
    return text === null ? null : (JSON.parse(text) as Sealed);
  }
}

const describePlace = (id: string, apiKey: string): string => `throughline webhook endpoint 1|${id}|${apiKey}`;

/** 24 bytes, written as Standard Webhooks says. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;

/** Those before that sign as well, each for the day of its own: the receiver may know no later one. */
const listPrevious = ({ previous, earlier = [] }: Sealed): Previous[] =>
  [...(previous ? [previous] : []), ...earlier].filter(({ until }) => Date.parse(until) > Date.now());

/** The new secret signs from now on, the old one as well for a day. */
export const rotateSecret = (sealed: Sealed, next: string): Sealed => ({
  url: sealed.url,
  secret: next,
  previous: { secret: sealed.secret, until: new Date(Date.now() + OVERLAP_MS).toISOString() },
  earlier: listPrevious(sealed),
});

/** Secrets that sign at this moment, the newest first. */
export const listSecrets = (sealed: Sealed): string[] => [
  sealed.secret,
  ...listPrevious(sealed).map(({ secret }) => secret),
];
