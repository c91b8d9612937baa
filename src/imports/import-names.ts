import { Injectable } from '@nestjs/common';
import type { Principal } from '../kernel/access/principal.js';
import type { Tx } from '../kernel/database/transactions.js';
import { Problem } from '../kernel/errors/problem.js';
import { listPermissions } from '../people/accounts/roles.js';

/**
 * Whose the name of an import is. A row that is known may be changed by one that comes again under the same name, so a
 * name belongs to the body that first imported under it, or to the system itself.
 */
@Injectable()
export class ImportNames {
  /**
   * The body that imports under a name; null for the system. The first that does takes the name; one that only tries, does
   * not. Of the bodies that the caller imports for, the one that the name belongs to. @throws Problem `import_name_taken`
   */
  async claimImportName(tx: Tx, dataset: string, principal: Principal, dryRun: boolean): Promise<string | null> {
    const bodies = principal.seats
      .filter(({ role }) => listPermissions([role]).has('import.run'))
      .map(({ organisation }) => organisation);
    const own = bodies[0] ?? null;
    if (own === null && principal.kind !== 'system') throw new Problem('not_permitted');
    // Another that is about to take it is waited for.
    if (!dryRun)
      await tx.query(
        `INSERT INTO import_name (dataset, organisation_id) VALUES ($1, $2) ON CONFLICT (dataset) DO NOTHING`,
        [dataset, own],
      );
    const owner = await this.loadOwner(tx, dataset);
    if (owner === undefined || owner === own) return own;
    if (owner === null || !bodies.includes(owner)) throw new Problem('import_name_taken');
    return owner;
  }

  /** Whether a name has come to belong to another meanwhile. */
  async isLost(tx: Tx, dataset: string, body: string | null): Promise<boolean> {
    const owner = await this.loadOwner(tx, dataset);
    return owner !== undefined && owner !== body;
  }

  /** `undefined`: nobody's yet. */
  private async loadOwner(tx: Tx, dataset: string): Promise<string | null | undefined> {
    const [row] = await tx.query<{ owner: string | null }>(
      `SELECT organisation_id AS owner FROM import_name WHERE dataset = $1`,
      [dataset],
    );
    return row?.owner;
  }
}
