/** The product's sources with their types, and what the check of SQL asks of them. */
import { relative, sep } from 'node:path';
import ts from 'typescript';
import { root } from '../lib/prepare.mjs';

/** Functions that send a text: name → place of the text among their arguments. */
const SENDERS = { query: 0, runPreparedQuery: 0, postponeQuery: 0, openOuterTransaction: 2 };
const SENDING_FUNCTIONS = { runPreparedStatement: 1, preparedChange: 1, postponePreparedStatement: 1 };

const { fileNames, options: configured } = ts.getParsedCommandLineOfConfigFile(`${root}/tsconfig.json`, {}, ts.sys);
const options = { ...configured, noEmit: true, incremental: false, tsBuildInfoFile: undefined };
const host = ts.createCompilerHost(options);
const { getSourceFile } = host;
/** Files of which a program was made; they stay as they are while this runs, but for those that are named. */
const read = new Map();

/** The product's own files, unless others are named. However many programs are opened, each other file is read once. */
export function openProgram(files) {
  host.getSourceFile = (name, ...how) => {
    if (!read.has(name) || files?.includes(name)) read.set(name, getSourceFile(name, ...how));
    return read.get(name);
  };
  const program = ts.createProgram(files ?? fileNames, options, host);
  const sources = program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !file.fileName.includes('/node_modules/'));
  return {
    program,
    checker: program.getTypeChecker(),
    sources: files ? sources : sources.filter((file) => file.fileName.startsWith(root)),
  };
}

export const isFunction = (node) =>
  ts.isFunctionDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isGetAccessorDeclaration(node);

/** The function around a node, or its file. */
export function scopeOf(node) {
  let at = node.parent;
  while (!isFunction(at) && !ts.isSourceFile(at) && !ts.isPropertyDeclaration(at)) at = at.parent;
  return at;
}

/** The outermost function around a node that is no file: closures run with it. */
export function entryOf(node) {
  let entry = null;
  for (let at = node; !ts.isSourceFile(at); at = at.parent)
    if (isFunction(at) || ts.isPropertyDeclaration(at)) entry = at;
  return entry ?? node.getSourceFile();
}

export function placeOf(node) {
  const file = node.getSourceFile();
  return placeAt(file, node.getStart(file));
}
export function placeAt(file, offset) {
  const { line } = file.getLineAndCharacterOfPosition(offset);
  return `${relative(root, file.fileName).split(sep).join('/')}:${line + 1}`;
}

function nameOfFunction(node) {
  for (let at = node.parent; at; at = at.parent)
    if (isFunction(at) && (at.name ?? at.parent.name)) return (at.name ?? at.parent.name).getText();
  return 'module';
}
/** A call by its file and function, as lists name it. */
export const keyOfCall = (node) => `${placeOf(node).replace(/:\d+$/, '')} ${nameOfFunction(node)}`;

/** Where a call sends SQL: its arguments with the text and the parameters; null for any other call. */
export function sentBy(node) {
  if (!ts.isCallExpression(node)) return null;
  const { expression, arguments: given } = node;
  let at = -1;
  if (ts.isPropertyAccessExpression(expression)) at = SENDERS[expression.name.text] ?? -1;
  else if (ts.isIdentifier(expression)) at = SENDING_FUNCTIONS[expression.text] ?? -1;
  if (at < 0 || given.length <= at) return null;
  return { text: given[at], params: given[at + 1] ?? null };
}

export const DATABASE = 'src/kernel/database/';
/** Functions of the database that send what they are given: `rows`, the helpers of single rows, or `text`; null for others. */
export function doorOf(fn, path) {
  if (path === `${DATABASE}rows.ts`) return 'rows';
  const isDoor = path === `${DATABASE}prepared.ts` || (path.startsWith(DATABASE) && fn?.name?.getText() in SENDERS);
  return isDoor ? 'text' : null;
}
