import { describe, expect, it } from '@jest/globals';
import { PUBLIC, type Principal } from '../access/principal.js';
import { Problem } from '../errors/problem.js';
import { allowedActions, decide, defineLifecycle, type Lifecycle } from './lifecycle.js';

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

  it('has one action of two permissions, each on its own conditions', () => {
    const other = { action: 'close', from: ['open'], to: 'walled', who: 'door.build', guards: ['conflict'] };
    const table = defineLifecycle(changed({ transitions: [...DOOR.transitions, other] }));
    const take = (...permissions: string[]) => decide(table, 'open', 'close', { permissions: new Set(permissions) }).to;
    expect([take('door.use'), take('door.build'), take('door.build', 'door.use')]).toEqual([
      ...['closed', 'walled', 'closed'],
    ]);
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
      'says two things of one action of one permission in one state',
      { transitions: [...DOOR.transitions, { action: 'close', from: ['open'], to: 'walled', who: 'door.use' }] },
      'close from open stands twice',
    ],
  ])('that %s is refused', (_, more, message) => {
    expect(() => defineLifecycle(changed(more))).toThrow(`Lifecycle door: ${message}`);
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
});
