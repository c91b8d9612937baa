import { describe, expect, it } from '@jest/globals';
import { LIFECYCLES } from '../../src/boot/lifecycles.js';
import { TASK_KINDS } from '../../src/desk/tasks/tasks.dto.js';
import actions from '../../src/desk/tasks/task-actions.json' with { type: 'json' };
import { OF_NO_STATE, OWN_WILL, WAITING } from './waiting-states.js';

/** What the clock does and what follows from other steps waits for nobody. */
const NOBODY: readonly string[] = ['clock', 'system'];

/** States, also such as are meant to be the end, in which somebody may do something. */
const listOpenStates = (): string[] =>
  LIFECYCLES.flatMap(({ name, transitions }) =>
    transitions
      .filter(({ who }) => !NOBODY.includes(who))
      .flatMap(({ from }) => from.map((state) => `${name}.${state}`)),
  );

describe('every state in which somebody may do something', () => {
  const open = [...new Set(listOpenStates())].sort();
  const willed = OWN_WILL.flatMap(([, states]) => states);

  it('is a task of theirs, or is on the list of what is left to their will', () => {
    expect([...Object.keys(WAITING), ...willed].sort()).toEqual(open);
  });

  it('is a task by kinds that there are, and each kind is of a state or says why not', () => {
    const used = new Set([...Object.values(WAITING).flat(), ...Object.keys(OF_NO_STATE)]);
    expect([...used].sort()).toEqual([...TASK_KINDS].sort());
    for (const kinds of Object.values(WAITING)) expect(kinds.length).toBeGreaterThan(0);
    for (const kinds of Object.values(WAITING)) for (const kind of kinds) expect(OF_NO_STATE).not.toHaveProperty(kind);
  });

  it('allows the one action that each of its kinds names', () => {
    const refused = Object.entries(WAITING).flatMap(([waiting, kinds]) => {
      const [name = '', state = ''] = waiting.split('.');
      const known = LIFECYCLES.filter((lifecycle) => lifecycle.name === name).flatMap(({ transitions }) => transitions);
      return kinds.flatMap((kind) => {
        const action = /\/actions\/([a-z-]+)$/.exec((actions as Record<string, string | null>)[kind] ?? '')?.[1];
        const steps = known.filter((step) => step.action === action?.replaceAll('-', '_'));
        // An action that another object has is judged by that one's states.
        return steps.length === 0 || steps.some(({ from }) => from.includes(state)) ? [] : [`${waiting}: ${kind}`];
      });
    });
    expect(refused).toEqual([]);
  });
});
