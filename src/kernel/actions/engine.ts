import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Principal } from '../access/principal.js';
import { todayInShanghai } from '../clock/moment.js';
import { Transactions, type Tx } from '../database/transactions.js';
import { Problem, type FieldError } from '../errors/problem.js';
import type { Action, ActionGuard, Guards, Outcome, PathParams, Root, Situation, Subject, Use } from './action.js';
import { isRequested, linkAllowedActions, hasOwnAction, type AllowedActionDto } from './allowed-actions.js';
import { GuardTable, type Guarded } from './guard-table.js';
import { LoadedFacts, type CommonFacts } from './loaded-facts.js';
import { decide, defineLifecycle, targets, type Lifecycle, type Transition } from './lifecycle.js';
import { joinRefusals, listNeeds, type NeedsQuestion, type Refusal } from './refusals.js';
import { assertRequiredFields } from './required-by-action.js';
import { storeState } from './store-state.js';

/** One guard that was asked of one root. */
export interface GuardEvent {
  lifecycle: string;
  action: string;
  guard: string;
  id: string;
  given: object;
  passed: boolean;
}

/**
 * Performs every action of every lifecycle, in one order: lock of the root, version, permission by its own seats, state,
 * what the request must hold, guards over facts that are loaded once, effect, state, audit row and outbox row.
 */
@Injectable()
export class ActionEngine implements OnApplicationBootstrap {
  private readonly subjects: { subject: Subject; actions: Action[] }[] = [];
  private readonly guards = new GuardTable();
  private readonly tables = new Map<string, Lifecycle>();
  private observer: ((event: GuardEvent) => void) | null = null;

  constructor(
    private readonly transactions: Transactions,
    private readonly modules: ModuleRef,
  ) {}

  /** Takes a subject with its actions. Several subjects may share a lifecycle, each with a part of it. */
  register<R extends Root, P extends string, E extends object>(
    of: Subject<R, P, E>,
    actions: readonly Action<R, P>[],
  ): void {
    const { name } = of.lifecycle;
    const known = this.tables.get(name);
    if (known !== undefined && (known !== of.lifecycle || of.actions === undefined))
      throw new Error(`Lifecycle ${name} is registered twice`);
    if (known === undefined) this.tables.set(name, defineLifecycle(of.lifecycle));
    this.subjects.push({ subject: of as unknown as Subject, actions: actions as unknown as Action[] });
  }

  /** Every lifecycle that a subject has. */
  lifecycles(): readonly Lifecycle[] {
    return [...this.tables.values()];
  }

  /** Tells of every guard that is asked; the tests count which ones refused and which let pass. */
  observe(observer: (event: GuardEvent) => void): void {
    this.observer = observer;
  }

  /**
   * What the caller may do with an object whose lifecycle several addresses share, each with the request that does it. `ids`
   * names objects by their collection, as in `lots/{id}`; an address that needs another one is left out.
   */
  linkActions(
    lifecycle: Lifecycle,
    state: string,
    ids: Readonly<Record<string, string>>,
    caller: Pick<Principal, 'permissions'>,
  ): AllowedActionDto[] {
    const subjects = [...new Set(this.subjects.map(({ subject }) => subject))].filter(
      (subject) => subject.lifecycle === lifecycle,
    );
    return subjects.flatMap((subject) => {
      const parameters = [...subject.path.matchAll(/([\w-]+)\/:(\w+)/g)];
      if (!parameters.every(([, collection = '']) => collection in ids)) return [];
      const params = parameters.map(([, collection = '', name = '']): [string, string] => [
        name,
        ids[collection] ?? '',
      ]);
      return linkAllowedActions(subject, state, Object.fromEntries(params), caller);
    });
  }

  /** A guard of a room downstream of the subject, with the facts it brings. */
  contribute<R extends Root, P extends string, E extends object>(of: Subject<R, P, E>, guards: Guards<R>): void {
    this.guards.contribute(of.lifecycle.name, guards as unknown as Guards<Root>);
  }

  /** Every guard that the tables name, with its declaration: `action` is `LIFECYCLE.ACTION`. */
  listGuards(): { action: string; code: string; guard: ActionGuard<Root, object> | undefined }[] {
    return this.subjects.flatMap(({ subject, actions }) => {
      const { name: lifecycle, transitions } = subject.lifecycle;
      const steps = (subject.steps ?? []).map((name): Guarded<Root, string> => ({ subject, name, guards: {} }));
      return [...actions, ...steps].flatMap((action) =>
        transitions
          .flatMap((t) => (t.action === action.name ? (t.guards ?? []) : []))
          .map((code) => ({ action: `${lifecycle}.${action.name}`, code, guard: this.guards.find(action, code) })),
      );
    });
  }

  /** Stops the boot where a table names a guard that nobody declares, or somebody declares one that no table names. */
  onApplicationBootstrap(): void {
    const named = this.listGuards();
    const used = new Set<unknown>(named.map(({ guard }) => guard));
    const missing = named.flatMap(({ action, code, guard }) => (guard === undefined ? [`${action} ${code}`] : []));
    const declared = this.subjects.flatMap(({ subject, actions }) => [
      ...Object.entries(subject.guards ?? {}),
      ...actions.flatMap((action) => Object.entries(action.guards)),
    ]);
    const unused = [...declared, ...this.guards.listEntries()]
      .filter(([, guard]) => !used.has(guard))
      .map(([code]) => code);
    const undeclared = this.lifecycles().flatMap((lifecycle) => {
      const parts = this.subjects.filter(({ subject }) => subject.lifecycle === lifecycle);
      return [...new Set(lifecycle.transitions.filter(isRequested).map(({ action }) => action))]
        .filter((name) => !parts.some(({ subject }) => hasOwnAction(subject, name) && subject.steps?.includes(name)))
        .filter((name) => !parts.some(({ actions }) => actions.some((action) => action.name === name)))
        .map((name) => `${lifecycle.name}.${name}`);
    });
    const faults = {
      'guards nobody declares': missing,
      'guards no table names': unused,
      'actions nobody declares': undeclared,
    };
    const text = Object.entries(faults).flatMap(([what, list]) => (list.length ? [`${what}: ${list.join(', ')}`] : []));
    if (text.length > 0) throw new Error(text.join('; '));
  }

  /**
   * Answers the parameters of the object to show, those of the request but for an action that made another one, what the
   * answer shows to this caller alone, and the state that follows.
   *
   * @throws Problem what `lock` refuses, `stale_version`, `not_permitted`, `wrong_state`, and the codes of the guards
   */
  perform<R extends Root, P extends string>(
    principal: Principal,
    action: Action<R, P>,
    params: PathParams<P>,
    version: number | undefined,
    given: object,
  ): Promise<{ params: PathParams<P>; shown: Outcome<R>['shown']; state: R['state'] }> {
    const { subject } = action;
    return this.transactions.run(principal, async (tx) => {
      const locked = await subject.lock(tx, params, action.name, this.use, given);
      if (version !== undefined && locked.version !== version) throw new Problem('stale_version');
      const root = (await subject.catchUp?.(tx, locked, this.use)) ?? locked;
      const permissions = await subject.heldBy(tx, root);
      const transition = decide(subject.lifecycle, root.state, action.name, { permissions });
      assertRequiredFields(action.body, given);
      const facts = await this.situate(tx, root, action.name, given);
      const { situation } = facts;
      action.check(situation);
      await this.passGuards(action, transition, situation, facts);
      const used = Object.fromEntries(Object.entries(action.uses).map(([name, of]) => [name, this.use(of)]));
      const needed = await facts.load(action.needs);
      const outcome = await action.effect(situation, needed, used);
      const isChanged = outcome.made === undefined;
      const state = isChanged ? await this.conclude(tx, action, transition, situation, outcome) : root.state;
      await action.after(situation, used, needed, outcome);
      await subject.after?.(situation);
      return { params: { ...params, ...outcome.made }, shown: outcome.shown, state };
    });
  }

  /**
   * Asks whether an action may be taken that another room takes as a step of its own (`Subject.steps`), on a row that it has
   * locked; what the step changes and records is that room's work.
   *
   * @throws Problem `not_permitted`, `wrong_state`, and the codes of the guards
   */
  async enter<R extends Root, P extends string, E extends object>(
    tx: Tx,
    of: Subject<R, P, E>,
    root: R,
    name: string,
    given: object = {},
  ): Promise<void> {
    const transition = decide(of.lifecycle, root.state, name, { permissions: await of.heldBy(tx, root) });
    const facts = await this.situate(tx, root, name, given);
    await this.passGuards({ subject: of, name, guards: {} }, transition, facts.situation, facts);
  }

  /** What would refuse an action of a row if the caller asked for it now, whatever the state. Reads alone, without a lock. */
  async collectNeeds<R extends Root, P extends string, E extends object>(
    tx: Tx,
    of: Subject<R, P, E>,
    root: R,
    name: string,
    { codes, given = {}, common, last = [] }: NeedsQuestion = {},
  ): Promise<FieldError[]> {
    const declared = this.subjects.find(({ subject }) => subject === (of as unknown))?.actions ?? [];
    const guards = (declared.find((action) => action.name === name)?.guards ?? {}) as Guards<R, object>;
    const facts = await this.situate(tx, root, name, given, common);
    const table = of.lifecycle.transitions.flatMap((t) => (t.action === name ? (t.guards ?? []) : []));
    const refusals: Refusal[] = [];
    for (const code of new Set(codes ?? table)) {
      const refusal = await this.guards.ask({ subject: of, name, guards }, code, facts);
      if (refusal !== null) refusals.push(refusal);
      if (refusal !== null && last.includes(code)) break;
    }
    return listNeeds(refusals);
  }

  /** What an action looks at, and the facts that it loads. */
  private async situate<R extends Root>(
    tx: Tx,
    root: R,
    action: string,
    given: object,
    common?: CommonFacts,
  ): Promise<LoadedFacts<R>> {
    const now = await tx.now();
    const today = todayInShanghai(now);
    return new LoadedFacts<R>({ tx, principal: tx.principal, root, given, action, now, today, use: this.use }, common);
  }

  private readonly use: Use = (token) => this.modules.get(token as never, { strict: false });

  private async passGuards<R extends Root, P extends string>(
    action: Guarded<R, P>,
    transition: Transition<R['state'], string>,
    situation: Situation<R, object>,
    facts: LoadedFacts<R>,
  ): Promise<void> {
    const refusals: Refusal[] = [];
    for (const code of transition.guards ?? []) {
      const refusal = await this.guards.ask(action, code, facts);
      this.observer?.({
        lifecycle: action.subject.lifecycle.name,
        action: action.name,
        guard: code,
        id: situation.root.id,
        given: situation.given,
        passed: refusal === null,
      });
      if (refusal === null) continue;
      if (!transition.collects) throw new Problem(refusal.code, refusal.details);
      refusals.push(refusal);
    }
    const [first] = refusals;
    if (first !== undefined) throw new Problem(first.code, joinRefusals(first, refusals));
  }

  private async conclude<R extends Root, P extends string>(
    tx: Tx,
    { subject, name }: Action<R, P>,
    transition: Transition<R['state'], string>,
    situation: Situation<R, object>,
    outcome: Outcome<R>,
  ): Promise<R['state']> {
    const { root, given } = situation;
    const possible = targets(transition);
    const to = outcome.to ?? (outcome.stays ? undefined : possible[0]) ?? root.state;
    if (outcome.to !== undefined && !possible.includes(outcome.to))
      throw new Error(`${subject.lifecycle.name}.${name} does not lead to ${outcome.to}`);
    const whole = subject.partOf?.(root);
    if (subject.store) await subject.store(tx, root, to, outcome.set ?? {});
    else await storeState(tx, subject.entity, root.id, to, outcome.set ?? {}, whole);
    const audience = { ...subject.audience(root), ...(outcome.secret && { tenants: [], region: null }) };
    const data = { ...subject.eventData?.(root), ...outcome.data };
    const { reason: said } = given as { reason?: unknown };
    const reason = typeof said === 'string' && !outcome.withoutReason ? said : null;
    const states = to !== root.state || !subject.statesIfMoved ? { from: root.state, to } : {};
    const { audit } = await tx.record({
      ...audience,
      ...(outcome.region !== undefined && { region: outcome.region }),
      ...(outcome.tenants && { tenants: [...new Set([...(audience.tenants ?? []), ...outcome.tenants])] }),
      ...(whole
        ? {
            aggregate: whole.aggregate,
            id: whole.id,
            action: `${name}_${subject.lifecycle.name}`,
            data: { ...data, to },
          }
        : {
            aggregate: subject.lifecycle.name,
            id: root.id,
            ...subject.recordedOf?.(root),
            action: name,
            ...states,
            data,
          }),
      reason,
      person: subject.person?.(root),
      ...(outcome.public !== undefined && { public: outcome.public }),
    });
    await subject.keepHistory?.(situation, { to, reason, data: outcome.data ?? {}, audit });
    return to;
  }
}
