/**
 * What a checkout promises in the files that it keeps: operations with the problems they name, codes, lifecycles with their
 * guards, cells of the table of permissions. Read as text, so that any commit can be read. A path with `{action}` counts
 * as one operation for each of its actions, as the document spells them out later.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shapeOf } from './fields.mjs';

const METHODS = new Set(['get', 'put', 'post', 'patch', 'delete', 'head', 'options']);

/**
 * `POST /tenders/{id}/actions/issue` → the codes that its answers name, and the fields of its body and its answers. Where one path stood for several actions the document
 * named their codes together: such a path is kept under `shared`, with its actions.
 */
function operationsOf(document) {
  const resolve = (item) =>
    item?.$ref === undefined
      ? item
      : item.$ref
          .slice(2)
          .split('/')
          .reduce((at, key) => at?.[key.replaceAll('~1', '/')], document);
  const operations = new Map();
  const shared = new Map();
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      if (!METHODS.has(method)) continue;
      const parameters = [...(methods.parameters ?? []), ...(operation.parameters ?? [])].map(resolve);
      const action = parameters.find((p) => p.in === 'path' && p.name === 'action');
      const described = {
        codes: codesOf(operation.responses, resolve),
        ...shapeOf(operation, parameters, resolve),
      };
      const name = `${method.toUpperCase()} ${path}`;
      const names = (resolve(action?.schema)?.enum ?? ['']).map((value) => name.replace('{action}', value));
      if (action !== undefined) shared.set(name, names);
      for (const each of names) operations.set(each, described);
    }
  return { operations, shared };
}

/** The answers that refuse name their codes in their descriptions, wherever the description stands. */
function codesOf(responses, resolve) {
  const codes = new Set();
  for (const [status, answer] of Object.entries(responses ?? {}))
    if (status === 'default' || Number(status) >= 400)
      for (const code of quoted(resolve(answer).description)) codes.add(code);
  return codes;
}

const cells = (line) =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
const quoted = (text) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

/** `404 not_found`, as the page of problems lists them. */
export const problemsOf = (page) =>
  page
    .split('\n')
    .filter((line) => /^\| \d{3} \|/.test(line))
    .map((line) => `${cells(line)[0]} ${quoted(cells(line)[1])[0]}`);

/** `tender.submit from draft to in_review by tender.draft, reason required` → its guards in their order. */
function transitionsOf(page) {
  const found = new Map();
  let lifecycle = '';
  for (const line of page.split('\n')) {
    const [, title] = /^## (.+)$/.exec(line) ?? [];
    if (title !== undefined) lifecycle = title;
    const [from, action, to, who, guards, reason] = cells(line);
    if (reason === undefined || from === 'from' || from.startsWith('---')) continue;
    const told = `${lifecycle}.${quoted(action)[0]} from ${from} to ${to} by ${quoted(who)[0]}, reason ${reason || 'none'}`;
    found.set(told, quoted(guards));
  }
  return found;
}

/** `GET /tenders/{id}: off tied` → a letter, for every cell of the table of permissions that is compared. */
function permissionCells(table) {
  const found = new Map();
  let columns = [];
  let row = null;
  const lines = table.split('\n');
  for (const line of lines.slice(lines.findIndex((l) => l.startsWith('== ')))) {
    const parts = line.split('|').map((part) => part.trim());
    if (line.startsWith('== ') && parts.length > 2) columns = parts[2].split(/\s+/);
    else if (line.startsWith('  ')) {
      for (const [i, pair] of row.pairs.entries())
        for (const [j, tie] of ['tied', 'other'].entries())
          if (pair[j] !== '-') found.set(`${line.trim()} on ${row.resource}: ${columns[i]} ${tie}`, pair[j]);
      found.set(`${line.trim()} on ${row.resource}: nobody`, row.nobody);
    } else if (parts.length === 4) row = { resource: parts[1], pairs: parts[2].split(/\s+/), nobody: parts[3] };
  }
  return found;
}

/** Everything that is counted of a checkout. */
export function surfaceOf(root) {
  const text = (path) => readFileSync(join(root, path), 'utf8');
  return {
    ...operationsOf(JSON.parse(text('openapi/openapi.json'))),
    problems: problemsOf(text('openapi/problems.md')),
    transitions: transitionsOf(text('docs/lifecycles.md')),
    cells: permissionCells(text('test/authorisation/expected.txt')),
  };
}

/** Names of one set that the other does not have. */
const lost = (was, now) => [...was].filter((name) => !now.has(name));

/** What only one of two maps has, and where their values differ. */
function compareMaps(what, was, now) {
  const told = (value) => (Array.isArray(value) ? value.join(', ') || 'none' : value);
  return [
    ...onlyInOne(what, new Set(was.keys()), new Set(now.keys())),
    ...[...was]
      .filter(([name, value]) => now.has(name) && String(now.get(name)) !== String(value))
      .map(([name, value]) => `${what} changed: ${name}: was ${told(value)}, now ${told(now.get(name))}`),
  ];
}

const onlyInOne = (what, was, now) => [
  ...lost(was, now).map((name) => `${what} lost: ${name}`),
  ...lost(now, was).map((name) => `${what} new: ${name}`),
];

/**
 * What an operation names, takes and answers. Actions of one shared path are taken together: what one of them alone can meet
 * was said of all of them. Of an answer only what it has no more counts.
 */
function compareOperations(was, now) {
  const groups = new Map([...was.shared, ...now.shared]);
  const grouped = new Set([...groups.values()].flat());
  for (const name of was.operations.keys())
    if (now.operations.has(name) && !grouped.has(name)) groups.set(name, [name]);
  const all = ({ operations }, names, part) =>
    new Set(names.flatMap((name) => [...(operations.get(name)?.[part] ?? [])]));
  return [...groups].flatMap(([name, names]) => [
    ...onlyInOne(`code of ${name}`, all(was, names, 'codes'), all(now, names, 'codes')),
    ...onlyInOne(`body of ${name}`, all(was, names, 'body'), all(now, names, 'body')),
    ...onlyInOne(`parameter of ${name}`, all(was, names, 'parameters'), all(now, names, 'parameters')),
    ...lost(all(was, names, 'answer'), all(now, names, 'answer')).map((field) => `answer of ${name} lost: ${field}`),
  ]);
}

/** How many of each, before and after. */
export function countsOf({ operations, problems, transitions, cells: table }) {
  const guards = [...transitions.values()].flat().length;
  const lifecycles = new Set([...transitions.keys()].map((name) => name.split('.')[0])).size;
  return {
    operations: operations.size,
    codes: [...operations.values()].reduce((sum, { codes }) => sum + codes.size, 0),
    fields: [...operations.values()].reduce((sum, { body, answer }) => sum + body.size + answer.size, 0),
    problems: problems.length,
    lifecycles,
    transitions: transitions.size,
    guards,
    cells: table.size,
  };
}

export function compareSurfaces(was, now) {
  const asMap = (list) => new Map(list.map((name) => [name, '']));
  return [
    ...onlyInOne('operation', new Set(was.operations.keys()), new Set(now.operations.keys())),
    ...compareOperations(was, now),
    ...compareMaps('problem', asMap(was.problems), asMap(now.problems)),
    ...compareMaps('transition', was.transitions, now.transitions),
    ...compareMaps('cell', was.cells, now.cells),
  ];
}
