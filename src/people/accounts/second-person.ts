import { guard, type ActionGuard, type Fact, type Root } from '../../kernel/actions/action.js';
import { isAnyInOneHand } from './same-person.queries.js';

/** Ids of who did the first half of a step: users and keys. */
type First = readonly (string | null | undefined)[];

/** Every guard that keeps the second half of a step from who did the first. */
const guards = new WeakSet<object>();

/** Whether a guard compares the two persons of a step. */
export const isOfSecondPerson = (of: object | undefined): boolean => of !== undefined && guards.has(of);

/**
 * Declares a guard of a step that takes two persons: whoever did the first half does not do the second, by another account or
 * key in the same hand either. Every such guard is declared here, which is how the matrix of pairs finds it.
 */
export function guardSecondPerson<R extends Root, G = never>(listFirst: Fact<R, First, G>): ActionGuard<R, G> {
  const isOneHand: Fact<R, boolean, G> = async (situation) => {
    const first = (await situation.load(listFirst)).filter((id) => id !== null && id !== undefined);
    return isAnyInOneHand(situation.tx, first, situation.principal.id);
  };
  return mark(guard<R, G, { isOneHand: boolean }>({ isOneHand }, (facts) => (facts.isOneHand ? {} : null)));
}

/**
 * The same where the second half is no more than what the second person may do alone with what is theirs: two accounts in one
 * hand are two persons there.
 */
export const guardOtherPerson = <R extends Root, G = never>(findFirst: (root: R) => string | null): ActionGuard<R, G> =>
  mark(
    guard<R, G>({}, (_, { root, principal }) =>
      principal.id !== null && findFirst(root) === principal.id ? {} : null,
    ),
  );

function mark<R extends Root, G>(made: ActionGuard<R, G>): ActionGuard<R, G> {
  guards.add(made);
  return made;
}
