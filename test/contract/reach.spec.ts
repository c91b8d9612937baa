import { describe, expect, it } from '@jest/globals';
import { guardName, judge, type Note } from '../support/reach.rules.js';

const TABLES = [
  { name: 'door', transitions: [{ action: 'open', guards: ['locked', 'alarmed'] }, { action: 'close' }] },
];
const asked = (guard: string, passed: boolean): Note => ({ guard: guardName('door', 'open', guard), passed });
const FULL: Note[] = [
  { code: 'not_found' },
  asked('locked', true),
  asked('locked', false),
  asked('alarmed', true),
  asked('alarmed', false),
];

describe('what a run has reached', () => {
  it('is all, where every code came and every guard both refused and let pass', () => {
    expect(judge(FULL, ['not_found'], TABLES)).toEqual({
      lines: [
        'problems: 1, reached over HTTP: 1, missing: none',
        'guards: 2, refused and passed over HTTP: 2, missing: none',
        'answers against the rules of every route: none',
      ],
      gaps: [],
    });
  });

  it('is not, where a code never came, a guard was asked by half, or an answer broke a rule', () => {
    const notes: Note[] = [
      asked('locked', true),
      { fault: 'is a 500', route: 'GET /x' },
      { fault: 'is a 500', route: 'GET /x' },
    ];
    const { lines, gaps } = judge(notes, ['not_found'], TABLES);
    expect(gaps).toEqual([
      'not_found',
      'door.open: locked never refused',
      'door.open: alarmed never refused',
      'door.open: alarmed never let pass',
      'GET /x is a 500',
    ]);
    expect(lines[1]).toBe(
      'guards: 2, refused and passed over HTTP: 0, missing: door.open: locked never refused, door.open: alarmed never refused, door.open: alarmed never let pass',
    );
  });

  it('knows nothing where nobody noted anything', () => {
    expect(judge([], ['not_found'], TABLES).gaps).toHaveLength(5);
  });
});
