import type { Principal } from '../access/principal.js';
import { Problem } from '../errors/problem.js';
import { declareChangeKinds, type RetellingKind } from '../outbox/states/change-kind.rules.js';

/** One named action of a lifecycle. */
export interface Transition<S extends string, A extends string = string> {
  action: A;
  from: readonly S[];
  /** Several targets where facts decide which, e.g. passed or rectify. Absent: the state does not change. */
  to?: S | readonly S[];
  /** The permission that may do it. */
  who: string;
  /** Stable codes of guards, in the order they are asked. */
  guards?: readonly string[];
  /** Every guard is asked, and the refusal lists what all of them say; the code is that of the first that refuses. */
  collects?: boolean;
  reason?: 'required' | 'optional';
  /** What it does to what was told of the object before, for readers of the feed; absent where something new is told. */
  retells?: RetellingKind;
}

export interface Lifecycle<S extends string = string, A extends string = string> {
  name: string;
  states: readonly S[];
  initial: readonly S[];
  /** States that are meant to be the end. Every other one has a way out. */
  final: readonly S[];
  transitions: readonly Transition<S, A>[];
}

/** The actions of a lifecycle, by name. */
export type ActionOf<L> = L extends Lifecycle<string, infer A> ? A : never;

/** Where a transition may lead; nowhere if it changes no state. */
export const targets = <S extends string>(t: Transition<S, string>): readonly S[] =>
  t.to === undefined ? [] : typeof t.to === 'string' ? [t.to] : t.to;

/** A part of a table, for a lifecycle whose rows stand in several files. */
export const defineTransitions = <S extends string, A extends string>(
  rows: readonly Transition<S, A>[],
): readonly Transition<S, A>[] => rows;

/** Reads a table and refuses one that names an unknown state, hides a state nobody can reach, or traps one. */
export function defineLifecycle<S extends string, A extends string>(
  table: Lifecycle<S, A> & { transitions: readonly Transition<NoInfer<S>, A>[] },
): Lifecycle<S, A> {
  const fail = (text: string): never => {
    throw new Error(`Lifecycle ${table.name}: ${text}`);
  };
  const known = new Set<string>(table.states);
  const seen = new Set<string>();
  for (const t of table.transitions) {
    for (const state of [...t.from, ...targets(t)])
      if (!known.has(state)) fail(`${t.action} names unknown state ${state}`);
    // Two permissions may have one action on different conditions; whoever holds both takes the first row.
    for (const state of t.from) {
      const row = `${t.action} ${state} ${t.who}`;
      if (seen.has(row)) fail(`${t.action} from ${state} stands twice`);
      seen.add(row);
    }
  }
  for (const state of [...table.initial, ...table.final]) if (!known.has(state)) fail(`unknown state ${state}`);
  const reached = new Set<string>(table.initial);
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const t of table.transitions)
      if (t.from.some((s) => reached.has(s))) targets(t).forEach((s) => reached.add(s));
  }
  for (const state of table.states) {
    if (!reached.has(state)) fail(`state ${state} cannot be reached`);
    const out = table.transitions.some((t) => t.from.includes(state) && targets(t).some((s) => s !== state));
    if (!out && !table.final.includes(state)) fail(`state ${state} has no way out and is not final`);
  }
  for (const { action, retells } of table.transitions)
    if (retells) declareChangeKinds(table.name, { [action]: retells });
  return table;
}

/** What this caller may do now; it goes into every answer. */
export const allowedActions = (
  lifecycle: Lifecycle,
  state: string,
  caller: Pick<Principal, 'permissions'>,
): string[] => [
  ...new Set(
    lifecycle.transitions.filter((t) => t.from.includes(state) && caller.permissions.has(t.who)).map((t) => t.action),
  ),
];

/**
 * The transition for this action in this state, or the refusal: unknown action 404, not permitted 403, wrong state 409.
 */
export function decide<S extends string, A extends string>(
  lifecycle: Lifecycle<S, A>,
  state: S,
  action: string,
  caller: Pick<Principal, 'permissions'>,
): Transition<S, A> {
  const named = lifecycle.transitions.filter((t) => t.action === action);
  if (named.length === 0) throw new Problem('route_not_found');
  const permitted = named.filter((t) => caller.permissions.has(t.who));
  if (permitted.length === 0) throw new Problem('not_permitted');
  const transition = permitted.find((t) => t.from.includes(state));
  if (!transition) throw refuseInState(lifecycle, state, action, caller);
  return transition;
}

/** What cannot be done in this state, with what this caller can do instead. */
export const refuseInState = (
  lifecycle: Lifecycle,
  state: string,
  action: string,
  caller: Pick<Principal, 'permissions'>,
): Problem =>
  new Problem('wrong_state', {
    allowedActions: allowedActions(lifecycle, state, caller),
    facts: { state, action },
  });
