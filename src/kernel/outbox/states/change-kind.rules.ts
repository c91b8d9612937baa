export const CHANGE_KINDS = ['change', 'correction', 'withdrawal', 'deletion'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
/** What a change is that does anything to what was told before. */
export type RetellingKind = Exclude<ChangeKind, 'change'>;

/** Whatever object they are about, these take it back. */
const WITHDRAWALS: ReadonlySet<string> = new Set(['withdraw', 'withdrawn', 'cancel', 'void', 'voided']);

/** By `aggregate.action`: what the rooms declare of their own actions, where the name alone does not say it. */
const declared = new Map<string, RetellingKind>();

/**
 * Says of actions on objects of a kind what they do to what was told before. A room says it once, where it declares or records
 * the action; so events from before that was said are told by it too.
 */
export function declareChangeKinds(aggregate: string, kinds: Readonly<Record<string, RetellingKind>>): void {
  for (const [action, kind] of Object.entries(kinds)) {
    const event = `${aggregate}.${action}`;
    if ((declared.get(event) ?? kind) !== kind) throw new Error(`${event} is declared a ${kind} and something else`);
    declared.set(event, kind);
  }
}

/** A fact that names what it replaces is a correction of it. */
function replacesFact({ facts }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(facts) && facts.some((fact: { replaces?: unknown } | null) => Boolean(fact?.replaces));
}

/**
 * What an event does to what was told before: nothing; or something that was said of the object is replaced or no longer said,
 * and the object stands (`correction`); or the object itself is taken back (`withdrawal`); or something is gone for good
 * (`deletion`).
 */
export function deriveChangeKind(
  aggregate: string,
  action: string,
  data: Readonly<Record<string, unknown>>,
): ChangeKind {
  const said = declared.get(`${aggregate}.${action}`);
  if (said !== undefined) return said;
  if (action === 'erase') return 'deletion';
  if (WITHDRAWALS.has(action)) return 'withdrawal';
  return action === 'corrected' || replacesFact(data) ? 'correction' : 'change';
}
