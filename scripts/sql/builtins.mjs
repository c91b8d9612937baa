/** Methods of lists and texts, as far as statements are put together with them. */
import ts from 'typescript';
import * as of from './values.mjs';

const LIST = new Set([
  'map',
  'flatMap',
  'filter',
  'join',
  'forEach',
  'some',
  'every',
  'find',
  'reduce',
  'entries',
  'concat',
  'slice',
  'toSorted',
  'sort',
  'flat',
  'at',
  'findIndex',
]);

const indexes = (fn, item, i) =>
  [item, of.plain(i), of.array([])].slice(0, Math.max(1, fn.node?.parameters?.length ?? 3));

/** A function of this place is run, one of a module where it may have a part in a text. */
function isRun(run, fn, item) {
  if (fn?.kind === 'native') return true;
  if (fn?.kind !== 'function') return false;
  if (fn.env) return true;
  const signature = run.checker.getSignatureFromDeclaration(fn.node);
  return (
    signature !== undefined && run.isWorthEntering(fn.node, [item], run.checker.getReturnTypeOfSignature(signature))
  );
}

function callList(run, node, name, list, given) {
  const [first] = given;
  const calls = (item, i) =>
    isRun(run, first, item) ? run.invoke(first, indexes(first, item, i), node) : run.elementAnswer(first, item, node);
  switch (name) {
    case 'map':
      return of.array(list.items.map(calls), list.loose);
    case 'flatMap':
      return of.array(
        list.items.map(calls).flatMap((value) => (value.kind === 'array' ? value.items : [value])),
        list.loose,
      );
    case 'flat':
      return of.array(list.items.flatMap((value) => (value.kind === 'array' ? value.items : [value])));
    case 'forEach':
      list.items.forEach(calls);
      return of.UNDEFINED;
    case 'filter': {
      const answers = list.items.map((item, i) => of.truth(calls(item, i)));
      const kept = list.items.filter((_, i) => answers[i] !== false);
      return of.array(kept, list.loose || answers.includes(undefined));
    }
    case 'some':
    case 'every':
    case 'findIndex':
      list.items.forEach(calls);
      return run.unknownOf(node);
    case 'find':
      return list.items.find((item, i) => of.truth(calls(item, i)) === true) ?? run.unknownOf(node);
    case 'reduce': {
      if (!first || first.kind !== 'function') return run.unknownOf(node);
      const [start, rest] = given.length > 1 ? [given[1], list.items] : [list.items[0], list.items.slice(1)];
      return rest.reduce(
        (sum, item) => run.invoke(first, [sum, item].slice(0, first.node.parameters.length), node),
        start ?? of.UNDEFINED,
      );
    }
    case 'join': {
      const between = first ? run.toText(first) : of.text(',');
      const texts = list.items.map((item) => run.toText(item));
      return of.concatenate(texts.flatMap((text, i) => (i === 0 ? [text] : [between, text])));
    }
    case 'entries':
      return of.array(list.items.map((item, i) => of.array([of.plain(i), item])));
    case 'concat':
      return of.array([...list.items, ...given.flatMap((value) => (value.kind === 'array' ? value.items : [value]))]);
    case 'slice': {
      const bounds = given.map((value) => of.constantOf(value)?.value);
      return bounds.includes(undefined) && given.length > 0 ? list : of.array(list.items.slice(...bounds));
    }
    case 'sort':
    case 'toSorted':
      return list;
    case 'at': {
      const at = of.constantOf(first ?? of.plain(0))?.value;
      return typeof at === 'number' ? (list.items.at(at) ?? of.UNDEFINED) : run.unknownOf(node);
    }
    default:
      return undefined;
  }
}

const TEXT = new Set([
  'trim',
  'trimEnd',
  'trimStart',
  'toLowerCase',
  'toUpperCase',
  'replace',
  'replaceAll',
  'slice',
  'split',
  'startsWith',
  'endsWith',
  'includes',
  'repeat',
  'padStart',
  'toString',
  'indexOf',
]);

function callText(run, node, name, value, given) {
  if (name === 'toString' || name === 'trim' || name === 'trimEnd' || name === 'trimStart') return value;
  const constants = given.map((one) => of.constantOf(one));
  if (name === 'replace' || name === 'replaceAll') {
    const [what, by] = given;
    if (constants[0] && typeof constants[0].value === 'string' && by.kind === 'text') {
      const parts = value.parts.flatMap((part) => {
        const pieces = part.text.split(constants[0].value);
        const kept =
          name === 'replace' && pieces.length > 2 ? [pieces[0], pieces.slice(1).join(constants[0].value)] : pieces;
        let offset = part.offset;
        return kept.flatMap((piece, i) => {
          const own = { ...part, text: piece, offset };
          offset += piece.length + constants[0].value.length;
          return i === 0 ? [own] : [...by.parts, own];
        });
      });
      return { kind: 'text', parts };
    }
    return what ? value : undefined;
  }
  const known = of.constantOf(value);
  if (!known || constants.includes(undefined)) return run.unknownOf(node);
  const answer = known.value[name](...constants.map((one) => one.value));
  if (Array.isArray(answer)) return of.array(answer.map((one) => of.text(one)));
  return typeof answer === 'string' ? of.text(answer) : of.plain(answer);
}

const entriesOf = (value) => [...value.props].map(([key, one]) => of.array([of.text(key), one]));

/** What an object of a known type may have: some of its properties. */
function ofProperties(run, node, name, value) {
  const type = run.checker.getNonNullableType(value.type);
  const properties = type.flags & ts.TypeFlags.Object ? type.getProperties() : [];
  if (properties.length === 0) return run.unknownOf(node);
  const of_ = (property) =>
    run.unknownTyped(run.checker.getNonNullableType(run.checker.getTypeOfSymbol(property)), node, value.from);
  const items = properties.map((property) => {
    if (name === 'keys') return of.text(property.name);
    return name === 'values' ? of_(property) : of.array([of.text(property.name), of_(property)]);
  });
  return of.array(items, true);
}

/** A call of a method that is known here; undefined for any other. */
export function callMethod(run, node, name, self, arguments_) {
  const { expression } = node.expression;
  if (ts.isIdentifier(expression)) {
    const global = `${expression.text}.${name}`;
    if (/^Object\.(keys|values|entries)$/.test(global)) {
      const [value] = arguments_();
      if (value.kind === 'unknown' && value.type) return ofProperties(run, node, name, value);
      if (value.kind !== 'object' || (value.open && value.props.size === 0)) return run.unknownOf(node);
      if (name === 'entries') return of.array(entriesOf(value));
      return of.array(name === 'keys' ? [...value.props.keys()].map((key) => of.text(key)) : [...value.props.values()]);
    }
    if (global === 'Object.freeze') return arguments_()[0];
    if (global === 'Object.fromEntries') {
      const [value] = arguments_();
      if (value.kind !== 'array') return run.unknownOf(node);
      const pairs = value.items.map((pair) => (pair.kind === 'array' ? pair.items : []));
      return of.object(
        new Map(
          pairs
            .filter(([key]) => key && of.isKnownText(key))
            .map(([key, one]) => [of.stringOf(key), one ?? of.UNDEFINED]),
        ),
      );
    }
    if (global === 'Promise.all') return arguments_()[0];
    if (global === 'Array.from') {
      const given = arguments_();
      if (given[0]?.kind === 'array') return given[1] ? callList(run, node, 'map', given[0], [given[1]]) : given[0];
      run.runCallbacks(given);
      return run.unknownOf(node);
    }
  }
  if (self.kind === 'array') {
    if (name === 'push') {
      self.items.push(...arguments_());
      return of.plain(self.items.length);
    }
    if (name === 'includes') {
      const wanted = of.constantOf(run.settle(arguments_()[0]));
      const items = self.items.map((item) => of.constantOf(item));
      return wanted && !items.includes(undefined)
        ? of.plain(items.some((item) => item.value === wanted.value))
        : run.unknownOf(node);
    }
    if (LIST.has(name)) return callList(run, node, name, self, arguments_());
  }
  if (self.kind === 'text' && TEXT.has(name)) return callText(run, node, name, self, arguments_());
  if (self.kind === 'unknown' && self.type && LIST.has(name)) {
    const type = run.checker.getNonNullableType(self.type);
    if (run.checker.isArrayLikeType(type)) {
      const given = arguments_();
      if (name === 'at' || name === 'find' || name === 'some' || name === 'every' || name === 'findIndex') {
        run.runCallbacks(given);
        return run.unknownOf(node, self.from);
      }
      return callList(run, node, name, of.array([run.elementOf(self, expression)], true), given);
    }
  }
  return undefined;
}
