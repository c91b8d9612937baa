/** Fields whose members are bodies, by key and name. */
const BODIES: ReadonlySet<string> = new Set(['members', 'subcontractors', 'supplier']);
/** What calls a body, or a person behind it, beside the key. */
const NAMES: ReadonlySet<string> = new Set(['bidder', 'evaluatorName', 'label']);

/**
 * Facts without what bodies are called where they go by a key: a new name changes nothing of what was found. Where the key is
 * the name, as of a body without a credit code, it stays.
 */
export function omitBodyNames(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((member) => omitBodyNames(member, field));
  if (typeof value !== 'object' || value === null) return value;
  const isName = (name: string): boolean =>
    'key' in value && (NAMES.has(name) || (name === 'name' && BODIES.has(field)));
  const left = Object.entries(value).filter(([name]) => !isName(name));
  return Object.fromEntries(left.map(([name, inner]) => [name, omitBodyNames(inner, name)]));
}
