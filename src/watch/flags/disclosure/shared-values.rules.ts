import { omitBodyNames } from '../corrections/body-names.rules.js';
import { valueChanges } from '../corrections/input-changes.rules.js';

/** Which names plain JSON has, at every depth: null where there is no more to tell, as of a number or an empty list. */
type Shape = { members: Shape } | { fields: Readonly<Record<string, Shape>> } | null;

/**
 * Whether two pieces of plain JSON differ in what both have names for. A name that only one of them knows is a field that
 * came or went with a version of the rule, and tells of no fact; a member of a list that came or went does.
 */
export function haveSharedValuesChanged(was: unknown, now: unknown): boolean {
  const [old, left] = [omitBodyNames(was), omitBodyNames(now)];
  const shared = intersectShapes(readShape(old), readShape(left));
  return valueChanges(cutToShape(old, shared), cutToShape(left, shared)).length > 0;
}

function readShape(value: unknown): Shape {
  if (Array.isArray(value)) return { members: value.map(readShape).reduce(joinShapes, null) };
  if (typeof value !== 'object' || value === null) return null;
  return { fields: Object.fromEntries(Object.entries(value).map(([name, field]) => [name, readShape(field)])) };
}

/** Members of one list need not all have the same names. */
function joinShapes(one: Shape, other: Shape): Shape {
  if (one === null || other === null) return one ?? other;
  if ('members' in one) return 'members' in other ? { members: joinShapes(one.members, other.members) } : one;
  if ('members' in other) return one;
  const names = new Set([...Object.keys(one.fields), ...Object.keys(other.fields)]);
  return {
    fields: Object.fromEntries(
      [...names].map((name) => [name, joinShapes(one.fields[name] ?? null, other.fields[name] ?? null)]),
    ),
  };
}

/** What takes another form, an object for a value, is left as it is: the comparison tells it. */
function intersectShapes(one: Shape, other: Shape): Shape {
  if (one === null || other === null) return null;
  if ('members' in one) return 'members' in other ? { members: intersectShapes(one.members, other.members) } : null;
  if ('members' in other) return null;
  const names = Object.keys(one.fields).filter((name) => name in other.fields);
  return {
    fields: Object.fromEntries(
      names.map((name) => [name, intersectShapes(one.fields[name] ?? null, other.fields[name] ?? null)]),
    ),
  };
}

function cutToShape(value: unknown, shape: Shape): unknown {
  if (shape === null || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return 'members' in shape ? value.map((member) => cutToShape(member, shape.members)) : value;
  if ('members' in shape) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) =>
      name in shape.fields ? [[name, cutToShape(field, shape.fields[name] ?? null)]] : [],
    ),
  );
}
