import { describe, expect, it } from '@jest/globals';
import { RULES } from '../../src/law/rules/rule-book.js';
import { PROBLEMS } from '../../src/boot/refusals.js';
import type { Rule } from '../../src/law/rules/rule-types.js';
import { ASKED, NO_GUARD, NOT_YET, warningOf } from '../guards.list.js';
import { guardName, judge, judgeAsked, judgeDriven, type Note } from '../support/reach.rules.js';

const TABLES = [
  { name: 'door', transitions: [{ action: 'open', guards: ['locked', 'alarmed'] }, { action: 'close' }] },
];
const asked = (guard: string, passed: boolean): Note => ({ guard: guardName('door', 'open', guard), passed });
const shown = (guard: string): Note => ({ shown: guardName('door', 'open', guard) });
const FULL: Note[] = [
  { code: 'not_found' },
  shown('locked'),
  shown('alarmed'),
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
        'guards shown on one object: 2, on its twin: 0, only refused here and passed there: none, named as a twin and shown on one object: none',
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

  it('is not, where a guard refused one object and let another pass, unless the fact cannot change', () => {
    const notes = FULL.filter((n) => !('shown' in n && n.shown === guardName('door', 'open', 'alarmed')));
    const { lines, gaps } = judge(notes, ['not_found'], TABLES);
    expect(gaps).toEqual(['door.open: alarmed never let the same object pass']);
    expect(lines[2]).toBe(
      'guards shown on one object: 1, on its twin: 0, only refused here and passed there: door.open: alarmed, named as a twin and shown on one object: none',
    );
    const twins = { 'door.open: alarmed': 'an alarm is built in' };
    expect(judge(notes, ['not_found'], TABLES, twins)).toMatchObject({ gaps: [] });
    // A twin must be refused and pass as well; one that nobody needs, or that is of no guard, is no longer excused.
    expect(judge(notes.slice(0, -1), ['not_found'], TABLES, twins).gaps).toEqual(['door.open: alarmed never refused']);
    expect(judge(FULL, ['not_found'], TABLES, { ...twins, 'door.shut: alarmed': '-' }).gaps).toEqual([
      'door.open: alarmed needs no twin',
      'door.shut: alarmed needs no twin',
    ]);
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
    const warnings = RULES.map(({ id }) => warningOf(id));
    const codes = ASKED.flatMap((asked) => asked.codes).filter((code) => !warnings.includes(code));
    expect(codes.filter((code) => !(code in PROBLEMS) && !(code in NOT_YET))).toEqual([]);
    // What is said not to be there is asked.
    expect(Object.keys(NOT_YET).filter((code) => code in PROBLEMS || !codes.includes(code))).toEqual([]);
  });

  it('holds whatever the rules of law require, forbid or bound, or says why not', () => {
    const listed = new Set([...ASKED.map(({ source }) => source), ...Object.keys(NO_GUARD)]);
    // A maximum of time for an act never refuses; parameters and signals are no checks; what is not read is no law.
    const isTimeToAct = ({ op, unit, startEvent, endEvent }: Rule) =>
      op === '<=' && startEvent !== null && endEvent !== null && endEvent !== 'contract_end' && unit !== 'contract';
    const bounds = RULES.filter(
      (rule) =>
        ['>=', '<=', '<', 'between', 'required', 'forbidden', 'in_set'].includes(rule.op) &&
        ['A', 'B'].includes(rule.confidence) &&
        !isTimeToAct(rule),
    );
    expect(bounds.length).toBeGreaterThan(50);
    expect(bounds.map(({ id }) => id).filter((id) => !listed.has(id))).toEqual([]);
    const sources = [...listed].filter((source) => !source.startsWith('domain §'));
    expect(sources.filter((source) => !RULES.some(({ id }) => id === source))).toEqual([]);
  });
});

describe('what properties drive', () => {
  const drive = (driven: readonly string[], excused: Readonly<Record<string, string>>) =>
    judgeDriven(
      driven.map((action): Note => ({ driven: action })),
      TABLES,
      excused,
    );

  it('is every action of every table, but for those that say why not', () => {
    expect(drive(['door.open'], { 'door.close': 'falls shut by itself' })).toEqual({
      line: 'actions driven by properties: 1 of 2, not driven: door.close',
      gaps: [],
    });
  });

  it('lacks one that says nothing, and keeps no excuse for what is driven or is no action', () => {
    const { gaps } = drive(['door.open'], { 'door.open': 'too heavy', 'door.burn': 'forbidden' });
    expect(gaps).toEqual([
      'door.close is driven by no property',
      'door.open is driven, or none, and still excused',
      'door.burn is driven, or none, and still excused',
    ]);
  });
});
