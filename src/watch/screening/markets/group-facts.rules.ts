import { createHash } from 'node:crypto';
import { canonicalJson } from '../../runs/assess.rules.js';
import type { GroupType, Subject } from '../../runs/assessment-types.js';
import type { GroupFacts, GroupLot } from '../../facts/group-facts.js';
import { sortedIds, type Frame } from '../../facts/loading/frame-types.js';
import type { LoadedLot, MarketRow, NamedBody } from './market.queries.js';
import type { FindingScope, GroupFinding, ScreenedFinding } from '../screening-types.js';

const KINDS: Readonly<Record<FindingScope, GroupType | 'market'>> = {
  group: 'bidder_group',
  pair: 'bidder_group',
  bidder: 'bidder_group',
  market: 'market',
  buyer: 'buyer_agency',
  agent: 'buyer_agency',
  buyer_agent: 'buyer_agency',
};

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The business key of a market, the same in every database that holds the same facts. */
export const marketKey = ({ dataset, category, region, first_year }: MarketRow): string =>
  `${dataset}/${category}/${region}/${first_year}`;

/** Which subject a finding is about: its kind, and the hash of the sorted keys of its members. */
export function groupKey(finding: GroupFinding): { kind: GroupType | 'market'; key: string } {
  const kind = KINDS[finding.scope];
  // A body may be the buyer of one finding and the agent of another.
  const role = kind === 'buyer_agency' ? `${finding.scope}|` : '';
  return { kind, key: sha256(role + canonicalJson(listMembers(finding))) };
}

/** Keys of all bodies that a finding speaks of: of a buyer or an agent also its own, sorted. */
export function listMembers({ scope, members, figures }: GroupFinding): string[] {
  const key = KINDS[scope] === 'buyer_agency' ? figures['key'] : null;
  return [...new Set([...members, ...(typeof key === 'string' ? [key] : [])])].sort();
}

/** A lot with the hash of what the rules read of it. */
export type HashedLot = LoadedLot & { hash: string };

/** A market as it was read for one screening. */
export interface MarketFacts {
  market: MarketRow;
  lots: ReadonlyMap<string, HashedLot>;
  bodies: ReadonlyMap<string, NamedBody>;
  asOf: string;
  screening: GroupFacts['screening'];
  baseline: string | null;
}

/** Lots with the hash of each, and that of all of them: as canonical JSON has them, in which a list is a set. */
export function hashLots(lots: readonly LoadedLot[]): { lots: HashedLot[]; inputsHash: string } {
  const texts = lots.map(({ lot }) => canonicalJson(lot));
  const hashed = lots.map((each, i) => ({ ...each, hash: sha256(texts[i] as string) }));
  return { lots: hashed, inputsHash: sha256(`[${texts.sort().join(',')}]`) };
}

export function toMarketFacts(given: Omit<MarketFacts, 'lots' | 'bodies'>, lots: readonly HashedLot[]): MarketFacts {
  return {
    ...given,
    lots: new Map(lots.map((each) => [each.lot.key, each])),
    bodies: new Map(lots.flatMap(({ bodies }) => bodies.map((body) => [body.key, body]))),
  };
}

/** What one rule is given about one group, with where it stands. */
export function toGroupFacts(
  facts: MarketFacts,
  subject: Subject,
  finding: ScreenedFinding,
): { facts: GroupFacts; frame: Frame } {
  const { market, asOf, screening, baseline } = facts;
  const members = listMembers(finding).flatMap((key) => facts.bodies.get(key) ?? []);
  const lots = finding.lots.flatMap((key) => facts.lots.get(key) ?? []);
  const standsOut = finding.state === 'triggered' && screening !== null;
  return {
    facts: {
      subject,
      asOf,
      conflicts: [],
      market: { category: market.category, region: market.region, firstYear: market.first_year },
      screening,
      finding: roundFinding(finding),
      members: members.map(({ id, key, name }) => ({ key, name, record: `organisation:${id}` })),
      lots: lots.map((lot) => toGroupLot(lot, READS_SERVICES.has(finding.rule))),
      bids: standsOut ? lots.flatMap(listGroupBids) : [],
    },
    frame: {
      subject,
      dataset: market.dataset,
      region: market.region,
      programme: null,
      calendar: null,
      tender: null,
      bodies: sortedIds(members.map(({ id }) => id)),
      history: lots.length > 0 && lots.every(({ history }) => history),
      uses: sortedIds([...lots.map(({ tender }) => tender), ...members.map(({ id }) => id)]),
      dueOn: null,
      baseline,
    },
  };
}

/** Rules that ask who served before: what else stands out is the same whatever service a lot is for. */
const READS_SERVICES: ReadonlySet<string> = new Set(['N02', 'N05', 'N06', 'N08', 'N11']);

const toGroupLot = ({ id, tender, lot, hash }: HashedLot, readsServices: boolean): GroupLot => {
  const { key, day, method, pricing, pricingOfBids, ceiling, bidCount, services } = lot;
  return {
    key,
    record: `lot:${id}`,
    hash,
    terms: {
      record: `tender:${tender}`,
      day,
      method,
      pricing,
      ...(pricingOfBids && { pricingOfBids }),
      ceiling,
      bidCount,
      ...(readsServices && services && { services }),
    },
  };
};

const listGroupBids = ({ lot, records }: LoadedLot): GroupFacts['bids'] =>
  lot.bids.map(({ bidder, price, technical, status, won }) => ({
    key: `${lot.key}/${bidder}`,
    record: records[bidder] ?? '',
    price,
    technical,
    status,
    won,
  }));

/** Figures to 6 significant digits: sums of floating point differ beyond them from machine to machine. */
function roundFinding(finding: ScreenedFinding): ScreenedFinding {
  const figures = Object.entries(finding.figures).map(([name, value]) => [
    name,
    typeof value === 'number' ? round(value) : value,
  ]);
  return {
    ...finding,
    p: finding.p === null ? null : round(finding.p),
    smallestP: finding.smallestP === null ? null : round(finding.smallestP),
    weight: round(finding.weight),
    threshold: finding.threshold === null ? null : round(finding.threshold),
    statistic: { ...finding.statistic, value: round(finding.statistic.value) },
    figures: Object.fromEntries(figures) as ScreenedFinding['figures'],
  };
}

/** What is no number is 0: an empty mean says nothing. */
const round = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(6)) : 0);
