import type { fictionChain } from '../../../src/demonstration/fiction/fiction-dataset.js';
import type { MailServer } from '../../support/mail-server.js';
import type { Contract } from '../contract.js';

/** Who can be asked in the name of. */
type Person = 'admin' | 'secondAdmin' | 'officer' | 'supervisor';

export interface World {
  contract: Contract;
  /** The one complete purchase of the invented market. */
  chain: ReturnType<typeof fictionChain>;
  /** Authorization headers of those who have signed in. */
  as: Record<Person, { Authorization: string }>;
  /** What was sent to people. */
  mails: MailServer['mails'];
}

/** A part of the API, told as a client would use it: each operation's first answer is its example. */
export type Story = (world: World) => Promise<void>;

/** A record with what the next change of it needs. */
export interface Root {
  id: string;
  version: number;
}

export const PASSWORDS = { first: 'three-small-lanterns', second: 'four-quiet-courtyards' } as const;

export const bearer = (token: string): { Authorization: string } => ({ Authorization: `Bearer ${token}` });

type Auth = { Authorization: string };

/** Asks actions of one thing one after the other, each with the version that the one before has left. */
export function actor(
  contract: Contract,
  path: Record<string, string>,
  first: number,
  written?: Record<string, unknown>,
) {
  let version = first;
  return async <T extends Root = Root>(operation: string, as: Auth, body: Record<string, unknown> = {}): Promise<T> => {
    const headers = { 'If-Match': `"${version}"` };
    const answer = await contract.ask<T>(operation, { as, path, headers, body, ...(written && { written }) });
    ({ version } = answer.body);
    return answer.body;
  };
}
