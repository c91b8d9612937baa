/** Finds every statement that the sources send: each call with the texts it can come to. */
import ts from 'typescript';
import { Evaluation } from './evaluation.mjs';
import './expressions.mjs';
import { entryOf, isFunction, placeOf, sentBy } from './program.mjs';

const MOST_RUNS = 90;

/** Functions that hand a text on which they are given. */
const DOORS = [
  ...['query', 'runPreparedQuery', 'postponeQuery', 'openOuterTransaction'],
  ...['runPreparedStatement', 'preparedChange', 'postponePreparedStatement', 'run', 'send'],
];

/** A function that hands a text on which it was given: its callers are looked at instead. */
function isDoor(node, { text }) {
  if (!ts.isIdentifier(text)) return false;
  for (let at = node.parent; at && !ts.isSourceFile(at); at = at.parent) {
    if (!isFunction(at)) continue;
    const name = at.name?.getText() ?? at.parent?.name?.getText?.();
    if (DOORS.includes(name) && at.parameters.some((parameter) => parameter.name.getText() === text.text)) return true;
  }
  return false;
}

/** Texts that are handed to another module, which puts statements together with them: whole subqueries. */
function handedOver(node, checker) {
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'ids') {
    const type = checker.getContextualType(node.parent);
    return type?.symbol?.name === 'Unfinished' ? node.initializer : null;
  }
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'contribute'
  ) {
    const owner = checker.getTypeAtLocation(node.expression.expression).symbol?.name;
    return owner === 'ContractEvidence' ? node.arguments[1] : null;
  }
  return null;
}

/** A function that a later room writes for an upstream one: the call that declares it. */
function contributionOf(node, checker) {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { name, expression } = node.expression;
  if (name.text !== 'contribute' || checker.getTypeAtLocation(expression).aliasSymbol?.name !== 'Contributed')
    return null;
  const symbol = checker.getSymbolAtLocation(expression);
  const declared = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return declared?.valueDeclaration?.initializer ?? null;
}

/** Every call that sends, by their names every use of a function, and what later rooms contribute. */
function index(sources, checker) {
  const calls = [];
  const uses = new Map();
  const contributions = new Map();
  const visit = (node) => {
    const sent = sentBy(node);
    if (sent && new Evaluation({ checker }).isStatement(sent.text))
      calls.push({ node, ...sent, isDoor: isDoor(node, sent) });
    const handed = handedOver(node, checker);
    if (handed) calls.push({ node: handed, text: handed, params: null, isHanded: true });
    const declared = contributionOf(node, checker);
    if (declared) contributions.set(declared, node.arguments[0]);
    if (ts.isIdentifier(node)) {
      if (!uses.has(node.text)) uses.set(node.text, []);
      uses.get(node.text).push(node);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of sources) visit(file);
  return { calls, uses, contributions };
}

const nameOf = (fn) =>
  fn.name ??
  (ts.isVariableDeclaration(fn.parent) || ts.isPropertyDeclaration(fn.parent) || ts.isPropertyAssignment(fn.parent)
    ? fn.parent.name
    : null);

/** The entries from which a function may be called. */
function entriesThatUse(fn, { uses }, checker) {
  const name = nameOf(fn);
  if (!name) return [];
  const own = checker.getSymbolAtLocation(name);
  const found = new Set();
  for (const use of uses.get(name.text) ?? []) {
    if (use === name || ts.isImportSpecifier(use.parent) || ts.isExportSpecifier(use.parent)) continue;
    let symbol = checker.getSymbolAtLocation(use);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    if (symbol === own) found.add(entryOf(use));
  }
  found.delete(fn);
  return [...found];
}

/** Pairs of alternatives that were made up give way to those that the callers name. */
function dropUnmet({ traces }) {
  const isMadeUp = ({ text }) => text.parts.some((part) => part.chosen);
  const named = [...traces].filter(([, trace]) => !isMadeUp(trace) && trace.text.parts.every((part) => !part.hole));
  if (named.length > 0) for (const [key, trace] of traces) if (isMadeUp(trace)) traces.delete(key);
}

/** Runs an entry once with each decision as preferred, then once for every other alternative of each. */
function explore(entry, context, onSend) {
  const queue = [new Map()];
  const seen = new Set();
  let runs = 0;
  let exhausted = false;
  while (queue.length > 0 && runs < MOST_RUNS) {
    const decisions = queue.shift();
    runs++;
    const run = new Evaluation({ ...context, decisions, onSend });
    run.run(entry);
    exhausted ||= run.exhausted;
    for (const [key, { count, took }] of run.taken) {
      if (seen.has(key)) continue;
      seen.add(key);
      for (let other = 0; other < count; other++) if (other !== took) queue.push(new Map([...decisions, [key, other]]));
    }
  }
  return { runs, exhausted: exhausted || queue.length > 0 };
}

/**
 * @returns `calls`: every call with `traces` (text, parameters, how it was reached), and `entries` that were too large
 */
export function collect({ checker, sources }) {
  const found = index(sources, checker);
  const handed = new Set(found.calls.filter((call) => call.isHanded).map(({ node }) => node));
  const { contributions } = found;
  const context = { checker, handed, contributions, needed: new Set(), constants: new Map(), textless: new Set() };
  const calls = new Map(
    found.calls.filter((call) => !call.isDoor).map((call) => [call.node, { ...call, traces: new Map() }]),
  );
  const tooLarge = [];
  const waiting = new Set([...calls.keys()].map(entryOf));
  const done = new Set();
  const times = [];
  const stats = { runs: 0, doors: found.calls.length - calls.size };
  while (waiting.size > 0) {
    const [entry] = waiting;
    waiting.delete(entry);
    done.add(entry);
    const asks = new Set();
    const began = Date.now();
    const { runs, exhausted } = explore(entry, context, (sent) => {
      const call = calls.get(sent.node);
      if (!call) return;
      const open = sent.text.parts.filter((part) => part.hole || part.elsewhere);
      const key = sent.text.parts.map((part) => (part.hole ? '\0' : part.elsewhere ? '\x01' : part.text)).join('');
      const before = call.traces.get(key);
      if (!before || (before.entry !== entry && open.length === 0)) call.traces.set(key, { ...sent, open });
      // What comes from a caller of this entry is looked at from there.
      if (
        open.some((part) => part.from) ||
        new Set(sent.text.parts.map((part) => part.chosen).filter(Boolean)).size > 0
      )
        asks.add(entry);
    });
    stats.runs += runs;
    if (process.env.SQL_TIMES) times.push([Date.now() - began, runs, placeOf(entry)]);
    if (exhausted) tooLarge.push(placeOf(entry));
    for (const fn of asks) {
      if (context.needed.has(fn)) continue;
      context.needed.add(fn);
      for (const user of entriesThatUse(fn, found, checker)) waiting.add(user);
    }
  }
  if (process.env.SQL_TIMES)
    console.log(
      times
        .sort((a, b) => b[0] - a[0])
        .slice(0, 40)
        .join('\n'),
    );
  for (const call of calls.values()) dropUnmet(call);
  return { calls: [...calls.values()], tooLarge, stats: { ...stats, entries: done.size, needed: context.needed.size } };
}
