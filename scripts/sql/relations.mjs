/** Which tables statements read and write, and in which room each piece of their text stands. */
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { root } from '../lib/prepare.mjs';
import { placeAt, placeOf } from './program.mjs';

const { floors, order, readers } = JSON.parse(readFileSync(join(root, 'scripts/rooms.json'), 'utf8'));
const ROOMS = [...order, ...readers];

/** Functions of `kernel/database/rows.ts` that write rows of the entity they are given first or second. */
const WRITERS = /^(insert|update|delete|upsert|bulkInsert)\w*$/;

const WRITES = /\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO)\s+(?:ONLY\s+)?"?(\w+)"?/gi;
const NAMES = /\b[a-z]\w*\b/g;

/** The table that each entity owns, by its name: the file of its entity. */
function tablesOf({ sources }) {
  const tables = new Map();
  for (const file of sources)
    for (const [, name] of file.text.matchAll(/@Entity\('(\w+)'/g)) tables.set(name, file.fileName);
  return tables;
}

/** Quoted texts and comments say nothing of tables. */
const bare = (text) =>
  text
    .replaceAll(/'(?:[^']|'')*'/g, (quoted) => "'".padEnd(quoted.length))
    .replaceAll(/--[^\n]*/g, (line) => ' '.repeat(line.length));

/** Names that a table can stand under in a list of tables: behind FROM, JOIN, USING, or a comma among them. */
function readsIn(text, tables) {
  const found = [];
  for (const match of text.matchAll(NAMES)) {
    if (!tables.has(match[0])) continue;
    const before = text.slice(0, match.index);
    const isListed = /\b(?:FROM|JOIN|USING|ONLY|TABLE)\s+"?$/i.test(before);
    const isBehindComma = /\bFROM\s+[\w\s".]*(?:,\s*[\w\s".]+)*,\s*$/i.test(before.slice(-200));
    if (
      (isListed && !/\b(?:DELETE|INSERT)\s+FROM\s+"?$/i.test(before) && !/DISTINCT\s+FROM\s+"?$/i.test(before)) ||
      isBehindComma
    )
      found.push({ table: match[0], index: match.index });
  }
  return found;
}

/** @returns each use of a table: `kind` (read, write), `table`, and the file and place of the literal that names it */
function usesOf(trace, text, tables) {
  const shown = bare(text);
  const uses = [
    ...[...shown.matchAll(WRITES)].map((match) => ({
      kind: 'write',
      table: match[1],
      index: match.index + match[0].lastIndexOf(match[1]),
    })),
    ...readsIn(shown, tables).map((use) => ({ kind: 'read', ...use })),
  ];
  return uses
    .filter(({ table }) => tables.has(table))
    .map(({ kind, table, index }) => {
      let at = index;
      for (const part of trace.text.parts) {
        if (at < part.text.length) {
          if (!part.node) break;
          const file = part.node.getSourceFile();
          return { kind, table, file: file.fileName, place: placeAt(file, part.offset + at) };
        }
        at -= part.text.length;
      }
      return { kind, table, file: trace.node.getSourceFile().fileName, place: placeOf(trace.node) };
    });
}

/** Room of a source file; undefined for what puts the rooms together. */
function roomOf(file) {
  const [top = '', room = ''] = relative(join(root, 'src'), file).split(sep);
  const name = floors.includes(top) ? `${top}/${room}` : top;
  return ROOMS.includes(name) ? name : undefined;
}

/** Single rows that are written by their entity. */
function rowsWritten({ sources, checker }) {
  const uses = [];
  const visit = (file, node) => {
    const given =
      ts.isCallExpression(node) && ts.isIdentifier(node.expression) && WRITERS.test(node.expression.text)
        ? node.arguments.slice(0, 2).filter(ts.isIdentifier)
        : [];
    for (const entity of given) {
      const declared = checker.getTypeAtLocation(entity).symbol?.valueDeclaration;
      const name =
        declared && ts.isClassDeclaration(declared) ? /@Entity\('(\w+)'/.exec(declared.getText())?.[1] : undefined;
      if (name) uses.push({ kind: 'write', table: name, file: file.fileName, place: placeOf(node) });
    }
    ts.forEachChild(node, (child) => visit(file, child));
  };
  for (const file of sources) visit(file, file);
  return uses;
}

/**
 * What crosses rooms: a table is written by its own room alone, and read by no room before it.
 * @param statements pairs of a trace and its text
 */
export function findCrossings(program, statements) {
  const tables = tablesOf(program);
  const found = new Map();
  const uses = [...statements.flatMap(([trace, text]) => usesOf(trace, text, tables)), ...rowsWritten(program)];
  for (const { kind, table, file, place } of uses) {
    const from = roomOf(file);
    const to = roomOf(tables.get(table));
    if (!from || !to || from === to) continue;
    if (kind === 'read' && ROOMS.indexOf(to) < ROOMS.indexOf(from)) continue;
    const verb = kind === 'write' ? 'writes' : 'reads';
    const message = `${from} ${verb} ${table}, a table of ${to}`;
    found.set(`${place} ${message}`, { place, message });
  }
  return [...found.values()];
}
