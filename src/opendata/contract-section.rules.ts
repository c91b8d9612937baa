import { formatYuanOrNull } from '../kernel/money/money.js';
import { ACCEPTANCE_STATUS, ACTIVE, ENDED_CONTRACTS } from './codes.js';
import type { Losses } from './losses.js';
import type { OcdsAward, OcdsContract, OcdsMilestone, OcdsTransaction } from './ocds-types.js';
import type { Parties } from './parties.js';
import type { PublishedFact } from './published-facts.rules.js';
import type { PublishedContract, PublishedLot, PublishedPurchase } from './published-purchases.queries.js';
import { omitEmpty, omitUnknown, toDateTime, toPeriod, toValue } from './values.rules.js';

const readText = (data: Record<string, unknown>, name: string): string | null => {
  const value = data[name];
  return typeof value === 'string' ? value : null;
};

/**
 * The awards that stand and those that were published and came to nothing, and for a contract whose award is not known the one that it
 * proves. Who merges releases keeps an award that is no longer named for ever.
 */
export function toAwards(purchase: PublishedPurchase, parties: Parties, losses: Losses): OcdsAward[] {
  const stated = purchase.lots.flatMap((lot) =>
    [...lot.awards, ...lot.ended_awards].map((award) => toAward(lot, award, parties, losses)),
  );
  const known = new Set(stated.map(({ id }) => id));
  const proven = purchase.contracts
    .filter(({ award }) => award === null || !known.has(award))
    .map((contract): OcdsAward => {
      const supplier = parties.refer(contract.supplier, 'supplier');
      return omitUnknown({
        id: nameProvenAward(contract),
        status: ACTIVE,
        suppliers: supplier && [supplier],
        relatedLots: contract.lot === null ? undefined : [contract.lot],
      });
    });
  return [...stated, ...proven];
}

function toAward(
  lot: PublishedLot,
  award: (PublishedLot['awards'] | PublishedLot['ended_awards'])[number],
  parties: Parties,
  losses: Losses,
): OcdsAward {
  losses.count('awards.share', 'no_counterpart', award.share === null ? 0 : 1);
  losses.count('awards.unitPrice', 'no_counterpart', award.unit_price === null ? 0 : 1);
  const supplier = parties.refer(award.supplier, 'supplier');
  return omitUnknown({
    id: award.id,
    status: STANDING.includes(award.state) ? ACTIVE : 'cancelled',
    date: toDateTime(award.decided_on ?? award.published_on, 'awards.date', losses),
    value: toValue(formatYuanOrNull(award.amount), 'awards.value', losses),
    suppliers: supplier && [supplier],
    relatedLots: [lot.id],
  });
}

const STANDING: readonly string[] = ['active', 'contracted'];

const nameProvenAward = ({ id }: PublishedContract): string => `contract-${id}`;

/** What is told of a contract, by kind of fact, as the member that it would be. */
const UNTOLD = {
  payment: 'implementation.transactions',
  milestone: 'implementation.milestones',
  acceptance: 'implementation.milestones',
  evaluation: 'evaluation',
  plan: 'plan',
  handover: 'handover',
} as const;

export function toContract(
  contract: PublishedContract,
  awards: readonly OcdsAward[],
  buyer: string | null,
  parties: Parties,
  losses: Losses,
): OcdsContract {
  const { award, number, facts, amendments } = contract;
  const payer = parties.refer(buyer, 'payer');
  const payee = parties.refer(contract.supplier, 'payee');
  const transactions = facts
    .filter(({ kind }) => kind === 'payment')
    .map(({ id, data }): OcdsTransaction =>
      omitUnknown({
        id,
        date: toDateTime(readText(data, 'on'), 'contracts.implementation.transactions.date', losses),
        value: toValue(readText(data, 'amount'), 'contracts.implementation.transactions.value', losses),
        payer,
        payee,
      }),
    );
  for (const { kind } of facts)
    if (kind === 'evaluation' || kind === 'plan' || kind === 'handover')
      losses.count(`contracts.${kind}`, 'no_counterpart');
  for (const [kind, member] of Object.entries(UNTOLD))
    losses.count(`contracts.${member}`, 'not_published', contract.untold?.[kind] ?? 0);
  return omitUnknown({
    id: contract.id,
    awardID: awards.find(({ id }) => id === award)?.id ?? nameProvenAward(contract),
    title: contract.title,
    description: number === null ? undefined : `合同编号：${number}`,
    status: hasContractEnded(contract) ? 'terminated' : ACTIVE,
    period: toPeriod({ start: contract.window_start, end: contract.window_end }, 'contracts.period', losses),
    value: toValue(formatYuanOrNull(contract.amount), 'contracts.value', losses),
    dateSigned: toDateTime(contract.signed_on, 'contracts.dateSigned', losses),
    amendments: amendments.length === 0 ? undefined : amendments.map((amendment) => toAmendment(amendment, losses)),
    implementation: omitEmpty({ transactions, milestones: facts.flatMap((fact) => toMilestone(fact, losses)) }),
  });
}

/** Also one whose work until its termination was accepted later. */
const hasContractEnded = ({ state, terminated_on: on, facts }: PublishedContract): boolean =>
  ENDED_CONTRACTS.includes(state) || on !== null || facts.some(({ kind }) => kind === 'termination');

const toAmendment = (
  { id, no, published_on: on, supplement }: PublishedContract['amendments'][number],
  losses: Losses,
) =>
  omitUnknown({
    id,
    date: toDateTime(on, 'contracts.amendments.date', losses),
    description: `合同变更第${no}号${supplement === null ? '' : `，追加金额${supplement}元`}`,
  });

const MILESTONES = 'contracts.implementation.milestones';

function toMilestone({ id, kind, data }: PublishedFact, losses: Losses): OcdsMilestone[] {
  if (kind !== 'milestone' && kind !== 'acceptance') return [];
  const isAcceptance = kind === 'acceptance';
  const done = readText(data, isAcceptance ? 'concludedOn' : 'doneOn');
  const status = isAcceptance ? ACCEPTANCE_STATUS[readText(data, 'result') ?? ''] : done === null ? 'scheduled' : 'met';
  return [
    omitUnknown({
      id,
      title: isAcceptance ? '履约验收' : (readText(data, 'name') ?? undefined),
      type: isAcceptance ? ('assessment' as const) : ('delivery' as const),
      dueDate: toDateTime(readText(data, 'dueOn'), `${MILESTONES}.dueDate`, losses, 'end'),
      dateMet: status === 'met' ? toDateTime(done, `${MILESTONES}.dateMet`, losses) : undefined,
      status,
    }),
  ];
}
