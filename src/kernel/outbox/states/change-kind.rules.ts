export const CHANGE_KINDS = ['change', 'correction', 'withdrawal', 'deletion'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

const WITHDRAWALS: ReadonlySet<string> = new Set(['withdraw', 'withdrawn', 'cancel', 'void', 'voided']);

/** A fact that names what it replaces is a correction of it. */
function replacesFact({ facts }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(facts) && facts.some((fact: { replaces?: unknown } | null) => Boolean(fact?.replaces));
}

/** What an event does to what was told before: nothing, or takes its place, takes it back, or deletes it. */
export function deriveChangeKind(action: string, data: Readonly<Record<string, unknown>>): ChangeKind {
  if (action === 'erase') return 'deletion';
  if (WITHDRAWALS.has(action)) return 'withdrawal';
  return action === 'corrected' || replacesFact(data) ? 'correction' : 'change';
}
