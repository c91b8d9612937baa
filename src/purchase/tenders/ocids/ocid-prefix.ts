import type { Adoption } from '../../../kernel/audit/adopt-once.js';
import { DEMONSTRATION_PREFIX } from '../../../kernel/config/open-data-settings.js';
import type { Settings } from '../../../kernel/config/settings.js';
import { UnreadyDatabaseError } from '../../../kernel/database/schema/old-databases.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Tx } from '../../../kernel/database/transactions.js';

/** The prefix of an installation that has none of its own: nobody registered it, and nothing is published under it. */
export const UNREGISTERED_PREFIX = 'ocds-throughline';

/** Longest wait for whoever is writing: until all purchases have the prefix, nobody drafts a contract. */
const LOCK_WAIT = '30s';

async function loadOcidPrefix(reader: Reader): Promise<string> {
  const [row] = await reader.query<{ prefix: string }[]>(`SELECT prefix FROM ocid_prefix`);
  return row?.prefix ?? UNREGISTERED_PREFIX;
}

/** The prefix that the settings ask for; outside production that of demonstrations, where the database has none of its own yet. */
const chooseOcidPrefix = ({ ocdsPrefix, production }: Settings, stored: string): string =>
  ocdsPrefix ?? (!production && stored === UNREGISTERED_PREFIX ? DEMONSTRATION_PREFIX : stored);

/**
 * Gives every purchase the prefix that the settings ask for, by `migrate`. It stands in the text of contracts: once one was drafted
 * under a prefix of the installation's own, another is refused. What was drafted before there was one keeps its words.
 *
 * @param isDrafted whether a contract was drafted under a prefix; none is drafted from then on until the unit of work ends
 */
export const adoptOcidPrefix = (
  settings: Settings,
  isDrafted: (tx: Tx, prefix: string) => Promise<boolean>,
): Adoption => ({
  name: 'prefix of OCIDs',
  async isAdopted(from) {
    const stored = await loadOcidPrefix(from);
    const wanted = chooseOcidPrefix(settings, stored);
    if (wanted !== stored) return false;
    if (wanted === UNREGISTERED_PREFIX) return true;
    // The version before gives its purchases the prefix that nobody registered, for as long as it runs beside this one.
    const [row] = await from.query<{ some: boolean }[]>(
      `SELECT EXISTS (SELECT FROM tender WHERE starts_with(ocid, '${UNREGISTERED_PREFIX}-')) AS some`,
    );
    return row?.some !== true;
  },
  async adopt(tx) {
    await tx.query(`SET LOCAL lock_timeout = '${LOCK_WAIT}'`);
    await tx.query(`LOCK TABLE tender IN SHARE ROW EXCLUSIVE MODE`);
    const stored = await loadOcidPrefix(tx.manager);
    const prefix = chooseOcidPrefix(settings, stored);
    if (prefix !== stored && stored !== UNREGISTERED_PREFIX && (await isDrafted(tx, stored)))
      throw new UnreadyDatabaseError(
        `OCDS_PREFIX is ${prefix}, but contracts of this database were drafted under ${stored}, which stands in their text: set it back.`,
      );
    await tx.query(
      `INSERT INTO ocid_prefix (prefix) VALUES ($1) ON CONFLICT (only_row) DO UPDATE SET prefix = EXCLUDED.prefix`,
      [prefix],
    );
    const renamed = await tx.query(
      `UPDATE tender SET ocid = $1 || '-' || id WHERE ocid <> $1 || '-' || id RETURNING id`,
      [prefix],
    );
    await tx.query(`UPDATE public_tender SET ocid = $1 || '-' || id WHERE ocid <> $1 || '-' || id`, [prefix]);
    const data = { from: stored, to: prefix, purchases: renamed.length };
    // The first start of an empty database is no change of anything.
    if (renamed.length > 0 || stored !== UNREGISTERED_PREFIX)
      await tx.record({ aggregate: 'installation', id: 'ocid_prefix', action: 'set', data });
    return renamed.length;
  },
});

/**
 * For a process that serves, works or exports. @throws UnreadyDatabaseError where the setting is not what the purchases have
 */
export async function checkOcidPrefix(reader: Reader, { ocdsPrefix }: Settings): Promise<string> {
  const stored = await loadOcidPrefix(reader);
  if (ocdsPrefix !== undefined && ocdsPrefix !== stored)
    throw new UnreadyDatabaseError(
      `OCDS_PREFIX is ${ocdsPrefix}, but the purchases of this database have ${stored}: run \`migrate\`, which changes it or says why not.`,
    );
  return stored;
}
