/**
 * The test cases of a checkout as its sources name them. Nothing is run: a title is what stands in the call, with the places
 * that a run fills in left as they are written, and each row of a table is a case of its own.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { problemsOf } from './surface.mjs';

/** What declares a suite or a case, and at which place its title stands. */
const DECLARES = new Map([
  ['describe', { isSuite: true, at: 0 }],
  ['it', { isSuite: false, at: 0 }],
  ['test', { isSuite: false, at: 0 }],
]);

/** `spec › describe › title` → the codes that the case names, for every case of the files in `src` and `test`. */
export function casesOfSources(root) {
  const known = new Set(
    problemsOf(readFileSync(join(root, 'openapi/problems.md'), 'utf8')).map((p) => p.split(' ')[1]),
  );
  const files = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`),
  );
  const sources = files
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .filter(({ text }) => /\b(?:describe|it|test)\b/.test(text))
    .map(({ path, text }) => ({ path, source: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) }));
  const declares = new Map([...DECLARES, ...sources.flatMap(({ source }) => [...helpersOf(source)])]);
  const cases = new Map();
  for (const { path, source } of sources.filter(({ path: name }) => name.endsWith('.spec.ts'))) {
    const spec = path.replace(/\.ts$/, '');
    for (const { titles, nodes } of casesIn(source, declares)) {
      const key = [spec, ...titles].join(' › ');
      let unique = key;
      for (let n = 2; cases.has(unique); n++) unique = `${key} #${n}`;
      cases.set(unique, { spec, titles, codes: nodes.flatMap((node) => codesIn(node, known)) });
    }
  }
  return cases;
}

/** Functions that declare a suite or a case under a title which they are given: `describeWith(server, title, body)`. */
function helpersOf(source) {
  const found = new Map();
  const visit = (node) => {
    const name = ts.isFunctionDeclaration(node)
      ? node.name?.text
      : ts.isVariableDeclaration(node) && node.initializer && ts.isArrowFunction(node.initializer)
        ? node.name.getText()
        : undefined;
    const made = ts.isVariableDeclaration(node) ? node.initializer : node;
    if (name !== undefined && !DECLARES.has(name)) {
      const parameters = made.parameters.map((parameter) => parameter.name.getText());
      const inside = (inner) => {
        const declared = ts.isCallExpression(inner) ? declaredBy(inner, DECLARES) : null;
        const words = declared ? new Set(inner.arguments[0]?.getText().match(/\w+/g)) : new Set();
        const at = parameters.findIndex((parameter) => words.has(parameter));
        if (at >= 0 && !found.has(name)) found.set(name, { isSuite: declared.isSuite, at });
        ts.forEachChild(inner, inside);
      };
      ts.forEachChild(made, inside);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `describe(…)`, `it.skip(…)`, `it.each(rows)(…)`: what the call declares, with the table of its rows; else null. */
function declaredBy(call, declares) {
  let callee = call.expression;
  let table = null;
  if (ts.isCallExpression(callee) || ts.isTaggedTemplateExpression(callee)) {
    const each = ts.isCallExpression(callee) ? callee.expression : callee.tag;
    if (!ts.isPropertyAccessExpression(each) || each.name.text !== 'each') return null;
    [table] = ts.isCallExpression(callee) ? callee.arguments : [null];
    callee = each;
  }
  while (ts.isPropertyAccessExpression(callee)) {
    if (!/^(?:each|skip|only|failing|concurrent)$/.test(callee.name.text)) return null;
    callee = callee.expression;
  }
  const declared = ts.isIdentifier(callee) ? declares.get(callee.text) : undefined;
  return declared && call.arguments.length > declared.at + 1 ? { ...declared, table } : null;
}

/** A title as it is written; what a run puts in is left standing as its source. */
function titleOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.getText().slice(1, -1);
  return node.getText();
}

/** Codes of problems that stand as words in a piece of source. */
function codesIn(node, known) {
  const found = [];
  const visit = (inner) => {
    if (ts.isStringLiteralLike(inner) && known.has(inner.text)) found.push(inner.text);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}

const rowsOf = (table) =>
  table !== null && ts.isArrayLiteralExpression(table) ? Math.max(1, table.elements.length) : 1;

function casesIn(source, declares) {
  const found = [];
  const visit = (titles) => (node) => {
    const declared = ts.isCallExpression(node) ? declaredBy(node, declares) : null;
    if (declared === null) {
      ts.forEachChild(node, visit(titles));
      return;
    }
    const inner = [...titles, titleOf(node.arguments[declared.at])];
    for (let row = 0; row < rowsOf(declared.table); row++) {
      if (!declared.isSuite) found.push({ titles: inner, nodes: [node] });
      else for (const part of node.arguments) ts.forEachChild(part, visit(inner));
    }
  };
  visit([])(source);
  return found;
}
