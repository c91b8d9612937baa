/** The check of every statement and function. */
import { join } from 'node:path';
import { collect } from './collect.mjs';
import { compareParameters, compareRow, errorsOf, isControl, rowTypeOf, textOf } from './compare.mjs';
import { withMigratedDatabase } from './database.mjs';
import { describe } from './describe.mjs';
import { collectConditions } from './entities.mjs';
import { keyOf, readExceptions, withoutExceptions } from './exceptions.mjs';
import { checkFunctions } from './functions.mjs';
import { findCrossings } from './relations.mjs';
import { keyOfCall, openProgram, placeOf } from './program.mjs';
import { readNotNull } from './not-null.mjs';
import { checkSent, readNotes } from './sent.mjs';
import { UNREAD } from './unread.mjs';
import { addNullableOfViews, checkViews, readViews } from './views.mjs';
import { root } from '../lib/prepare.mjs';

/** What is found and stands for now: columns that are never null. */
const EXCEPTIONS = 'scripts/sql/exceptions.txt';

/**
 * Columns that may be null, as tables and views have them, and the names of types.
 *
 * @public its spec imports it by its path
 */
export async function readCatalog(client) {
  const { rows: columns } = await client.query(
    `SELECT a.attrelid::int8::text || '.' || a.attnum AS key, c.relname AS table, a.attname AS column
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attnotnull`,
  );
  const { rows: types } = await client.query(
    `SELECT oid::int8::int AS oid, format_type(oid, NULL) AS name FROM pg_type`,
  );
  const nullable = new Map(columns.map(({ key, table, column }) => [key, { table, column }]));
  await addNullableOfViews(client, nullable);
  const names = new Map(types.map(({ oid, name }) => [oid, name]));
  return {
    /** Which columns of a statement's answer may be null: as the tables have them, unless its conditions say otherwise. */
    mayBeNullIn: (text) => {
      const isNotNull = readNotNull(text);
      return ({ table, column }) => {
        const found = nullable.get(`${table}.${column}`);
        return found !== undefined && !isNotNull(found.table, found.column);
      };
    },
    nameOfType: (oid) => names.get(oid) ?? String(oid),
  };
}

const isWhole = ({ text }) => text.parts.every((part) => !part.hole);
const hasVariedParts = ({ text }) => text.parts.some((part, i) => i > 0 && part.node !== text.parts[0].node);

/** Findings of one call: of each text that it can come to. */
async function checkCall(call, { client, catalog, checker, counts, texts, statements }) {
  const found = [];
  const done = { text: false, row: false, parameters: false };
  for (const trace of call.traces.values()) {
    if (!isWhole(trace)) continue;
    done.text = true;
    const text = textOf(trace);
    if (isControl(text)) continue;
    texts.add(text);
    statements.push([trace, text]);
    const answer = await describe(client, text);
    if (answer.error) {
      found.push(...errorsOf(trace, text, answer.error));
      continue;
    }
    const type = rowTypeOf(call, trace.calls, checker);
    if (type) {
      done.row = true;
      found.push(...compareRow({ type, columns: answer.columns, checker, call, mayBeNull: catalog.mayBeNullIn(text) }));
    }
    if (trace.params?.kind === 'array') {
      done.parameters = true;
      found.push(
        ...compareParameters({ trace, parameters: answer.parameters, checker, nameOfType: catalog.nameOfType }),
      );
    }
  }
  if (!done.text) {
    const key = keyOfCall(call.node);
    if (UNREAD.has(key)) counts.unread++;
    else
      found.push({
        place: placeOf(call.node),
        message: `the check cannot read how this statement is put together (${key})`,
      });
  } else {
    const whole = [...call.traces.values()].filter(isWhole);
    if (!whole.some(hasVariedParts)) counts.literal++;
    else counts[whole.length === 1 ? 'constant' : 'composed']++;
  }
  if (done.row) counts.rows++;
  if (done.parameters) counts.parameters++;
  return found;
}

/** Conditions that entities name. */
async function checkConditions(client, program) {
  const traces = collectConditions(program);
  const findings = [];
  for (const trace of traces) {
    if (!isWhole(trace)) {
      findings.push({ place: placeOf(trace.node), message: 'the check cannot read this condition' });
      continue;
    }
    const text = textOf(trace);
    const { error } = await describe(client, text);
    if (error) findings.push(...errorsOf(trace, text, error));
  }
  return { findings, summary: `entities: ${traces.length} conditions of checks and indexes` };
}

/**
 * Every statement of a program, prepared on a migrated database.
 *
 * @public its spec imports it by its path
 */
export async function checkStatements(client, program) {
  const { calls, tooLarge } = collect(program);
  const catalog = await readCatalog(client);
  const counts = { literal: 0, constant: 0, composed: 0, unread: 0, rows: 0, parameters: 0 };
  const texts = new Set();
  const statements = [];
  const findings = new Map();
  for (const call of calls)
    for (const finding of await checkCall(call, {
      client,
      catalog,
      checker: program.checker,
      counts,
      texts,
      statements,
    }))
      findings.set(`${finding.place} ${finding.message}`, finding);
  const summary =
    `statements: ${calls.length} calls; ${counts.literal} of one literal text, ${counts.constant + counts.composed} put together ` +
    `(${counts.constant} of constants, always to the same text), ${counts.unread} not readable (scripts/sql/unread.mjs); ${texts.size} texts prepared; rows of ${counts.rows} and parameters of ${counts.parameters} calls compared` +
    (tooLarge.length > 0
      ? `; of ${tooLarge.length} functions not every combination was tried: ${tooLarge.join(', ')}`
      : '');
  return { findings: [...findings.values()], statements, texts, catalog, summary };
}

/**
 * `programs`: the folder of another PostgreSQL's programs. `all`: what the list of exceptions holds is reported as well.
 * `needsExtension`: that functions in plpgsql cannot be read is a finding. `sent`: where tests noted what they sent.
 */
export async function checkSql({ programs, all = false, needsExtension = false, sent } = {}) {
  const program = openProgram();
  return withMigratedDatabase(
    async (client) => {
      const statements = await checkStatements(client, program);
      const conditions = await checkConditions(client, program);
      const functions = await checkFunctions(client, needsExtension);
      const views = readViews((await import('../../migrations/index.js')).BEYOND_ENTITIES);
      const prepared = await checkViews(client, views);
      const { texts: known, catalog } = statements;
      const tests = sent && (await checkSent(client, { ...program, catalog, notes: readNotes(sent), known }));
      // No list lets a table cross rooms.
      const crossings = findCrossings(program, statements.statements, views);
      const own = [statements, conditions, functions, prepared].flatMap((part) => part.findings);
      const findings = [
        ...new Map([...own, ...(tests?.findings ?? [])].map((f) => [`${f.place} ${f.message}`, f])).values(),
      ];
      const exceptions = readExceptions(join(root, EXCEPTIONS));
      const { left, stale } = withoutExceptions(findings, exceptions);
      const summary = [
        statements.summary,
        conditions.summary,
        functions.summary,
        prepared.summary,
        `rooms: ${crossings.length} places write a table of another room, read one of a later room, or one where views are read`,
      ];
      if (tests) summary.push(tests.summary);
      if (!all) summary.push(`${EXCEPTIONS}: ${exceptions.size} lines`);
      const old = stale.map((line) => ({ place: EXCEPTIONS, message: `is mended, the line can go: ${line}` }));
      const shown = all ? findings : [...left, ...old, ...crossings];
      return { findings: shown.sort((a, b) => a.place.localeCompare(b.place, 'en', { numeric: true })), summary };
    },
    { programs },
  );
}

export const toException = keyOf;
