import { describe, expect, it } from '@jest/globals';
import { RULES } from '../../src/modules/rules/rule-book.js';
import { PROBLEMS } from '../../src/platform/errors/codes.js';
import { ASKED, NO_GUARD, NOT_YET } from '../guards.list.js';
import { guardName, judge, judgeAsked, type Note } from '../support/reach.rules.js';

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

describe('what the documents ask for', () => {
  const LIST = [
    { source: 'RULE', what: 'a lock', codes: ['locked', 'alarmed'] },
    { source: 'domain', what: 'a key', codes: ['keyless'] },
  ];

  it('is shown where every code of it came', () => {
    const notes: Note[] = [{ code: 'locked' }, { code: 'keyless' }];
    expect(judgeAsked(notes, LIST, {})).toEqual({
      line: 'guards asked by the documents: 2, shown: 1, not shown: RULE (a lock): alarmed',
      gaps: ['RULE (a lock): alarmed'],
    });
    expect(judgeAsked(notes, LIST, { alarmed: 'no bell' })).toEqual({
      line: 'guards asked by the documents: 2, shown: 1, not shown: RULE (a lock): alarmed, no bell',
      gaps: [],
    });
    expect(judgeAsked(notes, LIST.slice(1), { keyless: 'no door' }).gaps).toEqual([
      'keyless is there and still excused',
    ]);
  });

  it('is refused by codes that there are, or is said not to be there yet', () => {
    const unknown = ASKED.flatMap(({ codes }) => codes).filter((code) => !(code in PROBLEMS) && !(code in NOT_YET));
    expect(unknown).toEqual([]);
  });

  it('holds every minimum of time and every bound of content that the rules of law state, or says why not', () => {
    const listed = new Set([...ASKED.map(({ source }) => source), ...Object.keys(NO_GUARD)]);
    // A maximum of time for an act never refuses.
    const bounds = RULES.filter(
      ({ op, unit, startEvent, endEvent }) =>
        op === '>=' ||
        op === 'between' ||
        (op === '<=' && (startEvent === null || endEvent === 'contract_end')) ||
        unit === 'contract',
    );
    expect(bounds.length).toBeGreaterThan(20);
    expect(bounds.map(({ id }) => id).filter((id) => !listed.has(id))).toEqual([]);
    const sources = [...listed].filter((source) => !source.startsWith('domain §'));
    expect(sources.filter((source) => !RULES.some(({ id }) => id === source))).toEqual([]);
  });
});
