/**
 * `npm run lint:sql`: prepares every statement that the sources send on a migrated database, holds the rows and parameters
 * that they declare beside what PostgreSQL says, and reads the functions of the database. See docs/sql.md.
 *
 * `--functions` fails where plpgsql_check is missing, `--sent FOLDER` does the same with every text that a run of the tests
 * noted there (TEST_STATEMENTS), `--all` prints what the list of exceptions holds as well, and `--exceptions` prints it in
 * the form of that list.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { command, say } from './lib/prepare.mjs';
import { checkSql, toException } from './sql/check.mjs';

/** Where Debian has the PostgreSQL for which there is plpgsql_check. */
const POSTGRES_15 = '/usr/lib/postgresql/15/bin';
const hasExtension = existsSync('/usr/share/postgresql/15/extension/plpgsql_check.control');
const { values: asked } = parseArgs({
  options: {
    functions: { type: 'boolean' },
    sent: { type: 'string' },
    all: { type: 'boolean' },
    exceptions: { type: 'boolean' },
  },
});

await command(async () => {
  const { findings, summary } = await checkSql({
    programs: hasExtension ? POSTGRES_15 : undefined,
    all: asked.all || asked.exceptions,
    needsExtension: asked.functions,
    sent: asked.sent,
  });
  if (asked.exceptions) for (const line of new Set(findings.map(toException))) console.log(line);
  else for (const { place, message } of findings) console.log(`${place} ${message}`);
  for (const line of summary) say(line);
  if (findings.length > 0) process.exitCode = 1;
}, []);
