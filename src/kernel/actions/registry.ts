import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Tx } from '../database/transactions.js';
import type { ProblemCode } from '../errors/codes.js';
import { Problem, type ProblemDetails } from '../errors/problem.js';
import { invalid } from '../http/validation.js';
import { decide, defineLifecycle, type Lifecycle, type Transition } from './lifecycle.js';

/** What an action was given beside its name; a guard may need more of it than the reason. */
export interface ActionGiven {
  reason?: string;
}

/**
 * Why a guard refuses, or null where it lets pass. Asked in the caller's transaction, after the root row is locked; `given`
 * is the body of the action.
 */
export type Guard<G extends ActionGiven = ActionGiven> = (
  tx: Tx,
  id: string,
  given: G,
) => Promise<ProblemDetails | null>;
/** One guard that was asked of one root. */
export interface GuardEvent {
  lifecycle: string;
  action: string;
  guard: string;
  id: string;
  given: ActionGiven;
  passed: boolean;
}
/** Told of every guard that was asked; the tests count which ones refused and which let pass. */
export type GuardObserver = (event: GuardEvent) => void;

const scoped = (lifecycle: string, code: string): string => `${lifecycle}: ${code}`;

/**
 * Lifecycles and the guards their tables name. A guard is contributed by the module that knows its fact, upstream modules
 * never import downstream ones; a table that names a guard nobody contributed, or a guard no table names, stops the boot.
 */
@Injectable()
export class LifecycleRegistry implements OnApplicationBootstrap {
  private readonly lifecycles = new Map<string, Lifecycle>();
  private readonly guards = new Map<string, Guard>();
  /** Transitions whose guards the action engine holds and checks. */
  private readonly guardedByEngine = new Set<unknown>();
  private observer: GuardObserver | null = null;

  /** Whoever declares a table registers it at start, so that one which does not hold together stops the boot. */
  register(lifecycle: Lifecycle): void {
    defineLifecycle(lifecycle);
    if (this.lifecycles.has(lifecycle.name)) throw new Error(`Lifecycle ${lifecycle.name} is registered twice`);
    this.lifecycles.set(lifecycle.name, lifecycle);
  }

  /** Leaves the guards of these transitions to the action engine, which checks that each is declared. */
  leaveToEngine(transitions: Lifecycle['transitions']): void {
    transitions.forEach((transition) => this.guardedByEngine.add(transition));
  }

  /**
   * `code` is both the guard's name in the table and the problem it answers with. `of` names a lifecycle: there it is asked
   * in place of the one that every other table has, since the same refusal may rest on another fact.
   */
  contribute<G extends ActionGiven>(code: ProblemCode, guard: Guard<G>, of?: string): void {
    const name = of === undefined ? code : scoped(of, code);
    if (this.guards.has(name)) throw new Error(`Guard ${name} is contributed twice`);
    this.guards.set(name, guard as Guard);
  }

  observe(observer: GuardObserver): void {
    this.observer = observer;
  }

  /** Tells the observer of a guard that was asked. */
  tell(event: GuardEvent): void {
    this.observer?.(event);
  }

  all(): readonly Lifecycle[] {
    return [...this.lifecycles.values()];
  }

  onApplicationBootstrap(): void {
    const named = new Set(
      this.all().flatMap((l) =>
        l.transitions
          .filter((t) => !this.guardedByEngine.has(t))
          .flatMap((t) => (t.guards ?? []).map((code) => this.nameOf(l.name, code))),
      ),
    );
    const missing = [...named].filter((g) => !this.guards.has(g));
    const unused = [...this.guards.keys()].filter((g) => !named.has(g));
    if (missing.length > 0 || unused.length > 0)
      throw new Error(
        `Guards without a contribution: ${missing.join(', ')}; guards no table names: ${unused.join(', ')}`,
      );
  }

  private nameOf(lifecycle: string, code: string): string {
    const own = scoped(lifecycle, code);
    return this.guards.has(own) ? own : code;
  }

  /** Asks the guards of one action in their order. The first that refuses answers. */
  async pass(
    tx: Tx,
    lifecycle: string,
    action: string,
    guards: readonly string[],
    id: string,
    given: ActionGiven = {},
  ): Promise<void> {
    for (const code of guards) {
      const refusal = await this.guards.get(this.nameOf(lifecycle, code))?.(tx, id, given);
      const passed = refusal === null || refusal === undefined;
      this.observer?.({ lifecycle, action, guard: code, id, given, passed });
      if (!passed) throw new Problem(code as ProblemCode, refusal);
    }
  }
  /**
   * The way of every action of a locked root: the transition for the caller, the reason it asks for, its guards. What it
   * changes is the caller's work. `held` is what the caller may do with this root, where that is less than anywhere.
   */
  async enter<S extends string, A extends string>(
    tx: Tx,
    lifecycle: Lifecycle<S, A>,
    root: { id: string; state: S },
    action: string,
    given: ActionGiven = {},
    held: ReadonlySet<string> = tx.principal.permissions,
  ): Promise<Transition<S, A>> {
    const transition = decide(lifecycle, root.state, action, { permissions: held });
    if (transition.reason === 'required' && given.reason === undefined)
      throw invalid('/reason', 'required', { en: 'Say why', zh: '请说明理由' });
    await this.pass(tx, lifecycle.name, transition.action, transition.guards ?? [], root.id, given);
    return transition;
  }
}
