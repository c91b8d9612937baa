/**
 * `npm run lint:sql`: prepares every statement that the sources send on a migrated database, holds the rows and parameters
 * that they declare beside what PostgreSQL says, and reads the functions of the database. See docs/sql.md.
 *
 * `--functions` fails where plpgsql_check is missing, `--all` prints what the list of exceptions holds as well, and
 * `--exceptions` prints it in the form of that list.
 */
import { existsSync } from 'node:fs';
import { command, say } from './lib/prepare.mjs';
import { checkSql, toException } from './sql/check.mjs';

/** Where Debian has the PostgreSQL for which there is plpgsql_check. */
const POSTGRES_15 = '/usr/lib/postgresql/15/bin';
const hasExtension = existsSync('/usr/share/postgresql/15/extension/plpgsql_check.control');
const asked = new Set(process.argv.slice(2));

await command(async () => {
  const { findings, summary } = await checkSql({
    programs: hasExtension ? POSTGRES_15 : undefined,
    all: asked.has('--all') || asked.has('--exceptions'),
    needsExtension: asked.has('--functions'),
  });
  if (asked.has('--exceptions')) for (const line of new Set(findings.map(toException))) console.log(line);
  else for (const { place, message } of findings) console.log(`${place} ${message}`);
  for (const line of summary) say(line);
  if (findings.length > 0) process.exitCode = 1;
}, []);
