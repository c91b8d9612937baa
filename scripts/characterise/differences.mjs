/** What two JSON values differ in: the path of each field, without numbers of items, and both values. */

const isObject = (value) => value !== null && typeof value === 'object';
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Every place in which they differ. A place is `lots[].state`; `was` or `now` is absent where only one side has it. */
export function differences(was, now, place = '') {
  if (same(was, now)) return [];
  if (Array.isArray(was) && Array.isArray(now)) return ofLists(was, now, place);
  if (!isObject(was) || !isObject(now) || Array.isArray(was) !== Array.isArray(now)) return [{ place, was, now }];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(now)])].sort();
  return fields.flatMap((field) => differences(was[field], now[field], place === '' ? field : `${place}.${field}`));
}

const nameOf = (item) => (isObject(item) ? (item.id ?? item.key ?? item.code ?? item.no ?? null) : null);

/** What an indicator says or found is told apart from what others do. */
function labelOf(item) {
  const label = isObject(item) ? (item.indicator ?? item.id) : null;
  return /^[A-Z]\d\d[A-D]?$/.test(label) ? label : '';
}

/** Names of actions, where one side names them and the other says how each is asked for. */
function namesOfActions(list, other) {
  const isNamed = other.length > 0 && other.every((item) => typeof item === 'string');
  return isNamed ? list.map((item) => (isObject(item) && typeof item.action === 'string' ? item.action : item)) : list;
}

/** The items of a list that have no equal in another, each equal one counted once. */
function without(list, other) {
  const counts = new Map();
  for (const item of other.map((i) => JSON.stringify(i))) counts.set(item, (counts.get(item) ?? 0) + 1);
  return list.filter((item) => {
    const left = counts.get(JSON.stringify(item)) ?? 0;
    counts.set(JSON.stringify(item), left - 1);
    return left <= 0;
  });
}

/** Items are compared with the item of the same id, or, where they have none, with the next one that is left. */
function ofLists(given, givenNow, place) {
  const was = namesOfActions(given, givenNow);
  const now = namesOfActions(givenNow, given);
  if (same(was, now)) return [];
  const inner = (item) => `${place}[${labelOf(item)}]`;
  const names = was.map(nameOf);
  const isNamed = [...names, ...now.map(nameOf)].every((name) => name !== null) && new Set(names).size === names.length;
  if (!isNamed) {
    if (was.length !== now.length && was.every((i) => !isObject(i))) return [{ place: `${place}[]`, was, now }];
    const [before, after] = [without(was, now), without(now, was)];
    return Array.from({ length: Math.max(before.length, after.length) }).flatMap((_, i) =>
      differences(before[i], after[i], inner(before[i] ?? after[i])),
    );
  }
  const after = new Map(now.map((item) => [nameOf(item), item]));
  const before = new Map(was.map((item) => [nameOf(item), item]));
  const found = was.flatMap((item) => differences(item, after.get(nameOf(item)), inner(item)));
  const added = now.filter((item) => !before.has(nameOf(item))).map((item) => ({ place: inner(item), now: item }));
  const order = (list, other) => list.map(nameOf).filter((name) => other.has(name));
  if (!same(order(was, after), order(now, before)))
    found.push({ place: `${place} (order)`, was: order(was, after), now: order(now, before) });
  return [...found, ...added];
}
