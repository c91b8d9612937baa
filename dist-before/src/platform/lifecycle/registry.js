var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
import { Problem } from '../errors/problem.js';
import { invalid } from '../http/validation.js';
import { decide, defineLifecycle } from './lifecycle.js';
const scoped = (lifecycle, code) => `${lifecycle}: ${code}`;
/**
 * Lifecycles and the guards their tables name. A guard is contributed by the module that knows its fact, upstream modules
 * never import downstream ones; a table that names a guard nobody contributed, or a guard no table names, stops the boot.
 */
let LifecycleRegistry = class LifecycleRegistry {
    lifecycles = new Map();
    guards = new Map();
    observer = null;
    /** Whoever declares a table registers it at start, so that one which does not hold together stops the boot. */
    register(lifecycle) {
        defineLifecycle(lifecycle);
        if (this.lifecycles.has(lifecycle.name))
            throw new Error(`Lifecycle ${lifecycle.name} is registered twice`);
        this.lifecycles.set(lifecycle.name, lifecycle);
    }
    /**
     * `code` is both the guard's name in the table and the problem it answers with. `of` names a lifecycle: there it is asked
     * in place of the one that every other table has, since the same refusal may rest on another fact.
     */
    contribute(code, guard, of) {
        const name = of === undefined ? code : scoped(of, code);
        if (this.guards.has(name))
            throw new Error(`Guard ${name} is contributed twice`);
        this.guards.set(name, guard);
    }
    observe(observer) {
        this.observer = observer;
    }
    all() {
        return [...this.lifecycles.values()];
    }
    onApplicationBootstrap() {
        const named = new Set(this.all().flatMap((l) => l.transitions.flatMap((t) => (t.guards ?? []).map((code) => this.nameOf(l.name, code)))));
        const missing = [...named].filter((g) => !this.guards.has(g));
        const unused = [...this.guards.keys()].filter((g) => !named.has(g));
        if (missing.length > 0 || unused.length > 0)
            throw new Error(`Guards without a contribution: ${missing.join(', ')}; guards no table names: ${unused.join(', ')}`);
    }
    nameOf(lifecycle, code) {
        const own = scoped(lifecycle, code);
        return this.guards.has(own) ? own : code;
    }
    /** Asks the guards of one action in their order. The first that refuses answers. */
    async pass(tx, lifecycle, action, guards, id, given = {}) {
        for (const code of guards) {
            const refusal = await this.guards.get(this.nameOf(lifecycle, code))?.(tx, id, given);
            const passed = refusal === null || refusal === undefined;
            this.observer?.({ lifecycle, action, guard: code, id, given, passed });
            if (!passed)
                throw new Problem(code, refusal);
        }
    }
    /**
     * The way of every action of a locked root: the transition for the caller, the reason it asks for, its guards. What it
     * changes is the caller's work. `held` is what the caller may do with this root, where that is less than anywhere.
     */
    async enter(tx, lifecycle, root, action, given = {}, held = tx.principal.permissions) {
        const transition = decide(lifecycle, root.state, action, { permissions: held });
        if (transition.reason === 'required' && given.reason === undefined)
            throw invalid('/reason', 'required', { en: 'Say why', zh: '请说明理由' });
        await this.pass(tx, lifecycle.name, transition.action, transition.guards ?? [], root.id, given);
        return transition;
    }
};
LifecycleRegistry = __decorate([
    Injectable()
], LifecycleRegistry);
export { LifecycleRegistry };
//# sourceMappingURL=registry.js.map