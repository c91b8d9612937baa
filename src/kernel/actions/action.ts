import type { Type } from '@nestjs/common';
import type { PersonName } from '../audit/persons/person-keys.js';
import type { Principal } from '../access/principal.js';
import type { PlainDate } from '../clock/plain-date.js';
import type { RowOf } from '../database/row-types.js';
import type { EntityClass } from '../database/tables.js';
import type { Tx } from '../database/transactions.js';
import type { ProblemCode } from '../errors/codes.js';
import type { ProblemDetails } from '../errors/problem.js';
import type { Text } from '../errors/texts.js';
import type { Change } from '../outbox/change.js';
import type { Lifecycle, Transition } from './lifecycle.js';

/** A locked row that has a lifecycle. */
export interface Root<S extends string = string> {
  id: string;
  version: number;
  state: S;
}

/** Answers a service of the application by its class. */
export type Use = <T>(token: abstract new (...args: never[]) => T) => T;

/** What every step of one action may look at, beside the facts it names. */
export interface Situation<R extends Root, G> {
  readonly tx: Tx;
  readonly principal: Principal;
  readonly root: R;
  /** The body of the request. */
  readonly given: G;
  readonly action: string;
  /** Business time of the whole action, and its day in Asia/Shanghai. */
  readonly now: Date;
  readonly today: PlainDate;
  /** Services that a fact or an effect asks. */
  readonly use: Use;
  /** Another fact that this one rests on; loaded once, like those that guards name. */
  load<T>(fact: Fact<R, T, G>): Promise<T>;
}

/**
 * Something that guards or an effect must know beside the locked row, loaded by SQL. The engine calls it once per action,
 * however many guards name it; two guards that name the same function share one load.
 */
export type Fact<R extends Root, T, G = unknown> = (situation: Situation<R, G>) => Promise<T>;
type Facts<R extends Root, N, G> = { readonly [K in keyof N]: Fact<R, N[K], G> };

/** What a pure guard decides on: the locked row, the request, the day, and its facts. It cannot reach the database. */
export type GuardView<R extends Root, G> = Omit<Situation<R, G>, 'tx' | 'use' | 'load'>;

/** One condition of an action. Its code in the lifecycle's table is the problem it refuses with. */
export interface ActionGuard<R extends Root, G = never> {
  readonly needs: Facts<R, Record<string, unknown>, G>;
  readonly refuses: (facts: Record<string, unknown>, view: GuardView<R, G>) => ProblemDetails | null;
}

/** Declares a guard. `refuses` is pure: it answers why the action is refused, or null where it passes. */
export function guard<R extends Root, G, N extends object = object>(
  needs: Facts<R, N, G>,
  refuses: (facts: N, view: GuardView<R, G>) => ProblemDetails | null,
): ActionGuard<R, G> {
  return { needs, refuses } as unknown as ActionGuard<R, G>;
}

export type Guards<R extends Root, G = never> = Partial<Record<ProblemCode, ActionGuard<R, G>>>;

/** What an effect did: the engine writes `set` and the state in one statement, then the audit row and the outbox row. */
export interface Outcome<R extends Root, E extends object = object> {
  /** Which of several possible states follows; absent where the table names one. */
  to?: R['state'];
  /** The state that the table names follows later, by another's step. */
  stays?: boolean;
  /** Columns of the root that change with its state, by property name. */
  set?: Partial<RowOf<E>>;
  /** Ids and small facts for the event, no personal data. */
  data?: Change['data'];
  /** Bodies that learn of it beside those of the subject. */
  tenants?: readonly string[];
  /** The place whose watchers learn of it, where the subject did not tell them before. */
  region?: string | null;
  public?: boolean;
  /** The reason of the request is not kept with the change. */
  withoutReason?: boolean;
  /** Told to nobody but `tenants`: who acted, or what was done, is not to be known yet. */
  secret?: boolean;
  /**
   * The action made another object, recorded as its own, and left this one as it is; the answer shows the other. Names the
   * parameters of the path that differ.
   */
  made?: Readonly<Record<string, string>>;
  /** Properties of this one answer, such as a one-time code; never stored, audited or sent to anybody else. */
  shown?: Readonly<Record<string, unknown>>;
}

/** Parameters of a path: `contracts/:id/visits/:visit` has `id` and `visit`; `no` is a number, every other one an id. */
export type PathParams<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? PathParam<Name> & PathParams<Rest>
  : P extends `${string}:${infer Name}`
    ? PathParam<Name>
    : object;
type PathParam<Name extends string> = Record<Name, Name extends 'no' ? number : string>;

/** A change as it was recorded; `audit` is the number of its entry. */
export interface Kept {
  to: string;
  reason: string | null;
  data: Readonly<Record<string, unknown>>;
  audit: string;
}

/** An object with a lifecycle: where it lives, how it is locked, who may act on it, who learns of its changes. */
export interface Subject<R extends Root = Root, P extends string = string, E extends object = object> {
  readonly lifecycle: Lifecycle<R['state'], string>;
  /** The actions of its lifecycle that are asked for at this address; absent where all are. The others stand at another one. */
  readonly actions?: readonly string[];
  /** Its address below `/api/v1`; actions stand at `PATH/actions/NAME`. */
  readonly path: P;
  /** The table of its rows. */
  readonly entity: EntityClass<E>;
  /** The permission without which the address is closed; which action it is decides the rest. */
  readonly permit: string;
  /**
   * Actions that replace or add a part of the object, by name: they stand at `PATH/SEGMENT` instead; null where another object
   * has the action.
   */
  readonly routes?: Readonly<Record<string, Readonly<{ method: 'POST' | 'PUT'; segment: string }> | null>>;
  /** Actions that other rooms take as steps of their own (`ActionEngine.enter`). */
  readonly steps?: readonly string[];
  /** Its events name the states only where an action has changed them. */
  readonly statesIfMoved?: boolean;
  /** Actions that add what is the caller's own: no change by others stands against them, and they take no version. */
  readonly unversioned?: readonly string[];
  /** That somebody asks is itself a secret: no request to its routes is logged, counted or remembered. */
  readonly unrecorded?: boolean;
  /**
   * Locks the row and everything above it in the global order; `given` is the body, where that says which part of the address
   * is meant. @throws Problem `not_found`, `not_permitted`
   */
  lock(tx: Tx, params: PathParams<P>, action: string, use: Use, given: object): Promise<R>;
  /**
   * Writes down what the clock has changed of the row, once its version is known to be the caller's, and answers the row as
   * it stands then. Materialising a state that time alone changes is no change by the caller. Refuses what only looks like a
   * row of this lifecycle.
   */
  catchUp?(tx: Tx, root: R, use: Use): Promise<R>;
  /** Writes the state and the columns of the effect, where more than the row itself changes with it. */
  store?(tx: Tx, root: R, to: R['state'], set: Partial<RowOf<E>>): Promise<void>;
  /** What the caller may do with this row: a permission that is held in another body is none here. */
  heldBy(tx: Tx, root: R): Promise<ReadonlySet<string>>;
  /** Who sees its events. */
  audience(root: R): Pick<Change, 'dataset' | 'region' | 'tenants' | 'public'>;
  /** The person whom it is about, `worker:…`: what is said of changes as their reason is kept under that person's key. */
  person?(root: R): PersonName | undefined;
  /** Ids that every event of it carries. */
  eventData?(root: R): Record<string, unknown>;
  /**
   * The object that this one is a part of, where a part has neither version nor history of its own: a change is one more
   * version of the whole and its event `ACTION_PART`, with the state of the part among its data.
   */
  partOf?(root: R): { entity: EntityClass<object>; aggregate: string; id: string };
  /** Writes a change into a history that the readers of the object see; `data` is what the effect says of it. */
  keepHistory?(situation: Situation<R, object>, change: Kept): Promise<void>;
  /** What its changes are recorded of, where that is not the row that has the state. */
  recordedOf?(root: R): { aggregate: string; id: string };
  /** What follows every action in the same transaction, once the new state is stored and recorded. */
  after?(situation: Situation<R, object>): Promise<void>;
  /** Codes that `lock` may refuse with beside `not_found`. */
  readonly refuses?: readonly ProblemCode[];
  /** Guards that several of its actions name. */
  readonly guards?: Guards<R>;
}

/** Declares a subject; the path is kept as a literal, so that `lock` knows the names of its parameters. */
export const subject = <R extends Root, const P extends string, E extends object>(
  declared: Subject<R, P, E>,
): Subject<R, P, E> => declared;

/** A request for an action that a service takes whole. */
export interface Request<P extends string = string, G = object> {
  principal: Principal;
  params: PathParams<P>;
  /** Zero for an action that takes none. */
  version: number;
  given: G;
  use: Use;
}

type Uses = Readonly<Record<string, abstract new (...args: never[]) => unknown>>;
type Used<U extends Uses> = { readonly [K in keyof U]: InstanceType<U[K]> };

/** A declared action. The class of its body is known to its declaration alone; the engine hands the body through. */
export interface Action<R extends Root = Root, P extends string = string> {
  readonly subject: Subject<R, P>;
  readonly name: string;
  readonly transitions: readonly Transition<R['state'], string>[];
  readonly operationId: string;
  /** One line for the documentation. */
  readonly summary: Text;
  readonly body: Type<object>;
  /** The permission without which its address is closed. */
  readonly permit: string;
  readonly guards: Guards<R, object>;
  /** Codes that the effect may refuse with, beside those of guards. */
  readonly refuses: readonly ProblemCode[];
  readonly needsKey: boolean;
  readonly take: ((request: Request<P>) => Promise<unknown>) | null;
  readonly uses: Uses;
  readonly check: (view: GuardView<R, object>) => void;
  readonly needs: Facts<R, Record<string, unknown>, object>;
  readonly effect: (
    situation: Situation<R, object>,
    facts: Record<string, unknown>,
    used: Record<string, unknown>,
  ) => Promise<Outcome<R>> | Outcome<R>;
  readonly after: (
    situation: Situation<R, object>,
    used: Record<string, unknown>,
    facts: Record<string, unknown>,
    outcome: Outcome<R>,
  ) => Promise<void> | void;
}

/** What an action says of itself. Permission, from, to and the order of guards stand in the lifecycle's table. */
interface Declaration<R extends Root, P extends string, G, N extends object, U extends Uses, E extends object> {
  operationId: string;
  summary: Text;
  /** Where its address is closed to more callers than those of the subject's other actions. */
  permit?: string;
  guards?: Guards<R, G>;
  refuses?: readonly ProblemCode[];
  /** Signs, pays or records facts: without an Idempotency-Key the request is refused. */
  needsKey?: boolean;
  /**
   * Takes the action whole, in the place of the engine, where the rows that the engine writes would tell of it: asks
   * `ActionEngine.enter` for state and guards, and stores by itself.
   */
  take?: (request: Request<P, G>) => Promise<unknown>;
  /** Services that the effect calls. */
  uses?: U;
  /** What a body must hold for this very row, asked before the guards. @throws Problem `validation_failed` */
  check?: (view: GuardView<R, G>) => void;
  /** Facts that the effect reads; shared with the guards. */
  needs?: Facts<R, N, G>;
  /** Writes what belongs to the action beside the root; answers what changes of the root. */
  effect?: (situation: Situation<R, G>, facts: N, used: Used<U>) => Promise<Outcome<R, E>> | Outcome<R, E>;
  /** What follows in the same transaction, once the new state is stored and recorded. */
  after?: (situation: Situation<R, G>, used: Used<U>, facts: N, outcome: Outcome<R>) => Promise<void> | void;
}

/**
 * Declares one action of a subject with the class of its body. An action that its lifecycle does not name stops the process
 * at import.
 */
export function action<
  R extends Root,
  P extends string,
  G extends object,
  N extends object = object,
  U extends Uses = Record<never, never>,
  E extends object = object,
>(of: Subject<R, P, E>, name: string, body: Type<G>, declared: Declaration<R, P, G, N, U, E>): Action<R, P> {
  const transitions = of.lifecycle.transitions.filter((t) => t.action === name);
  if (transitions.length === 0) throw new Error(`Lifecycle ${of.lifecycle.name} has no action ${name}`);
  const { operationId, summary, permit = of.permit, guards = {}, refuses = [], needsKey = false } = declared;
  const { take = null } = declared;
  const { effect = () => ({}), after = () => undefined, check = () => undefined, uses = {}, needs = {} } = declared;
  return {
    ...{
      subject: of,
      name,
      transitions,
      operationId,
      summary,
      body,
      permit,
      refuses,
      needsKey,
      uses,
    },
    take: take as Action<R, P>['take'],
    guards: guards as unknown as Guards<R, object>,
    check: (view) => check(view as GuardView<R, G>),
    needs: needs,
    effect: (situation, facts, used) => effect(situation as Situation<R, G>, facts as N, used as Used<U>),
    after: (situation, used, facts, outcome) =>
      after(situation as Situation<R, G>, used as Used<U>, facts as N, outcome),
  };
}
