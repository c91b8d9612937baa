import { shippedCalendar } from '../../src/law/calendars/shipped-calendar.js';
import { deriveClocks, type ClockEvents, type ClockQuestion } from '../../src/law/deadlines/deadlines.rules.js';
import type { Method } from '../../src/law/code-lists/methods.js';
import type { SplitGroup } from '../../src/purchase/contracts/limits/splits.rules.js';
import type { BidSide, ComparisonFacts } from '../../src/watch/facts/comparison-facts.js';
import type { SplitFacts } from '../../src/watch/facts/split-facts.js';
import type { WindowDates } from '../../src/watch/facts/fact-types.js';
import type { AgencyContract, AgencyFacts, AwardFact, BuyerFacts } from '../../src/watch/facts/body-facts.js';
import type { GroupFacts } from '../../src/watch/facts/group-facts.js';
import type { DeliveryFacts } from '../../src/watch/facts/delivery-facts.js';
import { listEffectiveDays } from '../../src/law/deadlines/window.rules.js';
import type {
  BidderRegistration,
  BidFacts,
  ClocksFacts,
  ContractFacts,
  DraftPlan,
  LineContract,
  LineFacts,
  LotFacts,
  MethodFacts,
  PersonRef,
  PlanFact,
  Recorded,
  ReservationFacts,
  SourceKind,
  WindowFacts,
} from '../../src/watch/facts/fact-types.js';
import type { HandedIn } from '../../src/watch/facts/handed-in-facts.js';
import type { HandPick, PanelFacts } from '../../src/watch/facts/panel-facts.js';
import type { Reach } from '../../src/law/rules/limits/reach.rules.js';
import { computeSpan } from '../../src/watch/rules/span.rules.js';

export const calendar = shippedCalendar();

export const CONTINUOUS = { code: 'ELDERLY_HOME_CARE', continuous: true };
export const ONE_OFF = { code: 'ORG_STAFF_TRAINING', continuous: false };
export const SEED = '00112233445566778899aabbccddeeff'.repeat(2);

export function recorded<T>(value: T, source: SourceKind | null = 'notice', record = 'contract:c1'): Recorded<T> {
  return { value, record, source };
}

/** A contract's window, signed and paid in time and awarded before it; change what the story is about. */
export function windowFacts(
  window: WindowDates | null = { start: '2018-01-01', end: '2018-05-31' },
  change: Partial<WindowFacts> = {},
): WindowFacts {
  return {
    subject: { type: 'contract', id: 'c1', key: 'contract-1' },
    asOf: '2018-12-31',
    conflicts: [],
    category: CONTINUOUS,
    window: window === null ? null : recorded(window),
    span: window === null ? null : computeSpan(window, calendar),
    draft: null,
    termText: null,
    awardedOn: recorded('2017-12-15'),
    signedOn: recorded('2017-12-20'),
    allocatedOn: recorded('2017-12-28'),
    ...change,
  };
}

/** A purchase that reaches both limits of its place. */
export const REACHED: Reach = {
  state: 'applies',
  limit: '5000000',
  missing: [],
  openTender: 'reached',
  region: '990203',
  level: 'provincial',
};
/** One whose place has no limit on record, and one that stays below it. */
export const UNKNOWN_REACH: Reach = {
  ...REACHED,
  state: 'unknown',
  limit: null,
  missing: ['limit'],
  openTender: 'unknown',
};
export const BELOW: Reach = { ...REACHED, state: 'below', openTender: 'below' };

/** The clocks of a contract or tender as the events start them. */
export function clocksFacts(
  events: ClockEvents,
  change: Partial<ClocksFacts> & Partial<Pick<ClockQuestion, 'told' | 'level' | 'holding'>> = {},
): ClocksFacts {
  const { told = [], level = 'provincial', holding = [], ...facts } = change;
  const method = facts.method === undefined ? 'COMPETITIVE_CONSULTATION' : facts.method;
  const clocks = deriveClocks(
    { method: method as Method | null, level, region: '990203', events, told, holding },
    calendar,
  );
  return {
    subject: { type: 'contract', id: 'c1', key: 'contract-1' },
    asOf: '2018-12-31',
    conflicts: [],
    method,
    clocks: clocks.map((clock) => ({ ...clock, lot: null, key: `-/${clock.rule}/${clock.event}` })),
    reach: REACHED,
    ...facts,
  };
}

/** A service bought elsewhere by inquiry. */
export const methodFacts = (change: Partial<MethodFacts> = {}): MethodFacts => ({
  subject: { type: 'tender', id: 't1', key: 'tender-1' },
  asOf: '2025-12-31',
  conflicts: [],
  method: 'INQUIRY',
  startedOn: recorded('2025-10-15', 'notice', 'fact:n1'),
  awardedOn: null,
  reach: REACHED,
  ...change,
});

const LEFT_OPEN = { limit: '200000000', compared: 'reached' } as const;
/** Two consultations of 1.1 million yuan each under one line, with a threshold of two million. */
export const splitFacts = (change: Partial<SplitGroup> = {}, year: number | null = 2025): SplitFacts => ({
  subject: { type: 'programme', id: 'p1', key: 'programme-1' },
  asOf: '2025-12-31',
  conflicts: [],
  year,
  groups: [
    {
      key: 'ELDERLY_HOME_CARE',
      category: 'ELDERLY_HOME_CARE',
      record: 'budget_line:b1',
      adjusted: false,
      certain: { purchases: 2, amount: '220000000', ...LEFT_OPEN },
      possible: { purchases: 2, amount: '220000000', ...LEFT_OPEN },
      missing: [],
      members: ['1', '2'].map((key) => ({
        key,
        record: `tender:${key}`,
        method: 'COMPETITIVE_CONSULTATION',
        amount: '110000000',
      })),
      region: '990203',
      level: 'below_provincial',
      ...change,
    },
  ],
});

/** A lot of a consultation issued here at 150 000 yuan, of which the documents say nothing for small enterprises. */
export const reservationFacts = (change: Partial<ReservationFacts> = {}): ReservationFacts => ({
  ...methodFacts({}),
  method: 'COMPETITIVE_CONSULTATION',
  sum: '15000000',
  lots: [{ key: '1', no: 1, record: 'lot:l1', kind: null, ground: null }],
  ...change,
});

/** Two experts who were picked by hand with consent, while the pool held one of their field. */
export const panelFacts = (change: Partial<PanelFacts> = {}): PanelFacts => ({
  subject: { type: 'tender', id: 't1', key: 'tender-1' },
  asOf: '2025-12-31',
  conflicts: [],
  draws: 0,
  picks: [handPick()],
  taken: [],
  undrawn: [],
  ...change,
});
export const handPick = (change: Partial<HandPick> = {}): HandPick => ({
  key: '1/0',
  record: 'expert_draw:d1',
  lot: 1,
  pickedOn: '2025-11-03',
  experts: 2,
  consent: '同意1号',
  drawable: 1,
  libraryDrawn: false,
  ...change,
});

/** The study's tender as a draft. */
export function draftFacts(plan: Partial<DraftPlan> = {}, change: Partial<WindowFacts> = {}): WindowFacts {
  return windowFacts(undefined, {
    subject: { type: 'tender', id: 'draft', key: 'draft' },
    asOf: '2017-11-20',
    window: recorded({ start: '2018-01-01', end: '2018-05-31' }, null, 'tender:draft'),
    awardedOn: null,
    signedOn: null,
    allocatedOn: null,
    draft: {
      record: 'tender:draft',
      plannedIssue: '2017-11-27',
      safeIssue: '2017-11-24',
      possibleIssue: '2017-12-20',
      planner: 'known',
      ...plan,
    },
    ...change,
  });
}

export function bid(name: string, yuan: number | null, change: Partial<BidFacts> = {}): BidFacts {
  return {
    key: name,
    record: `bid:${name}`,
    bidder: name,
    price: yuan === null ? null : String(Math.round(yuan * 100)),
    items: null,
    registration: null,
    ...change,
  };
}

/** Bids of three bidders that were read whole, with nothing in common. */
export function comparison(change: Partial<ComparisonFacts> = {}): ComparisonFacts {
  const bids = [0, 1, 2].map((n) => ({
    ...bidSide(n),
    ...{ documents: 2, read: 1, withoutText: 1, unreadable: 0, characters: 5_000 },
  }));
  return { documents: 'whole', bids, likeness: [], names: [], marks: [], othersKnown: 500, ...change };
}
export const bidSide = (n: number): BidSide => ({
  key: `bidder-${n}`,
  record: `bid:bidder-${n}`,
  bidder: `bidder-${n}`,
});

/** What a bidder handed in, of which nothing more is known. */
export const handedIn = (name: string, yuan: number | null, change: Partial<HandedIn> = {}): HandedIn => ({
  key: name,
  record: `bid:${name}`,
  bidder: name,
  here: false,
  status: null,
  rank: null,
  score: { total: null, technical: null, price: null },
  firstPrice: null,
  price: yuan === null ? null : String(Math.round(yuan * 100)),
  rejection: null,
  received: { first: null, standing: null },
  revision: null,
  team: null,
  contacts: null,
  phones: null,
  mails: null,
  documents: null,
  subcontractors: null,
  origin: null,
  ...change,
});

/** A competitive consultation in which every price is known. */
export function lotFacts(yuan: readonly number[], change: Partial<LotFacts> = {}): LotFacts {
  return {
    subject: { type: 'lot', id: 'l1', key: 'lot-1' },
    asOf: '2024-06-30',
    conflicts: [],
    method: 'COMPETITIVE_CONSULTATION',
    pricing: 'competitive',
    pricingOfBids: false,
    startedOn: '2024-03-01',
    ceiling: null,
    bidCount: yuan.length,
    bids: yuan.map((price, i) => bid(`bidder-${i}`, price)),
    ranked: null,
    withdrawn: 0,
    handedIn: yuan.map((price, i) => handedIn(`bidder-${i}`, price)),
    handedOut: [],
    winners: yuan.length === 0 ? null : ['bidder-0'],
    state: null,
    deadline: recorded('2024-03-20T09:30:00+08:00', 'notice', 'fact:n1'),
    meetings: [],
    bonds: { asked: null, paid: [] },
    comparison: null,
    reach: REACHED,
    ...change,
  };
}

export const person = (key: string): PersonRef => ({ key, label: `${key}*` });

/** A bidder of whom everything is registered and nothing is shared. */
export function registration(name: string, change: Partial<BidderRegistration> = {}): BidderRegistration {
  return {
    record: `organisation:${name}`,
    heads: [person(`head of ${name}`)],
    holds: [],
    manages: [],
    founders: [person(`founder of ${name}`)],
    ...change,
  };
}

export function contractOn(start: string | null, end: string | null, change: Partial<LineContract> = {}): LineContract {
  const key = change.key ?? `${start ?? '?'}..${end ?? '?'}`;
  return {
    key,
    id: `id-${key}`,
    record: `contract:${key}`,
    agency: 'agency-1',
    window: { start, end },
    terminatedOn: null,
    recipients: null,
    serviceMonths: null,
    handovers: [],
    plans: [],
    ...change,
  };
}

/** Who performs contracts, each agency by a key that is its id. */
export const listPerformers = (contracts: readonly LineContract[]): LineFacts['performers'] =>
  contracts.map(({ key, record, agency }) => ({
    ...{ key, record },
    body: agency === null ? null : { key: agency, record: `organisation:${agency}` },
  }));

/** The study's line: January to May of 2018 and of 2019, known to the end of 2019. */
export function lineFacts(
  contracts: readonly LineContract[] = [contractOn('2018-01-01', '2018-05-31'), contractOn('2019-01-01', '2019-05-31')],
  change: Partial<LineFacts> = {},
): LineFacts {
  return {
    subject: { type: 'service_line', id: 's1', key: 'line-1' },
    asOf: '2019-12-31',
    conflicts: [],
    category: CONTINUOUS,
    dataset: 'study',
    status: 'active',
    since: '2018-01-01',
    until: null,
    knownUntil: '2019-12-31',
    contracts,
    performers: listPerformers(contracts),
    served: [],
    bought: [],
    paths: [],
    ahead: [],
    assumption: null,
    ...change,
  };
}

export function plan(kind: PlanFact['kind'], change: Partial<PlanFact> = {}): PlanFact {
  return { key: kind, record: `fact:${kind}`, kind, from: null, agreedOn: null, carriedOutOn: null, ...change };
}

/** A contract of 2024 that runs here, judged in the middle of its last month. */
export function contractFacts(change: Partial<ContractFacts> = {}): ContractFacts {
  return {
    subject: { type: 'contract', id: 'c1', key: 'contract-1' },
    asOf: '2024-12-15',
    conflicts: [],
    category: CONTINUOUS,
    conducted: 'here',
    end: recorded('2024-12-31'),
    finalMilestone: null,
    plans: [],
    knownUntil: null,
    assumption: null,
    ...change,
  };
}

const bodyRef = (name: string) => ({ key: name, record: `organisation:${name}`, label: name });

/** A contract of an agency with a buyer, in yuan. */
export function soldTo(
  buyer: string | null,
  yuan: number | null,
  signedOn: string | null,
  change: Partial<AgencyContract> = {},
): AgencyContract {
  const key = `${buyer ?? '?'}/${signedOn ?? '?'}/${yuan ?? '?'}`;
  return {
    key,
    record: `contract:${key}`,
    buyer: buyer === null ? null : bodyRef(buyer),
    amount: yuan === null ? null : String(yuan * 100),
    signedOn,
    window: { start: null, end: null },
    terminatedOn: null,
    ...change,
  };
}

export function agencyFacts(contracts: readonly AgencyContract[], change: Partial<AgencyFacts> = {}): AgencyFacts {
  return {
    subject: { type: 'agency', id: 'a1', key: 'agency-1' },
    asOf: '2024-12-31',
    conflicts: [],
    contracts,
    ...change,
  };
}

/** Awards of a buyer to agencies on a day (or a year). */
export const awardsTo = (on: string | null, agencies: readonly (string | null)[]): AwardFact[] =>
  agencies.map((agency, i) => ({
    key: `${on ?? '?'}/${i}`,
    record: `award:${on ?? '?'}/${i}`,
    supplier: agency === null ? null : bodyRef(agency),
    on,
  }));

export function buyerFacts(awards: readonly AwardFact[], change: Partial<BuyerFacts> = {}): BuyerFacts {
  return { subject: { type: 'buyer', id: 'b1', key: 'buyer-1' }, asOf: '2025-01-01', conflicts: [], awards, ...change };
}

const EFFECTIVE_2018 = listEffectiveDays(calendar, '2018-01-01', '2018-05-31') ?? [];

/** The study's contract of 2018, 151 days with 89 effective ones, over; nothing of it is recorded. */
export function deliveryFacts(change: Partial<DeliveryFacts> = {}): DeliveryFacts {
  return {
    subject: { type: 'contract', id: 'c1', key: 'contract-1' },
    asOf: '2018-06-01',
    conflicts: [],
    category: CONTINUOUS,
    window: recorded({ start: '2018-01-01', end: '2018-05-31' }, null),
    effective: EFFECTIVE_2018,
    planned: recorded({ start: '2018-01-01', end: '2018-05-31' }, null),
    plannedDays: EFFECTIVE_2018.length,
    targets: null,
    accepted: [],
    output: null,
    finalEvaluation: null,
    nextIssue: { method: 'COMPETITIVE_CONSULTATION', safe: '2018-04-20', planner: 'known' },
    local: null,
    budgetLine: null,
    schedule: null,
    ...change,
  };
}

/** Three bidders of one market that meet in four lots, as a screening found them. */
export function groupFacts(change: Partial<GroupFacts> = {}): GroupFacts {
  return {
    subject: { type: 'bidder_group', id: 'g1', key: 'market-1/group-1' },
    asOf: '2025-01-01',
    conflicts: [],
    market: { category: 'ELDERLY_HOME_CARE', region: '990203', firstYear: 2021 },
    screening: { screened: 40, level: '0.05' },
    finding: {
      rule: 'N12',
      version: 1,
      scope: 'group',
      members: ['甲', '乙', '丙'],
      lots: ['t1/1', 't2/1'],
      n: 4,
      p: 0.0002,
      smallestP: 0.0001,
      statistic: { name: 'shareAtCeiling', value: 0.75 },
      reason: null,
      figures: { atCeiling: 3, elsewhere: 20, elsewhereAtCeiling: 1 },
      state: 'triggered',
      weight: 0.1,
      threshold: 0.005,
    },
    members: ['甲', '乙', '丙'].map((name) => ({ key: name, name, record: `organisation:${name}` })),
    lots: ['t1/1', 't2/1'].map((key) => ({
      ...{ key, record: `lot:${key}`, hash: '0'.repeat(64) },
      terms: {
        ...{ record: `tender:${key}`, day: '2023-01-15', method: null, pricing: 'competitive' as const },
        ...{ ceiling: '20000000', bidCount: 3 },
      },
    })),
    bids: ['甲', '乙', '丙'].map((name, i) => ({
      key: `t1/1/${name}`,
      record: `bid:${i}`,
      price: String(20_000_000 - i),
      technical: null,
      status: 'valid',
      won: i === 2,
    })),
    ...change,
  };
}
