import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { contractData, tenderData } from '../../../test/support/demo-facts.js';
import { parseYuan, sumFen } from '../../kernel/money/money.js';
import { SAME_FOUNDER, SAME_HEAD, agencyId } from './fiction-bodies.js';
import { FICTION_CASES } from './fiction-cases.js';
import { LATE_LINE, UNHANDED_LOT } from './fiction-characters.js';
import { FICTION_KNOWN_UNTIL, fictionDataset, LATE_KNOWN_UNTIL } from './fiction-dataset.js';
import { FICTION_PRACTICE } from './fiction-neighbours.js';
import { FICTION_GROUPS, regularTenders } from './fiction-regulars.js';
import { smallTenders } from './fiction-small.js';

const market = fictionDataset();
const lots = market.purchases.flatMap((purchase) =>
  (purchase.tender.lots ?? []).map((lot) => ({ purchase, lot, bids: tenderData(purchase, 'bid', lot.no) })),
);
/** Calls for small projects, which are told apart by their key. */
const SMALL = new Set(smallTenders().map(({ key }) => key));
/** Calls of the other buyers, at which the same agencies meet again and again. */
const REGULAR = new Set(regularTenders().map(({ key }) => key));
const isUsual = ({ key }: { key: string }): boolean => !SMALL.has(key) && !REGULAR.has(key);
const usual = lots.filter(({ purchase }) => isUsual(purchase));
const bidders = (found: (typeof lots)[number]): string[] => found.bids.map(({ bidder }) => bidder.organisation ?? '');
const together = (found: (typeof lots)[number], pair: readonly number[]): boolean =>
  pair.every((n) => bidders(found).includes(agencyId(n)));

describe('the invented market', () => {
  it('is 40 lots in 39 tenders, with 3 to 7 bids but for the single bid and the two-bidder consultation', () => {
    expect(usual).toHaveLength(40);
    expect(market.purchases.filter(isUsual)).toHaveLength(39);
    const few = lots.filter(({ bids }) => bids.length < 3).map(({ purchase, bids }) => [purchase.key, bids.length]);
    expect(few).toEqual([
      ['K-DISABILITY-1-2024', 1],
      ['Q-DISABILITY-1-2024', 2],
    ]);
    expect(Math.max(...lots.map(({ bids }) => bids.length))).toBe(7);
  });

  it('has beside them 71 small projects in 8 calls, three agencies in each at the one price', () => {
    const small = lots.filter(({ purchase }) => SMALL.has(purchase.key));
    expect([small.length, SMALL.size]).toEqual([71, 8]);
    for (const { bids, lot } of small) {
      expect(bids.map(({ price }) => price)).toEqual([lot.ceiling, lot.ceiling, lot.ceiling]);
      expect(lot.pricing).toBe('fixed');
    }
  });

  it('has 36 calls of two other buyers, in each of which four of the same eight agencies bid', () => {
    const regular = market.purchases.filter(({ key }) => REGULAR.has(key));
    expect(regular).toHaveLength(36);
    for (const purchase of regular) expect(tenderData(purchase, 'bid', 1)).toHaveLength(4);
    for (const { calls, members, expected } of FICTION_GROUPS) {
      const won = calls.map((key) => {
        const purchase = market.purchases.find((one) => one.key === key);
        if (purchase === undefined) throw new Error(key);
        const met = tenderData(purchase, 'bid', 1).map(({ bidder }) => bidder.organisation ?? '');
        expect([...met].sort()).toEqual(members.map(agencyId).sort());
        return members.findIndex((n) => agencyId(n) === tenderData(purchase, 'award', 1)[0]?.supplier?.organisation);
      });
      const inTurn = won.every((winner, i) => winner === i % members.length);
      expect([won.length, inTurn]).toEqual([12, expected === 'triggered']);
    }
  });

  it('says of every body, purchase and fact that it is invented', () => {
    for (const { name } of [...market.organisations, ...market.communities]) expect(name).toContain('虚构');
    for (const { name } of market.programmes) expect(name).toContain('虚构');
    for (const { tender, facts, contracts } of market.purchases) {
      expect(tender).toMatchObject({ dataset: 'fiction', conducted: 'elsewhere' });
      expect(tender.title).toContain('【虚构】');
      for (const { source } of [...facts, ...contracts.flatMap((contract) => contract.facts)])
        expect(source.reference).toMatch(/^虚构 \(invented\) FX-/);
    }
  });

  it('is the same in every installation', () => {
    expect(fictionDataset()).toEqual(market);
    const ids = [
      ...market.organisations,
      ...market.communities,
      ...market.serviceLines,
      ...market.needs,
      ...market.programmes,
      ...market.programmes.flatMap(({ budgetLines }) => budgetLines),
      ...market.purchases,
      ...market.purchases.flatMap(({ contracts }) => contracts),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(market.organisations.map(({ name }) => name)).size).toBe(market.organisations.length);
  });

  it('every lot has a price for each of its bids, none above the ceiling, and the best score wins at its price', () => {
    for (const { purchase, lot, bids } of lots) {
      const [award] = tenderData(purchase, 'award', lot.no);
      const [contract] = tenderData(purchase, 'contract', lot.no);
      expect(award?.bidCount).toBe(bids.length);
      expect(new Set(bids.map(({ bidder }) => bidder.organisation)).size).toBe(bids.length);
      expect(bids.map(({ rank }) => rank)).toEqual(bids.map((_, i) => i + 1));
      const scores = bids.map(({ score }) => Number(score));
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      for (const { price } of bids) expect(parseYuan(price ?? '') <= parseYuan(lot.ceiling ?? '')).toBe(true);
      expect([award?.supplier, award?.amount]).toEqual([bids[0]?.bidder, bids[0]?.price]);
      expect([contract?.supplier, contract?.amount]).toEqual([award?.supplier, award?.amount]);
    }
  });

  it('keeps its calendar in order: call, deadline, result, signing, and only then the year of service', () => {
    for (const purchase of market.purchases) {
      const [notice] = tenderData(purchase, 'notice');
      const [intention] = tenderData(purchase, 'intention');
      for (const { no } of purchase.tender.lots ?? []) {
        const [award] = tenderData(purchase, 'award', no);
        const [contract] = tenderData(purchase, 'contract', no);
        const days = [
          intention?.publishedOn,
          notice?.publishedOn,
          notice?.documentsTo,
          notice?.deadline?.slice(0, 10),
          award?.decidedOn,
          award?.publishedOn,
          contract?.signedOn,
          contract?.publishedOn,
          contract?.window?.start,
          contract?.window?.end,
        ].map((day) => day ?? '');
        expect(days).toEqual([...new Set(days)].sort());
        expect(contract?.window).toEqual(purchase.tender.window);
        expect(contract?.window?.start?.slice(4)).toBe('-01-01');
        expect(contract?.window?.end?.slice(4)).toBe(isUsual(purchase) ? '-12-31' : '-11-30');
      }
    }
  });

  it('budget lines hold what the ceilings add up to', () => {
    for (const { id, budgetLines } of market.programmes) {
      const own = market.purchases.filter(({ tender }) => tender.programme === id);
      const ceilings = own.flatMap(({ tender }) => (tender.lots ?? []).map(({ ceiling }) => parseYuan(ceiling ?? '')));
      expect(ceilings.length).toBeGreaterThan(0);
      expect(sumFen(ceilings) <= parseYuan(budgetLines[0]?.amount ?? '')).toBe(true);
    }
  });
});

describe('who is related to whom', () => {
  it('two agencies have one head and two have one founder, and each pair meets in one lot', () => {
    const body = (n: number) => market.organisations.find(({ id }) => id === agencyId(n));
    const [a, b] = SAME_HEAD.map(body);
    const [c, d] = SAME_FOUNDER.map(body);
    expect(a?.heads).toEqual(b?.heads);
    expect(c?.founders).toEqual(d?.founders);
    expect(c?.heads).not.toEqual(d?.heads);
    const meeting = (pair: readonly number[]) =>
      lots.filter((lot) => together(lot, pair)).map(({ purchase }) => purchase.key);
    expect(meeting(SAME_HEAD)).toEqual(['K-COMMUNITY_SOCIAL_WORK-2-2024']);
    expect(meeting(SAME_FOUNDER)).toEqual(['Q-COMMUNITY_SOCIAL_WORK-3-2024']);
  });

  it('nobody else shares a head, a founder or a holding with another bidder', () => {
    const agencies = market.organisations.filter(({ kind }) => kind === 'agency');
    expect(agencies).toHaveLength(32);
    expect(new Set(agencies.map(({ heads }) => heads[0]?.key)).size).toBe(31);
    expect(new Set(agencies.map(({ founders }) => founders[0]?.key)).size).toBe(31);
    const bid = new Set(lots.flatMap(bidders));
    for (const { relationsKnown, holds } of agencies) {
      expect(relationsKnown).toBe(true);
      for (const held of holds) expect(bid.has(held)).toBe(false);
    }
  });
});

describe('service lines', () => {
  it('are covered without a gap or an overlap as far as anything is known', () => {
    expect(market.serviceLines).toHaveLength(18);
    for (const line of market.serviceLines) {
      const served = market.purchases.filter(({ tender }) => tender.serviceLines?.includes(line.id));
      expect(served.map(({ tender }) => tender.window)).toEqual([
        { start: '2024-01-01', end: '2024-12-31' },
        { start: '2025-01-01', end: '2025-12-31' },
      ]);
      const knownUntil = line.key === `line-${LATE_LINE}` ? LATE_KNOWN_UNTIL : FICTION_KNOWN_UNTIL;
      expect(line).toMatchObject({ since: '2024-01-01', until: null, knownUntil });
      for (const { tender } of served) expect([tender.category, tender.lots?.length]).toEqual([line.category, 1]);
    }
  });

  it('end in a dataset that knows nothing of the last 90 days of the last contracts, but for one that knows most', () => {
    expect(FICTION_KNOWN_UNTIL < '2025-10-02').toBe(true);
    expect(LATE_KNOWN_UNTIL > '2025-10-02' && LATE_KNOWN_UNTIL < '2025-12-31').toBe(true);
  });

  it('have a plan agreed and carried out at the end of the first year, and a handover wherever the agency changes', () => {
    for (const line of market.serviceLines) {
      const [first, second] = market.purchases.filter(({ tender }) => tender.serviceLines?.includes(line.id));
      const [contract] = first?.contracts ?? [];
      const [next] = second?.contracts ?? [];
      if (first === undefined || second === undefined || contract === undefined || next === undefined)
        throw new Error(line.key);
      expect(contractData(contract, 'plan')).toEqual([
        {
          kind: 'retender',
          serviceLine: line.id,
          from: '2025-01-01',
          agreedOn: '2024-09-12',
          carriedOutOn: '2025-01-01',
        },
      ]);
      const [before, after] = [first, second].map(
        (purchase) => tenderData(purchase, 'contract', 1)[0]?.supplier?.organisation,
      );
      const handovers = contractData(contract, 'handover');
      if (before === after || first.key === UNHANDED_LOT) expect(handovers).toEqual([]);
      else
        expect(handovers).toEqual([
          expect.objectContaining({ serviceLine: line.id, toContract: next.id, on: '2025-01-01' }),
        ]);
    }
  });
});

describe('the cases', () => {
  it('are five staged lots, beside honest ones', () => {
    const staged = FICTION_CASES.filter(({ expected }) => expected === 'triggered');
    expect(staged.map(({ indicator }) => indicator)).toEqual(['C05', 'C08', 'C08', 'C11', 'C14']);
    for (const { indicator } of staged)
      expect(FICTION_CASES.some((c) => c.indicator === indicator && c.expected !== 'triggered')).toBe(true);
    for (const { tender, tenderKey, lot } of FICTION_CASES) {
      const found = market.purchases.find(({ id }) => id === tender);
      expect(found?.key).toBe(tenderKey);
      expect(found?.tender.lots?.map(({ no }) => no)).toContain(lot);
    }
  });
});

it('twenty contracts have twelve months of records, all within their window', () => {
  const year = market.practice.filter(({ acceptance }) => acceptance === null);
  expect(year).toHaveLength(20);
  for (const { contract, records } of year) {
    expect(market.purchases.flatMap(({ contracts }) => contracts).some(({ id }) => id === contract)).toBe(true);
    const months = new Set(records.map(({ servedOn }) => servedOn.slice(0, 7)));
    // The weeks around Spring Festival are without service.
    expect([...months].sort()[0]).toBe('2024-01');
    expect(months.size).toBe(12);
    expect(records.every(({ servedOn }) => servedOn >= '2024-01-01' && servedOn <= '2024-12-31')).toBe(true);
  }
  expect(year.flatMap(({ records }) => records)).toHaveLength(2_691);
});

it('the small projects of the first year have what they came to, and were accepted with their recipients', () => {
  const history = market.practice.filter(({ acceptance }) => acceptance !== null);
  expect(history).toHaveLength(24);
  for (const { contract, records, acceptance } of history) {
    expect(records).toHaveLength(11);
    expect(new Set(records.map(({ servedOn }) => servedOn.slice(0, 7))).size).toBe(11);
    expect(records.every(({ servedOn }) => servedOn >= '2022-01-01' && servedOn <= '2022-11-30')).toBe(true);
    const own = market.purchases.flatMap(({ contracts }) => contracts).find(({ id }) => id === contract);
    if (own === undefined) throw new Error(contract);
    expect(contractData(own, 'acceptance')).toEqual([
      expect.objectContaining({ concludedOn: acceptance?.concludedOn, result: 'passed', recipientsTookPart: true }),
    ]);
  }
});

it('what was evaluated here is told as a fact with the same total', () => {
  const made = market.practice.filter(({ evaluation }) => evaluation !== null);
  expect(made).toHaveLength(3);
  for (const { contract, evaluation, records, survey } of made) {
    const own = market.purchases.flatMap(({ contracts }) => contracts).find(({ id }) => id === contract);
    if (own === undefined) throw new Error(contract);
    expect(contractData(own, 'evaluation')).toMatchObject([
      { kind: evaluation?.kind, on: evaluation?.publishedOn, score: evaluation?.total },
    ]);
    const named = evaluation?.scores.flatMap(({ evidence }) => evidence) ?? [];
    const known = new Set([...records.map(({ id }) => id), ...(survey === null ? [] : [survey.id])]);
    expect(named.filter(({ id }) => !known.has(id))).toEqual([]);
    expect(named.filter(({ kind }) => kind === 'record').length).toBeGreaterThanOrEqual(5);
  }
});

it('the page on the invented market shows exactly these cases', () => {
  const page = readFileSync(new URL('../../../docs/fiction-data.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| [CGNSW]\d\d[A-D]? /.test(line));
  expect(rows).toEqual([
    ...FICTION_CASES.map((c) => `| ${c.indicator} | ${c.expected} | ${c.tenderKey} | ${c.lot} | ${c.why.en} |`),
    ...FICTION_GROUPS.map((c) => `| ${c.indicator} | ${c.expected} | ${c.name} | ${c.calls.length} | ${c.why.en} |`),
    ...FICTION_PRACTICE.map((c) => `| ${c.indicator} | ${c.expected} | ${c.name} | ${c.why.en} |`),
  ]);
});
