import type { ProblemCode } from '../errors/codes.js';
import type { Action, ActionGuard, Guards, Root } from './action.js';
import type { LoadedFacts } from './loaded-facts.js';
import type { Refusal } from './refusals.js';

/** What of an action its guards are found by. */
export type Guarded<R extends Root, P extends string> = Pick<Action<R, P>, 'subject' | 'name' | 'guards'>;
const formatGuardKey = (lifecycle: string, code: string): string => `${lifecycle} ${code}`;

/** The guards of every action by their codes: those that it declares, and those that later rooms bring. */
export class GuardTable {
  /** By `lifecycle code`: a room that knows a fact of its own refuses an action of an earlier one. */
  private readonly contributed = new Map<string, ActionGuard<Root>>();

  contribute(lifecycle: string, guards: Guards<Root>): void {
    for (const [code, guard] of Object.entries(guards)) {
      const key = formatGuardKey(lifecycle, code);
      if (this.contributed.has(key)) throw new Error(`Guard ${key} is contributed twice`);
      this.contributed.set(key, guard);
    }
  }

  listEntries(): [string, unknown][] {
    return [...this.contributed];
  }

  /** The action's own guard, else the subject's, else one that a later room contributed. */
  find<R extends Root, P extends string>(action: Guarded<R, P>, code: string): ActionGuard<R, object> | undefined {
    const { guards = {}, lifecycle } = action.subject;
    const name = code as ProblemCode;
    return (action.guards[name] ?? guards[name] ?? this.contributed.get(formatGuardKey(lifecycle.name, code))) as
      ActionGuard<R, object> | undefined;
  }

  /** What the guard with this code refuses with; null where it passes. */
  async ask<R extends Root, P extends string>(
    action: Guarded<R, P>,
    code: string,
    facts: LoadedFacts<R>,
  ): Promise<Refusal | null> {
    const guard = this.find(action, code);
    if (guard === undefined) throw new Error(`Guard ${code} of ${action.name} is not declared`);
    const details = guard.refuses(await facts.load(guard.needs), facts.situation);
    return details && { code: code as ProblemCode, details };
  }
}
