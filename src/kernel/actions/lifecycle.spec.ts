import { describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { PUBLIC, type Principal } from '../access/principal.js';
import type { ProblemCode } from '../errors/codes.js';
import type { Tx } from '../database/transactions.js';
import { Problem } from '../errors/problem.js';
import { allowedActions, decide, defineLifecycle, type Lifecycle } from './lifecycle.js';
import { LifecycleRegistry } from './registry.js';

const DOOR: Lifecycle = {
  name: 'door',
  states: ['open', 'closed', 'walled'],
  initial: ['open'],
  final: ['walled'],
  transitions: [
    { action: 'close', from: ['open'], to: 'closed', who: 'door.use' },
    { action: 'open', from: ['closed'], to: 'open', who: 'door.use', guards: ['holder_only', 'conflict'] },
    { action: 'wall_up', from: ['open', 'closed'], to: 'walled', who: 'door.build', reason: 'required' },
    { action: 'paint', from: ['open', 'closed'], who: 'door.build' },
  ],
};
const changed = (more: Partial<Lifecycle>): Lifecycle => ({ ...DOOR, ...more });
const may = (...permissions: string[]): Principal => ({ ...PUBLIC, kind: 'user', permissions: new Set(permissions) });

describe('a table', () => {
  it('that holds together is taken', () => {
    expect(defineLifecycle(DOOR)).toBe(DOOR);
  });

  it.each<[string, Partial<Lifecycle>, string]>([
    [
      'leads to a state that is none',
      { transitions: [...DOOR.transitions, { action: 'burn', from: ['open'], to: 'ash', who: 'x' }] },
      'burn names unknown state ash',
    ],
    [
      'leads out of a state that is none',
      { transitions: [...DOOR.transitions, { action: 'sweep', from: ['ash'], to: 'open', who: 'x' }] },
      'sweep names unknown state ash',
    ],
    [
      'leads to one of several of which one is none',
      { transitions: [...DOOR.transitions, { action: 'burn', from: ['open'], to: ['walled', 'ash'], who: 'x' }] },
      'burn names unknown state ash',
    ],
    ['begins in a state that is none', { initial: ['open', 'new'] }, 'unknown state new'],
    ['ends in a state that is none', { final: ['walled', 'gone'] }, 'unknown state gone'],
    ['has a state that nobody reaches', { states: [...DOOR.states, 'locked'] }, 'state locked cannot be reached'],
    [
      'has states that reach only each other',
      {
        states: [...DOOR.states, 'a', 'b'],
        transitions: [
          ...DOOR.transitions,
          { action: 'x', from: ['a'], to: 'b', who: 'x' },
          { action: 'y', from: ['b'], to: 'a', who: 'x' },
        ],
      },
      'state a cannot be reached',
    ],
    ['has a state without a way out', { final: [] }, 'state walled has no way out and is not final'],
    [
      'has a state whose only way leads to itself',
      { final: [], transitions: [...DOOR.transitions, { action: 'stay', from: ['walled'], to: 'walled', who: 'x' }] },
      'state walled has no way out and is not final',
    ],
    [
      'says two things of one action in one state',
      { transitions: [...DOOR.transitions, { action: 'close', from: ['open'], to: 'walled', who: 'x' }] },
      'close from open stands twice',
    ],
  ])('that %s is refused', (_, more, message) => {
    expect(() => defineLifecycle(changed(more))).toThrow(`Lifecycle door: ${message}`);
  });
});

/** Boots a module that registers a table and contributes guards. */
async function boot(table: Lifecycle, guards: ProblemCode[]): Promise<void> {
  @Injectable()
  class Doors {
    constructor(registry: LifecycleRegistry) {
      registry.register(table);
      for (const guard of guards) registry.contribute(guard, () => Promise.resolve(null));
    }
  }
  @Module({ providers: [LifecycleRegistry, Doors] })
  class DoorsModule {}
  const app = await Test.createTestingModule({ imports: [DoorsModule] }).compile();
  try {
    await app.init();
  } finally {
    await app.close();
  }
}

describe('the boot', () => {
  it('goes on where every guard has somebody who answers it', async () => {
    await expect(boot(DOOR, ['holder_only', 'conflict'])).resolves.toBeUndefined();
  });

  it('fails on a table that does not hold together, wherever it was written', async () => {
    await expect(boot(changed({ initial: ['new'] }), ['holder_only', 'conflict'])).rejects.toThrow('unknown state new');
    await expect(boot(changed({ final: [] }), ['holder_only', 'conflict'])).rejects.toThrow('has no way out');
  });

  it('fails on a guard that nobody contributed', async () => {
    await expect(boot(DOOR, ['holder_only'])).rejects.toThrow('Guards without a contribution: conflict;');
  });

  it('fails on a guard that no table names', async () => {
    await expect(boot(DOOR, ['holder_only', 'conflict', 'last_admin'])).rejects.toThrow(
      'guards no table names: last_admin',
    );
  });

  it('fails on one that two contribute', async () => {
    await expect(boot(DOOR, ['holder_only', 'conflict', 'conflict'])).rejects.toThrow(
      'Guard conflict is contributed twice',
    );
  });

  it('takes a guard of one table beside that of all others, and asks each where it belongs', async () => {
    const registry = new LifecycleRegistry();
    registry.register(DOOR);
    registry.register({ ...DOOR, name: 'gate' });
    for (const guard of ['holder_only', 'conflict'] as const) registry.contribute(guard, () => Promise.resolve({}));
    registry.contribute('holder_only', () => Promise.resolve(null), 'gate');
    registry.contribute('conflict', () => Promise.resolve(null), 'gate');
    expect(() => registry.contribute('conflict', () => Promise.resolve(null), 'gate')).toThrow('contributed twice');
    expect(() => registry.onApplicationBootstrap()).not.toThrow();
    const pass = (table: string) => registry.pass({} as Tx, table, 'open', ['holder_only', 'conflict'], 'id');
    await expect(pass('gate')).resolves.toBeUndefined();
    await expect(pass('door')).rejects.toMatchObject({ code: 'holder_only' });
    registry.contribute('last_admin', () => Promise.resolve(null), 'gate');
    expect(() => registry.onApplicationBootstrap()).toThrow('guards no table names: gate: last_admin');
  });

  it('fails on one name for two tables', () => {
    const registry = new LifecycleRegistry();
    registry.register(DOOR);
    expect(() => registry.register(DOOR)).toThrow('Lifecycle door is registered twice');
  });
});

describe('an action', () => {
  const codeOf = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error instanceof Problem ? [error.status, error.code, error.details.allowedActions] : error;
    }
  };

  it('is allowed by state and permission together', () => {
    expect(allowedActions(DOOR, 'open', may('door.use', 'door.build'))).toEqual(['close', 'wall_up', 'paint']);
    expect(allowedActions(DOOR, 'closed', may('door.use'))).toEqual(['open']);
    expect(allowedActions(DOOR, 'walled', may('door.use', 'door.build'))).toEqual([]);
    expect(allowedActions(DOOR, 'open', PUBLIC)).toEqual([]);
  });

  it('nobody knows is 404, not permitted 403, in another state 409 with what is allowed instead', () => {
    const all = may('door.use', 'door.build');
    expect(codeOf(() => decide(DOOR, 'open', 'burn', all))).toEqual([404, 'route_not_found', undefined]);
    expect(codeOf(() => decide(DOOR, 'open', 'wall_up', may('door.use')))).toEqual([403, 'not_permitted', undefined]);
    expect(codeOf(() => decide(DOOR, 'closed', 'close', all))).toEqual([
      409,
      'wrong_state',
      ['open', 'wall_up', 'paint'],
    ]);
    expect(codeOf(() => decide(DOOR, 'walled', 'paint', all))).toEqual([409, 'wrong_state', []]);
    expect(decide(DOOR, 'open', 'close', all)).toBe(DOOR.transitions[0]);
  });

  it('asks its guards in their order, tells of each, and stops at the first that refuses', async () => {
    const registry = new LifecycleRegistry();
    const events: string[] = [];
    registry.observe(({ lifecycle, action, guard, passed }) =>
      events.push(`${lifecycle}.${action} ${guard} ${passed}`),
    );
    let refusal: { facts: Record<string, unknown> } | null = null;
    registry.contribute('holder_only', () => Promise.resolve(refusal));
    registry.contribute('conflict', () => Promise.resolve({ facts: { by: 'the second' } }));
    const pass = () => registry.pass({} as Tx, 'door', 'open', ['holder_only', 'conflict'], 'id');
    await expect(pass()).rejects.toMatchObject({ code: 'conflict', details: { facts: { by: 'the second' } } });
    refusal = { facts: { by: 'the first' } };
    await expect(pass()).rejects.toMatchObject({ code: 'holder_only', details: { facts: { by: 'the first' } } });
    expect(events).toEqual(['door.open holder_only true', 'door.open conflict false', 'door.open holder_only false']);
  });
});
