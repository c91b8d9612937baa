import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { randomNonce, randomPKCECodeVerifier } from 'openid-client';
import { PUBLIC } from '../../../kernel/access/principal.js';
import { forPurpose, Keys } from '../../../kernel/config/keys.js';
import type { ProviderSetting } from '../../../kernel/config/provider-setting.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { LastingProblem } from '../../../kernel/errors/problem.js';
import { coverText, uncoverText } from '../../../kernel/sealing/covered-text.js';
import { digest, randomSecret } from '../sessions/secrets.js';
import type { Identity } from './identities.js';
import { ProviderClient, type Expected } from './provider-client.js';

/** How long somebody may take at the provider. */
export const START_SECONDS = 600;
/** Rows deleted with each new one, oldest first: more than are added. */
const SWEEP = 10;

/** What a start is for: to sign somebody in, or to link the account of an open session. */
type Purpose = 'sign in' | `link ${string}`;

/** What the client goes on with. */
export interface Start {
  /** Where the browser goes. */
  url: string;
  /** Until when it works, in seconds. */
  expiresIn: number;
}

interface Content extends Expected {
  provider: string;
  purpose: Purpose;
  handle: string;
}

/** Starts at a provider, kept here: each is answered once, within ten minutes, by the client that made it. */
@Injectable()
export class ProviderStarts {
  private readonly ring: Buffer[];

  constructor(
    keys: Keys,
    private readonly transactions: Transactions,
    private readonly client: ProviderClient,
  ) {
    this.ring = forPurpose(keys.identity, 'provider start').map((key) => key.bytes);
  }

  /** `handle` is a secret of the client's, which it shows again with the answer: a callback that is sent to another opens nothing there. */
  async begin(provider: ProviderSetting, purpose: Purpose, handle: string): Promise<Start> {
    const expected: Expected = { state: randomSecret(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const url = await this.client.buildUrl(provider, expected);
    const content: Content = {
      ...expected,
      ...{ provider: provider.name, purpose, handle: digest(handle).toString('base64') },
    };
    const covered = coverText(this.ring[0] as Buffer, describePlace(expected.state), JSON.stringify(content));
    await this.transactions.run(PUBLIC, async (tx) => {
      await deleteEndedStarts(tx, SWEEP);
      await tx.query(
        `INSERT INTO provider_start (hash, content, expires_at)
         VALUES ($1, $2, clock_timestamp() + $3 * interval '1 second')`,
        [digest(expected.state), covered, START_SECONDS],
      );
    });
    return { url, expiresIn: START_SECONDS };
  }

  /**
   * Whom the provider says that it is. The start is used up, whatever comes of it. @throws Problem `provider_refused`, the
   *   same for every reason; `provider_away`
   */
  async finish(provider: ProviderSetting, purpose: Purpose, handle: string, callback: string): Promise<Identity> {
    const parameters = new URLSearchParams(callback);
    const content = await this.consume(parameters.get('state') ?? '');
    const isOurs =
      content !== null &&
      content.provider === provider.name &&
      content.purpose === purpose &&
      timingSafeEqual(Buffer.from(content.handle, 'base64'), digest(handle));
    if (!isOurs) throw new LastingProblem('provider_refused');
    return this.client.exchange(provider, parameters, content);
  }

  private async consume(state: string): Promise<Content | null> {
    const [row] = await this.transactions.run(PUBLIC, (tx) =>
      tx.query<{ content: Buffer; open: boolean }>(
        `DELETE FROM provider_start WHERE hash = $1 RETURNING content, expires_at > clock_timestamp() AS open`,
        [digest(state)],
      ),
    );
    const text = row?.open === true ? uncoverText(this.ring, describePlace(state), row.content) : null;
    return text === null ? null : (JSON.parse(text) as Content);
  }
}

const describePlace = (state: string): string => `throughline provider start 1|${state}`;

/** Starts that nobody came back from in time, oldest first and so many at most. Answers how many they were. */
export async function deleteEndedStarts(tx: Tx, most: number): Promise<number> {
  const rows = await tx.query(
    `DELETE FROM provider_start WHERE hash IN (SELECT hash FROM provider_start
       WHERE expires_at < clock_timestamp() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING expires_at`,
    [most],
  );
  return rows.length;
}
