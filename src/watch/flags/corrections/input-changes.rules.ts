/** A value as text; undefined where nothing is said. */
export type Leaf = string | undefined;

/** One value that is not what it was. */
export interface ValueChange {
  before: Leaf;
  after: Leaf;
  /** The record that says it, `type:id`, as the facts name it; null where none is named. */
  record: string | null;
  /** The names under which that record says it, from the record down; of what says what kind it is (`as`) that kind first. */
  parts: readonly string[];
  /** A member of a set that has a record of its own came, or went, with all that it says. */
  whole?: boolean;
}

/** Names that say where a value comes from or which row holds it, not what it is. */
const ASIDE: ReadonlySet<string> = new Set(['record', 'source', 'id', 'label']);

/** Where a value stands: the nearest record, and the names below it. */
type Place = Pick<ValueChange, 'record' | 'parts'>;

const NOWHERE: Place = { record: null, parts: [] };

/** The values in which two pieces of plain JSON differ. Arrays are sets: members of one `key` are compared with each other. */
export function valueChanges(before: unknown, after: unknown, place: Place = NOWHERE): ValueChange[] {
  if (isList(before) || isList(after)) return listChanges(asList(before), asList(after), place);
  if (isObject(before) || isObject(after)) {
    const [old, now] = [asObject(before), asObject(after)];
    const record = readRecord(old) ?? readRecord(now);
    const inside = record === null ? place : { record, parts: readText(old['as'] ?? now['as']) };
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => !ASIDE.has(name));
    // What takes another form, an object for a value, is gone whole and come whole.
    const forms = [before, after].filter((value) => !isObject(value)).flatMap((value) => toLeaf(value) ?? []);
    const others = forms.map((leaf) => ({
      before: isObject(before) ? undefined : leaf,
      after: isObject(before) ? leaf : undefined,
      ...place,
    }));
    const within = names.flatMap((name) =>
      valueChanges(old[name], now[name], { ...inside, parts: [...inside.parts, name] }),
    );
    return [...within, ...others];
  }
  const [old, now] = [toLeaf(before), toLeaf(after)];
  return old === now ? [] : [{ before: old, after: now, ...place }];
}

function listChanges(before: readonly unknown[], after: readonly unknown[], place: Place): ValueChange[] {
  const [old, now] = [byKey(before), byKey(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  return keys.flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const changes = valueChanges(was, is, place);
    const isWhole = (was === undefined || is === undefined) && readRecord(asObject(was ?? is)) !== null;
    return isWhole ? changes.map((change) => ({ ...change, whole: true })) : changes;
  });
}

/** Members without a key are the same only where they say the same. */
function byKey(members: readonly unknown[]): Map<string, unknown> {
  return new Map(
    members.map((member) => {
      const key = isObject(member) ? asObject(member)['key'] : undefined;
      return [typeof key === 'string' ? key : JSON.stringify(member), member];
    }),
  );
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const asList = (value: unknown): readonly unknown[] => (isList(value) ? value : []);
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asObject = (value: unknown): Record<string, unknown> =>
  isObject(value) ? (value as Record<string, unknown>) : {};

const readText = (value: unknown): string[] => (typeof value === 'string' ? [value] : []);

function readRecord({ record }: Record<string, unknown>): string | null {
  return typeof record === 'string' ? record : null;
}

function toLeaf(value: unknown): Leaf {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
