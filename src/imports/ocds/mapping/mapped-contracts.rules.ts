import { ACCEPTANCE_STATUS } from '../../../opendata/codes.js';
import type { ContractFactKind, Party, TenderFactData } from '../../../purchase/tenders/recording/fact-types.js';
import { contractFact, tenderFact } from '../../../purchase/tenders/recording/given-fact.js';
import { isInTime } from '../corrected-facts.rules.js';
import type { MappedAward, Reading } from './mapped-results.rules.js';
import { dropUnknown, toSource, type MappedContract, type MappedFact, type TenderFacts } from './mapped-types.js';
import { placeInLots, readWindow, type MappedLot } from './release-lots.js';
import { toId, type ReleaseParties } from './release-parties.js';
import type { ReleaseReading } from './release-reading.js';

/** Results that one milestoneStatus alone says; `notMet` may be two. */
const RESULTS: Readonly<Record<string, 'passed' | 'partial'>> = { met: 'passed', partiallyMet: 'partial' };
const NUMBER = /^合同编号：(.{1,200})$/u;

/** Contracts that were signed: each of the lots and the supplier of its award. */
export function readContracts(
  contracts: readonly ReleaseReading[],
  { ocid, lots, parties }: Reading,
  awards: ReadonlyMap<string, MappedAward>,
  title: string,
): { facts: TenderFacts; contracts: MappedContract[] } {
  const read = contracts.flatMap((contract): { facts: TenderFacts; contracts: MappedContract[] }[] => {
    const status = contract.peek('status');
    if (status === 'pending' || status === 'cancelled') {
      contract.lose('status', 'unknown_code');
      return [];
    }
    const { nos: places, count } = placeContract(contract, lots, awards);
    if (places.length === 0) return [];
    if (status === 'active') contract.consume('status');
    const award = findAward(contract, awards);
    if (award) contract.consume('awardID');
    const suppliers: (Party | null)[] = award && award.suppliers.length > 0 ? award.suppliers : [null];
    const id = contract.id();
    const source = toSource(ocid, `contracts/${id}`);
    const several = count * suppliers.length;
    const data = readTerms(contract, several, title);
    const told = readImplementation(contract.part('implementation'), ocid, id, parties);
    const all = places.flatMap((lot) => suppliers.map((supplier) => ({ lot, supplier })));
    // Which of several contracts was paid cannot be told.
    if (several > 1 && told.length > 0) contract.note('amount_of_several', 'implementation');
    // When it ended nothing in a release says.
    if (several === 1 && status === 'terminated') {
      if (isInTime(told.map(({ fact }) => fact))) contract.lose('status', 'derived');
      else contract.consume('status');
      told.push({
        fact: contractFact('termination', {}, toSource(ocid, `contracts/${id}/status`)),
        pointer: `${contract.pointer}/status`,
      });
    }
    return [
      {
        facts: all.map(({ lot, supplier }) => ({
          fact: tenderFact('contract', lot, { ...data, ...(supplier !== null && { supplier }) }, source),
          pointer: contract.pointer,
        })),
        contracts: several > 1 ? [] : [{ reference: source.reference ?? '', facts: told }],
      },
    ];
  });
  return { facts: read.flatMap(({ facts }) => facts), contracts: read.flatMap((each) => each.contracts) };
}

/** By its id; what names none, or has none, belongs to no other. */
function findAward(contract: ReleaseReading, awards: ReadonlyMap<string, MappedAward>): MappedAward | undefined {
  const id = toId(contract.peek('awardID'));
  return id === null ? undefined : awards.get(id);
}

/** The lots of its award, else those that it names itself. Of an award that is not recorded nobody knows of which of several. */
function placeContract(
  contract: ReleaseReading,
  lots: readonly MappedLot[],
  awards: ReadonlyMap<string, MappedAward>,
): Pick<MappedAward, 'nos' | 'count'> {
  const award = findAward(contract, awards);
  if (award?.nos.length === 0) contract.note('lot_not_said', 'awardID');
  if (award) return award;
  const { nos, isWhole, named } = placeInLots(contract, lots);
  if (!isWhole) return { nos, count: Math.max(named, 1) };
  if (named > 0 || contract.peek('awardID') === undefined) return { nos: [null], count: 1 };
  contract.note('lot_not_said', 'awardID');
  return { nos: [], count: 0 };
}

function readTerms(contract: ReleaseReading, count: number, title: string): TenderFactData['contract'] {
  contract.consumeSame('title', title);
  const description = contract.peek('description');
  const [, number] = typeof description === 'string' ? (NUMBER.exec(description) ?? []) : [];
  if (number !== undefined) contract.consume('description');
  if (count > 1) contract.lose('value', 'amount_of_several');
  return dropUnknown({
    number,
    signedOn: contract.day('dateSigned'),
    amount: count > 1 ? null : contract.amount('value'),
    window: readWindow(contract.part('period')),
  });
}

type ContractFacts = MappedFact<ContractFactKind>[];

/** Payments, milestones and acceptances. */
function readImplementation(
  part: ReleaseReading | null,
  ocid: string,
  contract: string,
  parties: ReleaseParties,
): ContractFacts {
  const toPartSource = (name: string, id: string) => toSource(ocid, `contracts/${contract}/${name}/${id}`);
  const payments = (part?.list('transactions') ?? []).map((transaction) => {
    parties.refer(transaction.part('payer'));
    parties.refer(transaction.part('payee'));
    const data = dropUnknown({ on: transaction.day('date'), amount: transaction.amount('value', 1) });
    const source = toPartSource('transactions', transaction.id());
    return {
      fact: contractFact('payment', data, source),
      pointer: transaction.pointer,
      isSaid: Object.keys(data).length > 0,
    };
  });
  const milestones = (part?.list('milestones') ?? []).flatMap((milestone): ContractFacts => {
    const type = milestone.peek('type');
    const { pointer } = milestone;
    if (type === 'assessment') {
      const source = toPartSource('milestones', milestone.id());
      return [{ fact: contractFact('acceptance', readAcceptance(milestone), source), pointer }];
    }
    const name = milestone.text('title');
    if (name === null) return [];
    if (type === 'delivery') milestone.consume('type');
    const [dueOn, doneOn] = [milestone.day('dueDate', 'end'), milestone.day('dateMet')];
    if (milestone.peek('status') === (doneOn === null ? 'scheduled' : 'met')) milestone.consume('status');
    const source = toPartSource('milestones', milestone.id());
    return [{ fact: contractFact('milestone', { name, ...dropUnknown({ dueOn, doneOn }) }, source), pointer }];
  });
  return [...payments.filter(({ isSaid }) => isSaid).map(({ fact, pointer }) => ({ fact, pointer })), ...milestones];
}

function readAcceptance(milestone: ReleaseReading) {
  milestone.consume('type');
  milestone.consumeSame('title', '履约验收');
  const status = milestone.peek('status');
  const result = typeof status === 'string' && Object.hasOwn(RESULTS, status) ? RESULTS[status] : undefined;
  if (result !== undefined && ACCEPTANCE_STATUS[result] === status) milestone.consume('status');
  return dropUnknown({ concludedOn: milestone.day('dateMet'), result });
}
