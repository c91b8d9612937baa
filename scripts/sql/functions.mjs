/**
 * The functions of the migrated database. Those in SQL are made again as they are, which lets PostgreSQL read their bodies
 * anew; those in plpgsql are read by the extension plpgsql_check, which Debian has for PostgreSQL 15.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/prepare.mjs';

const MIGRATIONS = join(root, 'migrations');

/** Where a function is written last: its file, the line of its name and the text from there on. */
function findSource(name) {
  let found = null;
  const files = readdirSync(MIGRATIONS, { recursive: true })
    .filter((file) => /\.(sql|ts)$/.test(file))
    .sort();
  for (const file of files) {
    const text = readFileSync(join(MIGRATIONS, file), 'utf8');
    for (const { index } of text.matchAll(new RegExp(`FUNCTION ${name}\\s*\\(`, 'g')))
      found = { file: `migrations/${file}`, text, index };
  }
  return found;
}

/** Line of the body's first line, which is the one that `AS $$` stands on. */
function placeOfLine(name, line) {
  const source = findSource(name);
  if (!source) return `function ${name}:${line}`;
  const body = source.text.slice(source.index).search(/\$\w*\$|BEGIN ATOMIC/);
  const before = source.text.slice(0, source.index + Math.max(0, body)).split('\n').length;
  return `${source.file}:${before + line - 1}`;
}

const OURS = `n.nspname = 'public' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`;

async function checkSqlFunctions(client) {
  const { rows } = await client.query(
    `SELECT p.proname AS name, pg_get_functiondef(p.oid) AS definition, p.prosrc AS body FROM pg_proc p
     JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
     WHERE ${OURS} AND l.lanname = 'sql' AND p.prokind = 'f' ORDER BY 1`,
  );
  const findings = [];
  for (const { name, definition, body } of rows) {
    await client.query('BEGIN');
    try {
      await client.query(definition);
    } catch (error) {
      const at = Number(error.internalPosition ?? error.position ?? 1);
      const read = error.internalQuery ?? (error.position ? definition.slice(definition.indexOf(body)) : body);
      const offset = error.position && !error.internalPosition ? at - definition.indexOf(body) : at;
      findings.push({
        place: placeOfLine(name, read.slice(0, Math.max(0, offset - 1)).split('\n').length),
        message: `${error.message} (function ${name})`,
      });
    }
    await client.query('ROLLBACK');
  }
  return { findings, checked: rows.length };
}

/** Each function once, each function of triggers once for every table that it watches. */
async function checkPlpgsqlFunctions(client) {
  const { rows: available } = await client.query(`SELECT FROM pg_available_extensions WHERE name = 'plpgsql_check'`);
  const { rows: functions } = await client.query(
    `SELECT p.oid::int8::text AS oid, p.proname AS name, coalesce(t.tgrelid, 0)::int8::text AS relation,
       t.tgoldtable AS before, t.tgnewtable AS after FROM pg_proc p
     JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
     LEFT JOIN (SELECT DISTINCT tgfoid, tgrelid, tgoldtable, tgnewtable FROM pg_trigger WHERE NOT tgisinternal) t ON t.tgfoid = p.oid
     WHERE ${OURS} AND l.lanname = 'plpgsql' ORDER BY 2, 3`,
  );
  if (available.length === 0) return { findings: [], checked: 0, skipped: functions.length };
  await client.query('CREATE EXTENSION IF NOT EXISTS plpgsql_check');
  const findings = new Map();
  for (const { oid, name, relation, before, after } of functions) {
    const { rows } = await client.query(
      `SELECT lineno, message FROM plpgsql_check_function_tb($1::oid::regprocedure, $2::oid::regclass, other_warnings => false,
         extra_warnings => false, performance_warnings => false, oldtable => $3, newtable => $4) WHERE level = 'error'`,
      [oid, relation, before, after],
    );
    for (const { lineno, message } of rows) {
      const finding = { place: placeOfLine(name, lineno ?? 1), message: `${message} (function ${name})` };
      findings.set(`${finding.place} ${message}`, finding);
    }
  }
  return { findings: [...findings.values()], checked: functions.length, skipped: 0 };
}

export async function checkFunctions(client, needsExtension) {
  const sql = await checkSqlFunctions(client);
  const plpgsql = await checkPlpgsqlFunctions(client);
  const missing =
    needsExtension && plpgsql.skipped
      ? [{ place: 'migrations/', message: 'plpgsql_check is not installed (Debian: postgresql-15-plpgsql-check)' }]
      : [];
  return {
    findings: [...sql.findings, ...plpgsql.findings, ...missing],
    summary:
      `functions: ${sql.checked} in SQL, ` +
      (plpgsql.skipped
        ? `${plpgsql.skipped} in plpgsql not checked, because plpgsql_check is not installed`
        : `${plpgsql.checked} in plpgsql, with each table of a trigger`),
  };
}
