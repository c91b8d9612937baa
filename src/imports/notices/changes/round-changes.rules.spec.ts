import { describe, expect, it } from '@jest/globals';
import { NO_OWN_WORDS } from '../../../purchase/tenders/conducted/terms/lot-terms.rules.js';
import type { NewRecordedTender } from '../../../purchase/tenders/recording/fact-types.js';
import type { LockedTender, OpenTender } from '../../../purchase/tenders/open-tender.js';
import { roundChanges, type SaidOfRound } from './round-changes.rules.js';

const open = (known: Partial<LockedTender> = {}, lot: Partial<OpenTender['lots'][number]> = {}): OpenTender => ({
  tender: {
    title: '项目',
    method: null,
    category: null,
    region: null,
    region_text: null,
    budget: null,
    project_no: null,
    term_text: null,
    window_start: null,
    window_end: null,
    ...known,
  } as LockedTender,
  lots: [
    {
      id: 'l',
      no: 1,
      name: null,
      ceiling: null,
      budget: null,
      pricing: null,
      suppliers_most: null,
      ...NO_OWN_WORDS,
      ...lot,
    },
  ],
  serviceLines: [],
  facts: [],
});
const said = (tender: Partial<NewRecordedTender>, lot: Partial<SaidOfRound['lots'][number]> = {}): SaidOfRound => ({
  tender: { dataset: 'import:x', title: '另一名称', ...tender },
  lots: [{ no: 1, name: null, ceiling: null, budget: null, pricing: null, ...lot }],
});
const real = (changes: object) => Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null));

describe('what a row says of its round', () => {
  it('completes what is not known', () => {
    const { columns, lots } = roundChanges(
      open(),
      said({ method: 'INQUIRY', budget: '5.00', window: { start: '2018-01', end: null } }, { ceiling: '4.00' }),
      null,
    );
    expect(real(columns)).toEqual({ method: 'INQUIRY', budget: '500', window_start: '2018-01' });
    expect(lots).toEqual([{ no: 1, name: null, ceiling: '400', budget: null, pricing: null }]);
  });

  it('leaves alone what is known from another row', () => {
    const known = open({ method: 'OPEN_TENDER', window_start: '2018-01-01' }, { ceiling: '100', name: '甲' });
    const { columns, lots } = roundChanges(
      known,
      said({ method: 'INQUIRY', window: { start: '2019-01-01', end: '2019-12-31' } }, { ceiling: '4.00', name: '乙' }),
      null,
    );
    expect(real(columns)).toEqual({});
    expect(lots).toEqual([]);
  });

  it('changes what it had said itself, and takes back what it does not say any more', () => {
    const before = said(
      { title: '项目', method: 'INQUIRY', budget: '5.00', window: { start: '2018', end: null } },
      { ceiling: '4.00' },
    );
    const known = open({ method: 'INQUIRY', budget: '500', window_start: '2018' }, { ceiling: '400' });
    const now = said({ title: '新名称', method: 'OPEN_TENDER' }, { ceiling: '3.00' });
    const { columns, lots } = roundChanges(known, now, before);
    expect(columns).toMatchObject({
      title: '新名称',
      method: 'OPEN_TENDER',
      budget: null,
      window_start: null,
      window_end: null,
    });
    expect(lots).toEqual([{ no: 1, name: null, ceiling: '300', budget: null, pricing: null }]);
  });

  it('a window is one statement: half of another is not mixed in', () => {
    const { columns } = roundChanges(
      open({ window_start: '2018-06-01' }),
      said({ window: { start: null, end: '2018-01-31' } }),
      null,
    );
    expect(columns).not.toHaveProperty('window_end');
  });

  it('a lot has the window, term and pricing of the row that knows them first, and that row alone changes them', () => {
    const own = { window: { start: '2026-01', end: null }, termText: '一年', pricing: 'fixed' } as const;
    const stored = { window: { start: '2026-01', end: null }, termText: '一年' };
    const lots = { serviceLines: ['s'], terms: {} };
    expect(roundChanges(open({}, lots), said({}, own), null).lots).toEqual([
      { no: 1, name: null, ceiling: null, budget: null, pricing: 'fixed', ...stored, ...lots },
    ]);
    const known = open({}, { ...stored, pricing: 'fixed' });
    const other = { window: { start: '2027', end: '2028' }, termText: '两年', pricing: 'competitive' } as const;
    expect(roundChanges(known, said({}, other), null).lots).toEqual([]);
    expect(roundChanges(known, said({}, own), said({}, own)).lots).toEqual([]);
    expect(roundChanges(known, said({}, other), said({}, own)).lots).toMatchObject([
      { window: { start: '2027', end: '2028' }, termText: '两年', pricing: 'competitive' },
    ]);
    expect(roundChanges(known, said({}), said({}, own)).lots).toMatchObject([
      { window: { start: null, end: null }, termText: null, pricing: null },
    ]);
  });
});
