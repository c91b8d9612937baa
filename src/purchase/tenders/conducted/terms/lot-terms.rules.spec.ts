import { describe, expect, it } from '@jest/globals';
import type { TenderDocument } from './document-types.js';
import {
  deriveLotTerms,
  deriveLotWindow,
  listOwnMembers,
  LOT_MEMBERS,
  NO_OWN_WORDS,
  toOwnWords,
} from './lot-terms.rules.js';
import { documentOfLot } from './lot-documents.rules.js';
import { NO_PLAN, NO_TERMS } from './terms-types.js';

const WORDS = {
  window: { start: '2026-03', end: null },
  termText: null,
  serviceLines: ['b'],
  terms: { standards: [], requirement: '夜间照护' },
};

describe('the words of a lot', () => {
  it('replace those of its tender member by member, lists whole, and leave the others', () => {
    const tender = {
      ...NO_TERMS,
      requirement: '日间照料',
      standards: [{ no: 1, text: '每周一次' }],
      bidBond: '100.00',
    };
    expect(deriveLotTerms(tender, {})).toEqual(tender);
    expect(deriveLotTerms(tender, WORDS.terms)).toEqual({ ...tender, requirement: '夜间照护', standards: [] });
  });

  it('name the first and the last day each by itself', () => {
    expect(deriveLotWindow({ start: '2026-01-01', end: '2026-12-31' }, WORDS.window)).toEqual({
      start: '2026-03',
      end: '2026-12-31',
    });
    expect(deriveLotWindow({}, {})).toEqual({ start: null, end: null });
  });

  it('are listed by name, terms in alphabetical order', () => {
    expect(listOwnMembers(NO_OWN_WORDS)).toEqual([]);
    expect(listOwnMembers({ ...WORDS, termText: '十个月' })).toEqual([
      'window',
      'termText',
      'serviceLines',
      'terms.requirement',
      'terms.standards',
    ]);
  });

  it('are absent in documents of a lot that has none', () => {
    expect(toOwnWords(NO_OWN_WORDS)).toEqual({});
    expect(toOwnWords(WORDS)).toEqual({ window: WORDS.window, serviceLines: ['b'], terms: WORDS.terms });
  });

  it('never concern what is the tender’s alone', () => {
    for (const name of [
      ...['standstillDays', 'agencyFee', 'obtaining', 'handingIn', 'openingAt', 'siteVisit', 'challengesAtOnce'],
    ])
      expect(LOT_MEMBERS).not.toContain(name);
  });
});

describe('the documents of one lot', () => {
  const lot = (no: number, more: object = {}) => ({
    no,
    name: null,
    ceiling: '1.00',
    pricing: 'fixed' as const,
    ...more,
  });
  const document: TenderDocument = {
    title: '社区养老服务',
    method: null,
    category: null,
    region: null,
    budgetLevel: null,
    budget: null,
    window: { start: '2026-01-01', end: '2026-12-31' },
    serviceLines: ['a', 'b'],
    lots: [lot(1), lot(2, toOwnWords(WORDS))],
    terms: { ...NO_TERMS, requirement: '日间照料' },
    plan: NO_PLAN,
  };

  it('say what the tender says where the lot says nothing, also in revisions of lots without own words', () => {
    expect(documentOfLot(document, 1)).toEqual({ ...document, lots: [lot(1)] });
  });

  it('say the lot’s own words in place of the tender’s', () => {
    const of = documentOfLot(document, 2);
    expect(of.terms.requirement).toBe('夜间照护');
    expect(of.serviceLines).toEqual(['b']);
    expect(of.window).toEqual({ start: '2026-03', end: '2026-12-31' });
    expect(of.lots.map(({ no }) => no)).toEqual([2]);
  });
});
