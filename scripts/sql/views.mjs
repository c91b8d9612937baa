/** The views that rooms publish: files of SQL, each named after the room whose tables it reads. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../lib/prepare.mjs';
import { positionsOfColumn } from './compare.mjs';
import { describe } from './describe.mjs';
import { readNotNull } from './not-null.mjs';

const VIEW = /^CREATE (?:OR REPLACE )?VIEW (\w+) AS\n([^;]*);/gm;

/**
 * @param files SQL files below `migrations/`, of which some hold views
 * @returns each view with its file, the last part of its room's name, its select, and where that begins in the file
 */
export function readViews(files) {
  return files.flatMap((name) => {
    const file = `migrations/${name}`;
    const whole = readFileSync(join(root, file), 'utf8');
    return [...whole.matchAll(VIEW)].map(({ 0: all, 1: view, 2: text, index }) => ({
      name: view,
      owner: basename(name, '.sql'),
      text,
      placeAt: (at) => `${file}:${whole.slice(0, index + all.indexOf(text) + at).split('\n').length}`,
    }));
  });
}

/** Prepares each select as its file has it: the schema keeps a view through a change of its tables, the file does not. */
export async function checkViews(client, views) {
  const findings = [];
  for (const { name, text, placeAt } of views) {
    const { error } = await describe(client, text);
    if (!error) continue;
    for (const position of positionsOfColumn(text, error.message) ?? [error.position || 1])
      findings.push({ place: placeAt(position - 1), message: `${error.message} (view ${name})` });
  }
  return { findings, summary: `views: ${views.length}` };
}

/**
 * Columns of views that may be null: the column that they show may be, and no condition of the view says otherwise.
 * @param nullable those of tables by their key `relation.column`, to which those of views are added
 */
export async function addNullableOfViews(client, nullable) {
  const { rows } = await client.query(
    `SELECT c.oid::int8::text AS oid, c.relname AS view, pg_get_viewdef(c.oid) AS definition FROM pg_class c
     WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace ORDER BY c.oid`,
  );
  // A view that reads another is younger than it.
  for (const { oid, view, definition } of rows) {
    const { columns } = await describe(client, definition);
    const isNotNull = readNotNull(definition.replace(/;\s*$/, ''));
    for (const [i, { name, table, column }] of columns.entries()) {
      const of = nullable.get(`${table}.${column}`);
      if (of !== undefined && !isNotNull(of.table, of.column))
        nullable.set(`${oid}.${i + 1}`, { table: view, column: name });
    }
  }
}
