import { createHash } from 'node:crypto';
import { formatYuanOrNull } from '../kernel/money/money.js';
import { toAwards, toContract } from './contract-section.rules.js';
import type { Losses } from './losses.js';
import type { OcdsContract, OcdsRelease } from './ocds-types.js';
import { Parties } from './parties.js';
import type { NamedBody, PublishedPurchase } from './published-purchases.queries.js';
import { formatOcid } from './publisher.js';
import { listStatedLots, toBids, toDocuments, toTender } from './tender-section.rules.js';
import { formatInstant, omitEmpty, omitUnknown, toValue } from './values.rules.js';

/** The stages that something is published of; a purchase of which only the intent is known is in its planning. */
function listTags({ facts, state }: PublishedPurchase, awards: number, contracts: readonly OcdsContract[]): string[] {
  const isPlanned = facts.some(({ kind }) => kind === 'intention');
  const tags = [
    ...(isPlanned ? ['planning'] : []),
    ...(state === 'intent_published' ? [] : ['tender']),
    ...(facts.some(({ kind }) => kind === 'correction') ? ['tenderAmendment'] : []),
    ...(state === 'cancelled' ? ['tenderCancellation'] : []),
    ...(awards > 0 ? ['award'] : []),
    ...(contracts.length > 0 ? ['contract'] : []),
    ...(contracts.some(({ amendments }) => amendments !== undefined) ? ['contractAmendment'] : []),
    ...(contracts.some(({ implementation }) => implementation !== undefined) ? ['implementation'] : []),
    ...(contracts.some(({ status }) => status === 'terminated') ? ['contractTermination'] : []),
  ];
  return tags.length === 0 ? ['tender'] : tags;
}

/**
 * What is published of a purchase at this moment, as one release. Its id is the hash of what it says: the same words have the
 * same id, whoever asks and however often.
 */
export function toRelease(
  purchase: PublishedPurchase,
  bodies: ReadonlyMap<string, NamedBody>,
  prefix: string,
  losses: Losses,
): OcdsRelease {
  const parties = new Parties(bodies);
  losses.count('challenges', 'no_counterpart', purchase.challenges);
  losses.count('complaints', 'no_counterpart', purchase.complaints);
  const stated = listStatedLots(purchase);
  const buyer = parties.refer(purchase.buyer_id, 'buyer');
  // The standard has one buyer; who buys together with it has the role among the parties.
  for (const body of purchase.joint_buyers) parties.refer(body, 'buyer');
  const tender = toTender(purchase, stated, parties, losses);
  const bids = toBids(stated, parties, losses);
  const awards = toAwards(purchase, parties, losses);
  const contracts = purchase.contracts.map((contract) =>
    toContract(contract, awards, purchase.buyer_id, parties, losses),
  );
  const said = omitUnknown({
    date: formatInstant(purchase.changed_at ?? purchase.created_at),
    tag: listTags(purchase, awards.length, contracts),
    initiationType: 'tender' as const,
    language: 'zh' as const,
    parties: parties.list(),
    buyer,
    planning: omitEmpty({
      budget: omitEmpty({ amount: toValue(formatYuanOrNull(purchase.budget), 'planning.budget.amount', losses) }),
      documents: toDocuments(purchase, true, losses),
    }),
    tender,
    bids: bids.length === 0 ? undefined : { details: bids },
    awards,
    contracts,
  });
  const hash = createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
  const ocid = formatOcid(prefix, purchase.id);
  return { ocid, id: `${ocid}-${hash}`, ...said };
}

/** The state of a purchase as the standard's merging gives it: of one release, that release. */
export const toCompiledRelease = (release: OcdsRelease): OcdsRelease => ({
  ...release,
  id: `${release.ocid}-${release.date}`,
  tag: ['compiled'],
});
