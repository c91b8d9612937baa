import { DataSource } from 'typeorm';
import { SYSTEM } from '../access/principal.js';
import type { Keys } from '../config/keys.js';
import type { Settings } from '../config/settings.js';
import { dataSourceOptions } from '../database/data-source.js';
import type { Reader } from '../database/reader.js';
import { Transactions, type Tx } from '../database/transactions.js';
import { Nudge } from '../outbox/nudge.js';
import { ChangeLog } from './change-log.js';

/** What a database that was used before is brought to once, by `migrate`. */
export interface Adoption {
  name: string;
  isAdopted: (from: Reader) => Promise<boolean>;
  /** Answers how much was adopted. */
  adopt: (tx: Tx, log: ChangeLog) => Promise<number>;
}

/** Adopts by one unit of work, unless it was done; the keys are asked for only then. */
export async function adoptOnce(
  settings: Pick<Settings, 'databaseUrl' | 'databasePoolSize'>,
  loadKeys: () => Keys,
  { name, isAdopted, adopt }: Adoption,
): Promise<number> {
  const source = await new DataSource({ ...dataSourceOptions(settings), migrations: [] }).initialize();
  try {
    if (await isAdopted(source)) return 0;
    const log = new ChangeLog(loadKeys());
    return await new Transactions(source, log, new Nudge()).run(SYSTEM, async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('throughline adopt ' || $1::text, 0))`, [name]);
      return (await isAdopted(tx.manager)) ? 0 : adopt(tx, log);
    });
  } finally {
    await source.destroy();
  }
}
