import type { TestApp } from './app.js';

/**
 * Attempts to sign in are counted and recorded on purpose, whatever the answer; sweeps have a beat of their own, and coverage
 * is kept by one of them.
 */
const MOVING = new Set(['sign_in_attempt', 'sign_in_failure', 'sweep_run', 'coverage_change', 'kept_coverage']);

/**
 * Every table with its number of rows and a hash of what they hold: two calls that answer the same have nothing stored,
 * changed or deleted between them.
 */
export async function stored(app: TestApp): Promise<Record<string, string>> {
  const tables = await app.dataSource.query<{ name: string; empty: boolean }[]>(
    // a table without a page has had no row yet: most of them, and each that is asked costs its part of the plan
    `SELECT relname AS name, pg_relation_size(oid) = 0 AS empty FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
  );
  const asked = tables.filter(({ name }) => !MOVING.has(name));
  const parts = asked
    .filter(({ empty }) => !empty)
    .map(
      ({ name }) =>
        `SELECT '${name}' AS name, count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) AS what FROM "${name}" t`,
    );
  const rows = await app.dataSource.query<{ name: string; what: string }[]>(parts.join(' UNION ALL '));
  const found = new Map(rows.map(({ name, what }) => [name, what]));
  return Object.fromEntries(asked.map(({ name }) => [name, found.get(name) ?? '0 0']));
}

/** Where every sequence stands: a number that was drawn and not kept leaves a gap that somebody may count. */
export async function drawn(app: TestApp): Promise<Record<string, string>> {
  const rows = await app.dataSource.query<{ name: string; at: string | null }[]>(
    `SELECT schemaname || '.' || sequencename AS name, last_value::text AS at FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ name, at }) => [name, at ?? '']));
}
