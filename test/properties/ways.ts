import { expect } from '@jest/globals';
import type { Lifecycle } from '../../src/kernel/actions/lifecycle.js';
import type { TestApp } from '../support/app.js';
import { noteDriven } from '../support/seen.js';

/** One row of the outbox, beside its own of the audit. */
export interface Told {
  id: string;
  type: string;
  root: string;
  action: string;
  from: string | null;
  to: string | null;
}

/** What was told behind a row of the audit, and how many rows the audit has by then. */
export async function toldSince(app: TestApp, last: string): Promise<{ rows: Told[]; audit: number; last: string }> {
  const rows = await app.dataSource.query<Told[]>(
    `SELECT o.audit_id::text AS id, o.aggregate_type AS type, o.aggregate_id AS root, o.action, o.payload ->> 'from' AS from,
       o.payload ->> 'to' AS to
     FROM outbox o WHERE o.audit_id > $1 ORDER BY o.audit_id`,
    [last],
  );
  const [seen] = await app.dataSource.query<[{ audit: number; last: string }]>(
    `SELECT count(*)::int AS audit, coalesce(max(id), $1::bigint)::text AS last FROM audit_entry WHERE id > $1`,
    [last],
  );
  return { rows, ...seen };
}

/**
 * Every row tells of a way that its table has, and those of one thing follow each other. `others`: steps of another table
 * that are told under this thing, and change nothing of it.
 */
export function mustBeWays(
  told: readonly Told[],
  states: Map<string, string>,
  tables: Readonly<Record<string, Lifecycle>>,
  others: readonly string[] = [],
): void {
  for (const { type, root, action, from, to } of told) {
    const table = tables[type];
    if (table?.transitions.some((way) => way.action === action)) noteDriven(table.name, action);
    if (table === undefined || from === null) continue;
    const ways = table.transitions.filter((way) => way.action === action && way.from.includes(from));
    const ends = ways.flatMap((way) => (way.to === undefined ? [from] : [way.to].flat()));
    if (ways.length === 0 && others.includes(action)) ends.push(from);
    expect([type, action, from, to, ends.includes(to ?? from)]).toEqual([type, action, from, to, true]);
    const before = states.get(`${type} ${root}`);
    if (before !== undefined) expect([type, action, from]).toEqual([type, action, before]);
    states.set(`${type} ${root}`, to ?? from);
  }
}
