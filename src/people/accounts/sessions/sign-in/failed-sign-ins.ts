import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { PUBLIC } from '../../../../kernel/access/principal.js';
import { forPurpose, Keys, type Key } from '../../../../kernel/config/keys.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import { toNetwork } from '../../../../kernel/http/network.js';

/** Access logs are kept for at least six months (Cybersecurity Law article 21 (3)). */
export const KEPT_DAYS = 185;
/** Rows deleted with each new one, oldest first: more than are added. */
const SWEEP = 10;

/** What is known of failed sign-ins with one login: how many, from how many networks, the first and the last. */
export interface FailedSignInCount {
  failures: number;
  networks: number;
  first: string | null;
  last: string | null;
}

/** Failed sign-ins, with login and network as keyed hashes: who knows a login can count its failures, nobody can list logins. */
@Injectable()
export class FailedSignIns {
  private readonly key: Key;

  constructor(
    keys: Keys,
    private readonly transactions: Transactions,
  ) {
    this.key = forPurpose(keys.identity, 'failed sign-in')[0];
  }

  async record(login: string, address: string): Promise<void> {
    await this.transactions.run(PUBLIC, async (tx) => {
      await deleteOldFailures(tx, SWEEP);
      await tx.query(`INSERT INTO sign_in_failure (login, network) VALUES ($1, $2)`, [
        this.hashLogin(login),
        this.hash('network', toNetwork(address)),
      ]);
    });
  }

  /** Of one login, in the last days. */
  async count(login: string, days: number): Promise<FailedSignInCount> {
    const [row] = await this.transactions.reader.query<
      { failures: number; networks: number; first: Date | null; last: Date | null }[]
    >(
      `SELECT count(*)::int AS failures, count(DISTINCT network)::int AS networks, min(at) AS first, max(at) AS last
       FROM sign_in_failure WHERE login = $1 AND at >= clock_timestamp() - $2 * interval '1 day'`,
      [this.hashLogin(login), days],
    );
    const { failures = 0, networks = 0, first = null, last = null } = row ?? {};
    return { failures, networks, first: first?.toISOString() ?? null, last: last?.toISOString() ?? null };
  }

  private hashLogin(login: string): Buffer {
    return this.hash('login', login.toLowerCase());
  }

  private hash(kind: string, text: string): Buffer {
    return createHmac('sha256', this.key.bytes).update(`${kind}\n${text}`).digest();
  }
}

/** Failures that are kept no longer, oldest first and so many at most. Answers how many they were. */
export async function deleteOldFailures(tx: Tx, most: number): Promise<number> {
  const rows = await tx.query(
    `DELETE FROM sign_in_failure WHERE id IN (SELECT id FROM sign_in_failure
       WHERE at < clock_timestamp() - interval '${KEPT_DAYS} days' ORDER BY at LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING id`,
    [most],
  );
  return rows.length;
}
