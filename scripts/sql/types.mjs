/** Types of PostgreSQL beside those of TypeScript: what pg hands over and what it takes. */
import ts from 'typescript';

/** By the type's number: what a value of it is in JavaScript, as pg reads it. */
const READ = {
  16: 'boolean',
  17: 'Buffer',
  18: 'string',
  19: 'string',
  20: 'string',
  21: 'number',
  23: 'number',
  25: 'string',
  26: 'number',
  114: 'json',
  700: 'number',
  701: 'number',
  705: 'string',
  1042: 'string',
  1043: 'string',
  1082: 'Date',
  1114: 'Date',
  1184: 'Date',
  1700: 'string',
  2950: 'string',
  3802: 'json',
  3908: 'string',
  3910: 'string',
  3912: 'string',
};
/** Arrays, by the type's number: their elements. */
const ARRAYS = {
  199: 114, 1000: 16, 1001: 17, 1002: 18, 1003: 19, 1005: 21, 1007: 23, 1009: 25, 1014: 1042, 1015: 1043, 1016: 20, 1021: 700, 1022: 701,
  1028: 26, 1115: 1114, 1182: 1082, 1185: 1184, 1231: 1700, 2951: 2950, 3807: 3802,
}; // prettier-ignore

const TEXTUAL = new Set(['string']);
/** Types whose text form is what a string holds. */
const TAKES_STRING = new Set([
  18, 19, 20, 21, 23, 25, 705, 1042, 1043, 1082, 1083, 1114, 1184, 1186, 1700, 2950, 3908, 3910, 3912, 114, 3802,
]);
const TAKES_NUMBER = new Set([20, 21, 23, 26, 700, 701, 1700]);

export const expectedOf = (oid) => (ARRAYS[oid] ? { array: expectedOf(ARRAYS[oid]) } : (READ[oid] ?? null));
export const nameOfExpected = (expected) => (expected.array ? `${nameOfExpected(expected.array)}[]` : expected);

/** Whether a declared type can be what pg hands over; null aside. */
export function mayBe(checker, given, expected) {
  if (expected === null) return true;
  const type = checker.getNonNullableType(given);
  const { flags } = type;
  if (flags & (ts.TypeFlags.AnyOrUnknown | ts.TypeFlags.Never | ts.TypeFlags.TypeParameter)) return true;
  if (expected.array) {
    if (type.isUnion()) return type.types.every((member) => mayBe(checker, member, expected));
    return checker.isArrayLikeType(type) && mayBe(checker, checker.getTypeArguments(type)[0] ?? type, expected.array);
  }
  if (flags & ts.TypeFlags.BooleanLike) return expected === 'boolean' || expected === 'json';
  if (type.isUnion()) return type.types.every((member) => mayBe(checker, member, expected));
  if (type.isIntersection()) return type.types.some((member) => mayBe(checker, member, expected));
  if (flags & ts.TypeFlags.StringLike) return TEXTUAL.has(expected) || expected === 'json';
  if (flags & ts.TypeFlags.NumberLike) return expected === 'number' || expected === 'json';
  const name = type.symbol?.name;
  if (name === 'Date') return expected === 'Date';
  if (name === 'Buffer' || name === 'Uint8Array') return expected === 'Buffer';
  if (flags & ts.TypeFlags.BigIntLike) return false;
  return expected === 'json';
}

/** Whether pg sends a value of this type as one that the parameter takes; null and undefined aside. */
export function isTaken(checker, given, oid) {
  const type = checker.getNonNullableType(given);
  const { flags } = type;
  if (
    flags &
    (ts.TypeFlags.AnyOrUnknown |
      ts.TypeFlags.Never |
      ts.TypeFlags.TypeParameter |
      ts.TypeFlags.Null |
      ts.TypeFlags.Undefined)
  )
    return true;
  const expected = expectedOf(oid);
  if (expected === null) return true;
  if (flags & ts.TypeFlags.BooleanLike) return oid === 16;
  if (type.isUnion()) return type.types.every((member) => isTaken(checker, member, oid));
  if (type.isIntersection()) return type.types.some((member) => isTaken(checker, member, oid));
  if (checker.isArrayLikeType(type))
    return ARRAYS[oid] !== undefined && isTaken(checker, checker.getTypeArguments(type)[0] ?? type, ARRAYS[oid]);
  if (ARRAYS[oid] !== undefined) return false;
  if (flags & ts.TypeFlags.StringLike) return TAKES_STRING.has(oid);
  if (flags & ts.TypeFlags.NumberLike) return TAKES_NUMBER.has(oid);
  if (flags & ts.TypeFlags.BigIntLike) return oid === 20 || oid === 1700;
  if (flags & ts.TypeFlags.NonPrimitive || type.getProperties().length === 0) return true;
  const name = type.symbol?.name;
  if (name === 'Date') return oid === 1184 || oid === 1114;
  if (name === 'Buffer' || name === 'Uint8Array') return oid === 17;
  return oid === 114 || oid === 3802;
}
