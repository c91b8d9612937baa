import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LIFECYCLES } from '../../src/boot/lifecycles.js';
import { ROLE_NAMES, listPermissions } from '../../src/people/accounts/roles.js';
import { PUBLIC, type Principal } from '../../src/kernel/access/principal.js';
import { Problem } from '../../src/kernel/errors/problem.js';
import { decide, type Lifecycle, type Transition } from '../../src/kernel/actions/lifecycle.js';

const SEED = 20_251_103;
const RUNS = 200;
type Way = Transition<string, string>;

/** Where a way leads, read a second time: to one of its targets, or it stays. */
const ends = ({ to }: Way, state: string): string[] => (to === undefined ? [state] : [to].flat());
const callers: Principal[] = [
  ...ROLE_NAMES.map((role): Principal => ({ ...PUBLIC, kind: 'user', permissions: listPermissions([role]) })),
  // The clock and the facts are no person; whoever they are, they do only what is theirs.
  ...['clock', 'system'].map((who): Principal => ({ ...PUBLIC, kind: 'system', permissions: new Set([who]) })),
  PUBLIC,
];

/** Of an action that the table does not know, to which somebody is not entitled, or that does not lead out of here. */
function expected(table: Lifecycle, state: string, action: string, caller: Principal): Way | string {
  const ways = table.transitions.filter((way) => way.action === action);
  if (ways.length === 0) return 'route_not_found';
  const own = ways.filter((way) => caller.permissions.has(way.who));
  if (own.length === 0) return 'not_permitted';
  return own.find((way) => way.from.includes(state)) ?? 'wrong_state';
}

function said(table: Lifecycle, state: string, action: string, caller: Principal): Way | string {
  try {
    return decide(table, state, action, caller);
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

describe.each(LIFECYCLES.map((table, i) => [`${table.name} (${i + 1})`, table] as const))(
  'the table of %s',
  (_, table) => {
    const actions = [...new Set(table.transitions.map((way) => way.action)), 'burn', ''];
    const step = fc.record({
      action: fc.constantFrom(...actions),
      caller: fc.constantFrom(...callers),
      // Facts decide where several ways lead; here a number does.
      fact: fc.nat(7),
    });

    it('gives whoever asks, whatever is asked, in whatever order, its own ways and nothing else', () => {
      let taken = 0;
      fc.assert(
        fc.property(
          fc.constantFrom(...table.initial),
          fc.array(step, { minLength: 5, maxLength: 60 }),
          (first, steps) => {
            let state = first;
            for (const { action, caller, fact } of steps) {
              const answer = said(table, state, action, caller);
              expect(answer).toEqual(expected(table, state, action, caller));
              if (typeof answer === 'string') continue;
              const to = ends(answer, state);
              state = to[fact % to.length] ?? state;
              taken += 1;
              expect(table.states).toContain(state);
            }
          },
        ),
        { numRuns: RUNS, seed: SEED },
      );
      expect(taken).toBeGreaterThan(0);
    });

    it('lets go of every state but a final one, and somebody may do so', () => {
      const somebody = new Set([...ROLE_NAMES.flatMap((role) => [...listPermissions([role])]), 'clock', 'system']);
      for (const state of table.states) {
        const out = table.transitions.filter(
          (way) => way.from.includes(state) && ends(way, state).some((s) => s !== state),
        );
        const open = out.filter((way) => somebody.has(way.who));
        if (!table.final.includes(state)) expect([state, open.length > 0]).toEqual([state, true]);
      }
    });

    it('has a way from every state to a final one', () => {
      for (const start of table.states) {
        const reached = new Set([start]);
        for (const state of reached)
          for (const way of table.transitions)
            if (way.from.includes(state)) ends(way, state).forEach((s) => reached.add(s));
        const isOver = table.final.length === 0 || table.final.some((state) => reached.has(state));
        expect([start, isOver]).toEqual([start, true]);
      }
    });
  },
);
