/**
 * The functions of the migrated database. Those in SQL are made again as they are, which lets PostgreSQL read their bodies
 * anew; those in plpgsql are read by the extension plpgsql_check, which Debian has for PostgreSQL 15.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { positionsOfColumn } from './compare.mjs';
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
    for (const { index } of text.matchAll(new RegExp(`CREATE (?:OR REPLACE )?FUNCTION ${name}\\s*\\(`, 'g')))
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

/** A finding for each line of the body that names a column which is not there, else for the line of the error. */
function findingsIn({ name, body }, message, line) {
  const lines = positionsOfColumn(body, message)?.map((position) => body.slice(0, position).split('\n').length) ?? [];
  return [...new Set(lines.length > 0 ? lines : [line])].map((at) => ({
    place: placeOfLine(name, at),
    message: `${message} (function ${name})`,
  }));
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
      const begins = error.internalPosition ? 0 : definition.indexOf(body);
      const inBody = Math.max(0, Number(error.internalPosition ?? error.position ?? 1) - 1 - begins);
      findings.push(...findingsIn({ name, body }, error.message, body.slice(0, inBody).split('\n').length));
    }
    await client.query('ROLLBACK');
  }
  return { findings, checked: rows.length };
}

/** Each function once, each function of triggers once for every table that it watches. */
async function checkPlpgsqlFunctions(client) {
  const { rows: available } = await client.query(`SELECT FROM pg_available_extensions WHERE name = 'plpgsql_check'`);
  const { rows: functions } = await client.query(
    `SELECT p.oid::int8::text AS oid, p.proname AS name, p.prosrc AS body, coalesce(t.tgrelid, 0)::int8::text AS relation,
       t.tgoldtable AS before, t.tgnewtable AS after FROM pg_proc p
     JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
     LEFT JOIN (SELECT DISTINCT tgfoid, tgrelid, tgoldtable, tgnewtable FROM pg_trigger WHERE NOT tgisinternal) t ON t.tgfoid = p.oid
     WHERE ${OURS} AND l.lanname = 'plpgsql' ORDER BY 2, 3`,
  );
  if (available.length === 0) return { findings: [], checked: 0, skipped: functions.length };
  await client.query('CREATE EXTENSION IF NOT EXISTS plpgsql_check');
  const findings = new Map();
  for (const { oid, name, body, relation, before, after } of functions) {
    const { rows } = await client.query(
      `SELECT lineno, message FROM plpgsql_check_function_tb($1::oid::regprocedure, $2::oid::regclass, fatal_errors => false, other_warnings => false,
         extra_warnings => false, performance_warnings => false, oldtable => $3, newtable => $4) WHERE level = 'error'`,
      [oid, relation, before, after],
    );
    for (const { lineno, message } of rows)
      for (const finding of findingsIn({ name, body }, message, lineno ?? 1))
        findings.set(`${finding.place} ${message}`, finding);
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
