import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { createBudgetProblem, LockedBudget } from '../budget.js';
import { mustNotContradict } from './contradiction.js';
import { findConflicts } from '../purchases/conflicts.rules.js';
import { mustReplace, storeFacts, unknownFacts, type NewFact } from './facts-store.js';
import type { NewRecordedTender, TenderFactKind } from './fact-types.js';
import { checkFacts, mustHaveHappened, type CheckedFact, type UncheckedFact } from './fact-check.js';
import { withParties } from './given-parties.js';
import { insertTender, type CreateOptions } from '../new-tender.js';
import { projectNotices } from '../notices/notice-projection.js';
import { toTenderBase, toTenderChange, openTender, type OpenTender } from '../open-tender.js';
import { projectTender } from '../purchases/projection.js';
import type { Conflict, TenderFact } from '../purchases/purchase-types.js';
import { RecordingSteps } from './recording-steps.js';

export interface RecordOptions {
  /** A published file is stored as it is: disagreements become conflicts. A person is told of them and corrects. */
  lenient?: boolean;
  /** The caller stores the notice that the facts were read from itself: the row of a file. */
  ownNotice?: boolean;
  /** Ids for contracts that these facts make, by number of the lot: for data whose ids are fixed. */
  contractIds?: Readonly<Record<number, string>>;
  /** Which renewal of its lot's contract these facts speak of: it is carried out here, and nobody records another's. */
  renewal?: number | null;
  /** Locks what stands behind the tender in the order of locks, once that is held and before anything is written. */
  lockMore?: () => Promise<unknown>;
}

/** Facts after which a programme may be committed to another sum. */
export const SPENDING: ReadonlySet<string> = new Set<TenderFactKind>(['award', 'contract', 'failure', 'cancellation']);

/** Recording what was conducted elsewhere: by a person, by a file, by the demonstration. One code path. */
@Injectable()
export class RecordingService {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: RecordingSteps,
  ) {}

  /** A new tender of a body of the caller. Answers its id. */
  createTender(principal: Principal, given: NewRecordedTender): Promise<string> {
    return this.transactions.run(principal, async (tx) => (await this.create(tx, given)).tender.id);
  }

  recordFacts(principal: Principal, id: string, facts: readonly UncheckedFact[], version?: number): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      await this.record(tx, id, facts, {}, version);
    });
  }

  /** Part of a larger unit of work (import, demonstration). */
  create(tx: Tx, given: NewRecordedTender, options: CreateOptions = {}): Promise<OpenTender> {
    return insertTender(tx, given, options);
  }

  /** Records facts of a tender, all or none; answers the ids of those that were new. */
  async record(
    tx: Tx,
    id: string,
    given: readonly UncheckedFact[],
    options: RecordOptions = {},
    version?: number,
  ): Promise<string[]> {
    const facts = ofRenewal(checkFacts<TenderFactKind>('tender', given), options.renewal);
    const budget = facts.some((f) => SPENDING.has(f.kind)) ? await LockedBudget.lockBudget(tx, 'tender', id) : null;
    const open = await openTender(tx, id, version);
    await options.lockMore?.();
    if (!options.lenient) await mustHaveHappened(tx, facts);
    const { facts: all } = await this.recordCheckedFacts(tx, open, facts, budget, options);
    return all.slice(open.facts.length).map(({ id: fact }) => fact);
  }

  /**
   * The same on a tender that this unit of work has just made or opened, which has no programme to be held to. Answers it as it now
   * is; null where only reading it again tells.
   */
  async recordOpenTender(
    tx: Tx,
    open: OpenTender,
    given: readonly UncheckedFact[],
    options: RecordOptions = {},
  ): Promise<OpenTender | null> {
    if (open.tender.programme_id === null)
      return this.recordCheckedFacts(tx, open, checkFacts<TenderFactKind>('tender', given), null, options);
    await this.record(tx, open.tender.id, given, options);
    return null;
  }

  private async recordCheckedFacts(
    tx: Tx,
    open: OpenTender,
    given: readonly CheckedFact<TenderFactKind>[],
    budget: LockedBudget | null,
    options: RecordOptions,
  ): Promise<OpenTender> {
    const { tender, facts: existing } = open;
    if (budget !== null && budget.programme !== tender.programme_id) throw new Problem('conflict');
    mustKnowLots(open, given);
    const facts = await withParties(tx, tender.dataset, given);
    const fresh = unknownFacts(facts, existing);
    mustReplace(facts, fresh, existing);
    if (fresh.length === 0) return open;
    const all = (await storeFacts(tx, { type: 'tender', id: tender.id }, fresh, existing)) as TenderFact[];
    const added = all.slice(existing.length);
    const places = mapFactPlaces(added, fresh, facts);
    const recorded = { ...open, facts: all };
    const { derived, conflicts } = await projectTender(tx, recorded);
    const lenient = options.lenient ?? false;
    mustNotContradict(
      {
        before: () => findConflicts(toTenderBase(open), existing),
        after: conflicts,
        facts: all,
        given: places,
      },
      lenient,
    );
    await this.steps.take(tx, {
      ...recorded,
      derived,
      before: existing,
      given: places,
      lenient,
      contractIds: options.contractIds ?? {},
    });
    if (budget) await this.mustFit(tx, budget, recorded, conflicts, lenient);
    if (!options.ownNotice) await projectNotices(tx, tender.id, null, all);
    await tx.record({
      ...toTenderChange(tender),
      action: 'facts_recorded',
      data: { facts: added.map((f) => ({ id: f.id, kind: f.kind, lot: f.lot, replaces: f.replaces })) },
      to: derived.state,
      reason: fresh.find((f) => f.reason)?.reason ?? null,
    });
    const most = new Map(derived.lots.map(({ no, suppliersMost }) => [no, suppliersMost]));
    const lots = open.lots.map((lot) => ({ ...lot, suppliers_most: most.get(lot.no) ?? null }));
    return { ...recorded, lots, written: derived };
  }

  /** A person may not spend more than the programme has; what a file says is listed. */
  private async mustFit(
    tx: Tx,
    budget: LockedBudget,
    { tender, facts }: OpenTender,
    conflicts: readonly Conflict[],
    lenient: boolean,
  ): Promise<void> {
    const overruns = await budget.findNewOverruns();
    if (overruns.length === 0) return;
    if (!lenient) throw createBudgetProblem(budget.programme, overruns);
    const spending = facts.filter((f) => f.replacedBy === null && SPENDING.has(f.kind)).map((f) => f.id);
    const conflict: Conflict = { code: 'budget_exceeded', facts: spending, fields: ['amount'] };
    await tx.query(`UPDATE tender SET conflicts = $2 WHERE id = $1`, [
      tender.id,
      JSON.stringify([...conflicts, conflict]),
    ]);
  }
}

function mustKnowLots({ lots }: OpenTender, facts: readonly { lot?: number | null }[]): void {
  const numbers = new Set(lots.map((l) => l.no));
  const i = facts.findIndex(({ lot }) => lot !== null && lot !== undefined && !numbers.has(lot));
  if (i >= 0) throw Problem.ofField('lot_unknown', `/facts/${i}/lot`, { en: 'No such lot', zh: '没有这个包（标段）' });
}

/** Where in the request each new fact stands. */
export const mapFactPlaces = (
  added: readonly { id: string }[],
  fresh: readonly NewFact[],
  facts: readonly NewFact[],
): Map<string, string> => new Map(added.map((f, i) => [f.id, `/facts/${facts.indexOf(fresh[i] as NewFact)}`]));

/** A contract and its renewal are two, whatever their numbers. */
const ofRenewal = (facts: CheckedFact<TenderFactKind>[], renewal: number | null = null): typeof facts =>
  renewal === null ? facts : facts.map((fact) => ({ ...fact, data: { ...fact.data, renewal } }));
