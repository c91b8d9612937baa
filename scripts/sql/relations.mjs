/** Which tables and views statements read and write, and in which room each piece of their text stands. */
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';
import { root } from '../lib/prepare.mjs';
import { placeAt, placeOf } from './program.mjs';

const { floors, order, readers, readersOfViews } = JSON.parse(readFileSync(join(root, 'scripts/rooms.json'), 'utf8'));
const ROOMS = [...order, ...readers];
const SOURCES = `${sep}src${sep}`;

/** Functions of `kernel/database/rows.ts` that write, or read, rows of the entity they are given first or second. */
const WRITERS = /^(insert|update|delete|upsert|bulkInsert)\w*$/;
const READERS = /^(find|lock)Row$/;

const WRITES = /\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO)\s+(?:ONLY\s+)?"?(\w+)"?/gi;
const NAMES = /\b[a-z]\w*\b/g;

/** Tables by their entities and views by their files: the room of each by its name. */
function ownersOf({ sources }, views) {
  const owners = new Map();
  for (const file of sources)
    for (const [, name] of file.text.matchAll(/@Entity\('(\w+)'/g))
      owners.set(name, { room: roomOf(file.fileName), isView: false });
  for (const { name, owner } of views)
    owners.set(name, { room: ROOMS.find((room) => room.split('/').at(-1) === owner), isView: true });
  return owners;
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
  const [top = '', room = ''] = file.slice(file.lastIndexOf(SOURCES) + SOURCES.length).split(sep);
  const name = floors.includes(top) ? `${top}/${room}` : top;
  return ROOMS.includes(name) ? name : undefined;
}

/** Single rows that are written or read by their entity. */
function rowUses({ sources, checker }) {
  const uses = [];
  const visit = (file, node) => {
    const called = ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? node.expression.text : '';
    const kind = WRITERS.test(called) ? 'write' : READERS.test(called) ? 'read' : null;
    const given = kind === null ? [] : node.arguments.slice(0, 2).filter(ts.isIdentifier);
    for (const entity of given) {
      const declared = checker.getTypeAtLocation(entity).symbol?.valueDeclaration;
      const name =
        declared && ts.isClassDeclaration(declared) ? /@Entity\('(\w+)'/.exec(declared.getText())?.[1] : undefined;
      if (name) uses.push({ kind, table: name, file: file.fileName, place: placeOf(node) });
    }
    ts.forEachChild(node, (child) => visit(file, child));
  };
  for (const file of sources) visit(file, file);
  return uses;
}

/** What a use of a table or view does against the rooms; null where it may. */
function objectTo({ kind, table, from }, { room, isView }) {
  const named = `${table}, a ${isView ? 'view' : 'table'} of ${room}`;
  if (kind === 'write') return isView || from !== room ? `${from} writes ${named}` : null;
  if (from === room) return null;
  if (ROOMS.indexOf(room) > ROOMS.indexOf(from)) return `${from} reads ${named}`;
  return !isView && readersOfViews.includes(from) ? `${from} reads ${named}, which publishes views` : null;
}

/**
 * What crosses rooms: a table is written by its own room alone, and read by no room before it; where views are read, no
 * table of another room is.
 * @param statements pairs of a trace and its text
 * @param views what `readViews` answers
 */
export function findCrossings(program, statements, views) {
  const owners = ownersOf(program, views);
  const uses = [
    ...statements.flatMap(([trace, text]) => usesOf(trace, text, owners)),
    ...rowUses(program),
    // A view stands in the room that publishes it.
    ...views.flatMap(({ name, text, placeAt: toPlace }) =>
      readsIn(bare(text), owners).map(({ table, index }) => ({
        kind: 'read',
        table,
        from: owners.get(name).room,
        place: toPlace(index),
      })),
    ),
  ].map((use) => ({ from: use.file && roomOf(use.file), ...use }));
  const found = new Map();
  for (const use of uses) {
    const owner = owners.get(use.table);
    const message = use.from && owner?.room ? objectTo(use, owner) : null;
    if (message) found.set(`${use.place} ${message}`, { place: use.place, message });
  }
  return [...found.values()];
}
