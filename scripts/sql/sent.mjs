/** The texts that the tests sent (`test/support/sent-statements.mjs`): each prepared, and its columns beside the row of the call. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { compareRow, isControl, rowTypeOf } from './compare.mjs';
import { describe } from './describe.mjs';
import { DATABASE, doorOf, isFunction, placeOf } from './program.mjs';
import { root, compiled } from '../lib/prepare.mjs';

/** Texts that differ in white space or in the numbers of their parameters are one. */
const normalise = (text) => text.replaceAll(/\$\d+/g, '$').replaceAll(/\s+/g, ' ').trim();

const NO_TABLE = '42P01';

const maps = new Map();
/** A place in a source, of one in what it was compiled to; both are counted from 1. */
function toSource({ path, line, column }) {
  const file = join(compiled, path.replace(/\.ts$/, '.js.map'));
  if (!maps.has(file)) maps.set(file, existsSync(file) && new SourceMap(JSON.parse(readFileSync(file, 'utf8'))));
  const { originalLine = -1, originalColumn = -1 } =
    (maps.get(file) && maps.get(file).findEntry(line - 1, column - 1)) || {};
  return { path, line: originalLine + 1, column: originalColumn + 1 };
}

/** What the processes of a run have noted: each text with the calls that sent it, innermost first. */
export function readNotes(folder) {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : [];
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean));
  const notes = lines.map((line) => JSON.parse(line)).filter(({ text }) => !isControl(text));
  const distinct = new Map(notes.map((note) => [`${normalise(note.text)} ${JSON.stringify(note.calls)}`, note]));
  return [...distinct.values()].map(({ text, calls }) => ({ text, calls: calls.map(toSource) }));
}

/** The call that stands at a place: its name begins there, or the call itself, or the list of a call behind `?.`. */
function findCall(file, { line, column }) {
  const at = (file.getLineStarts()[line - 1] ?? file.end) + column - 1;
  let found = null;
  const visit = (node) => {
    if (at < node.getStart(file) || at >= node.end) return;
    if (ts.isCallExpression(node)) {
      const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
      const places = [callee.getStart(file), node.getStart(file), node.questionDotToken && node.arguments.pos - 1];
      if (places.includes(at)) found = node;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const functionAround = (node) => {
  let at = node.parent;
  while (at && !isFunction(at)) at = at.parent;
  return at;
};

/**
 * The calls of a note in the sources, from the one that declares a row. The doors of the database send what they are
 * given; `isRead` says that one of them makes money of texts and names the columns by their properties.
 */
function findCalls(note, files) {
  const calls = [];
  let isRead = false;
  for (const place of note.calls) {
    const file = files.get(join(root, place.path));
    const node = file ? findCall(file, place) : null;
    if (!node) break;
    const door = calls.length === 0 ? doorOf(functionAround(node), place.path) : null;
    if (door) isRead ||= door === 'rows';
    else calls.push(node);
  }
  return { calls, isRead };
}

/**
 * Prepares what the tests sent and holds its columns beside the declared rows.
 *
 * @param known texts that the sources were found to send
 * @public its spec imports it by its path
 */
export async function checkSent(client, { program, checker, catalog, notes, known }) {
  const files = new Map(program.getSourceFiles().map((file) => [file.fileName, file]));
  const prepared = new Set([...known].map(normalise));
  const findings = new Map();
  const add = (place, message) => findings.set(`${place} ${message}`, { place, message });
  const texts = new Set(notes.map(({ text }) => normalise(text)));
  const added = [...texts].filter((text) => !prepared.has(text)).length;
  let rows = 0;
  if (notes.length === 0) add('TEST_STATEMENTS', 'no test has noted a text there');
  for (const note of notes) {
    const { calls, isRead } = findCalls(note, files);
    const [node, ...callers] = calls;
    if (!node) {
      const { path } = note.calls.find((call) => !call.path.startsWith(DATABASE)) ?? note.calls[0];
      add(path, 'the call that sent a text is not there any more: run the tests again');
      continue;
    }
    // The functions of kernel/database are everybody's: what they send is found where they are called.
    const site = calls.find((call) => !placeOf(call).startsWith(DATABASE)) ?? node;
    const { error, columns } = await describe(client, note.text);
    if (error) {
      // The text ran: a table that the schema does not have is one that its test had made.
      if (error.code !== NO_TABLE) add(placeOf(site), `${error.message} (in a text that the tests sent)`);
      continue;
    }
    // Each function that was run with the call that ran it, as the evaluation of the sources keeps them.
    const ran = callers.map((call, i) => ({ fn: functionAround(calls[i]), call })).toReversed();
    const type = rowTypeOf({ node }, ran, checker);
    if (!type) continue;
    rows++;
    const found = compareRow({
      type,
      columns,
      checker,
      call: { node: site },
      mayBeNull: catalog.mayBeNullIn(note.text),
      isRead,
    });
    for (const { place, message } of found) add(place, message);
  }
  const summary =
    `sent by the tests: ${texts.size} texts; ${texts.size - added} were prepared from the sources as well, ${added} are new; ` +
    `rows of ${rows} compared`;
  return { findings: [...findings.values()], summary };
}
