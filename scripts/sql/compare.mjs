/** Holds what the sources say of a statement beside what PostgreSQL says of it. */
import ts from 'typescript';
import { placeAt, placeOf } from './program.mjs';
import { expectedOf, isTaken, mayBe, nameOfExpected } from './types.mjs';
import * as of from './values.mjs';

/** Of several statements in one text, as a savepoint has them, no row is read. */
const CONTROL = /^\s*(START TRANSACTION|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|LISTEN|SET |DISCARD|CLOSE|FETCH)/;
export const isControl = (text) => CONTROL.test(text);

const NOTHING = ts.TypeFlags.Null | ts.TypeFlags.Undefined;

/** What a function answers of which there may be many: the type of one. */
function answerOf(signature, checker) {
  let type = checker.getReturnTypeOfSignature(signature);
  if (type.symbol?.name === 'Promise') [type] = checker.getTypeArguments(type);
  const present = type.isUnion() ? type.types.filter(({ flags }) => !(flags & NOTHING)) : [];
  if (present.length === 1) [type] = present;
  if (checker.isArrayType(type) || checker.isTupleType(type)) [type] = checker.getTypeArguments(type);
  if (type?.symbol?.name === 'QueryResult') [type] = checker.getTypeArguments(type);
  return type;
}

/** The type of a row that a call declares: undefined where it declares none. */
export function rowTypeOf({ node, isHanded }, calls, checker) {
  const signature = isHanded ? undefined : checker.getResolvedSignature(node);
  let type = signature && answerOf(signature, checker);
  for (const { fn, call } of calls.toReversed())
    if (type && type.flags & ts.TypeFlags.TypeParameter) type = (call && givenFor(type, fn, call, checker)) ?? type;
  if (!type || checker.isArrayLikeType(type)) return undefined;
  return type.flags & ts.TypeFlags.Object || type.isIntersection() ? type : undefined;
}
/** What a caller has named for a type parameter, or what comes of it where the function answers that. */
function givenFor(parameter, fn, call, checker) {
  const at = fn.typeParameters?.findIndex((one) => checker.getTypeAtLocation(one) === parameter) ?? -1;
  if (at < 0) return undefined;
  const named = call.typeArguments?.[at];
  if (named) return checker.getTypeFromTypeNode(named);
  const declared = checker.getSignatureFromDeclaration(fn);
  const resolved = checker.getResolvedSignature(call);
  return declared && resolved && answerOf(declared, checker) === parameter ? answerOf(resolved, checker) : undefined;
}

/** Place in the sources of a place in the text of a statement. */
function placeIn(trace, position) {
  let at = position - 1;
  for (const part of trace.text.parts) {
    if (at < part.text.length) {
      if (!part.node || part.hole || !part.text) break;
      return placeAt(
        part.node.getSourceFile(),
        part.node.getStart() + 1 + Math.max(0, at) + (part.offset - part.node.getStart() - 1),
      );
    }
    at -= part.text.length;
  }
  return placeOf(trace.node);
}

/** Every place of a text that names the column which is not there; undefined for any other error. Counted from 1. */
export function positionsOfColumn(text, message) {
  const name = /column (?:[\w.]*\.)?"?(\w+)"?(?: of relation "\w+")? does not exist|has no field "(\w+)"/.exec(message);
  if (!name) return undefined;
  const outsideText = text.replaceAll(/'(?:[^']|'')*'/g, (quoted) => ' '.repeat(quoted.length));
  return [...outsideText.matchAll(new RegExp(`\\b${name[1] ?? name[2]}\\b`, 'g'))].map(({ index }) => index + 1);
}

export function errorsOf(trace, text, error) {
  const places = positionsOfColumn(text, error.message) ?? [error.position];
  return [...new Set(places.map((position) => (position ? placeIn(trace, position) : placeOf(trace.node))))].map(
    (place) => ({
      place,
      message: error.message,
    }),
  );
}

const BIGINT = 20;
/**
 * What the declared row says otherwise than the statement's columns. `isRead`: the helpers of single rows have made money
 * of the texts that pg hands over.
 */
export function compareRow({ type, columns, checker, call, mayBeNull, isRead = false }) {
  const found = [];
  const by = new Map(columns.map((column) => [column.name, column]));
  for (const property of checker.getPropertiesOfType(type)) {
    const declared = property.valueDeclaration ?? property.declarations?.[0];
    const place =
      declared && !declared.getSourceFile().fileName.includes('/node_modules/')
        ? placeOf(declared)
        : placeOf(call.node);
    const column = by.get(property.name);
    const say = (message) =>
      found.push({ place: placeOf(call.node), message: `${message} (row declared at ${place})` });
    if (!column) {
      if (!(property.flags & ts.SymbolFlags.Optional)) say(`the row has no column ${property.name}`);
      continue;
    }
    const given = checker.getTypeOfSymbolAtLocation(property, call.node);
    const expected = expectedOf(column.type);
    const isMoney =
      isRead && column.type === BIGINT && checker.getNonNullableType(given).flags & ts.TypeFlags.BigIntLike;
    if (!isMoney && !mayBe(checker, given, expected))
      say(`column ${property.name} is ${nameOfExpected(expected)}, declared as ${checker.typeToString(given)}`);
    else if (
      mayBeNull(column) &&
      checker.getNonNullableType(given) === given &&
      !(given.flags & ts.TypeFlags.AnyOrUnknown)
    )
      say(`column ${property.name} may be null, declared as ${checker.typeToString(given)}`);
  }
  return found;
}

/** The type of a parameter as the sources have it; null where it is not known. */
const typeOfValue = (value, checker) => {
  if (value.kind === 'unknown') return value.type;
  if (value.kind === 'text') return checker.getStringType();
  if (value.kind === 'plain') {
    if (typeof value.value === 'number') return checker.getNumberType();
    if (typeof value.value === 'boolean') return checker.getBooleanType();
  }
  return null;
};

export function compareParameters({ trace, parameters, checker, nameOfType }) {
  const { params, node } = trace;
  if (params?.kind !== 'array' || params.loose) return [];
  if (params.items.length !== parameters.length)
    return params.items.some((item) => item.kind === 'array') && params.items.length < parameters.length
      ? []
      : [
          {
            place: placeOf(node),
            message: `the statement takes ${parameters.length} parameters and is given ${params.items.length}`,
          },
        ];
  return params.items.flatMap((item, i) => {
    const type = typeOfValue(item, checker);
    if (!type || isTaken(checker, type, parameters[i])) return [];
    return [
      {
        place: placeOf(node),
        message: `parameter $${i + 1} is ${nameOfType(parameters[i])}, given ${checker.typeToString(type)}`,
      },
    ];
  });
}

export const textOf = (trace) => of.stringOf(trace.text);
