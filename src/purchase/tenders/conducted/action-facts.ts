import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { factsOfRoots, storeFacts, type NewFact } from '../recording/facts-store.js';
import type { FactSource, TenderFactData, TenderFactKind } from '../recording/fact-types.js';
import { projectNotices } from '../notices/notice-projection.js';
import type { TenderFact } from '../purchases/purchase-types.js';

/** What an action says to the public. It is a fact like one that was read elsewhere, so that everything reads one record. */
export interface SaidFact<K extends TenderFactKind = TenderFactKind> {
  /** The id by which what it says is known already; absent: a new one. */
  id?: string;
  kind: K;
  lot?: number | null;
  data: TenderFactData[K];
  /** Where it stands; without it, published today. */
  source?: FactSource;
  /** The fact in whose place it stands from now on, and why. */
  instead?: { of: string; reason: string };
}

/** Stores what an action published today, with the notices that follow. Answers every fact of the tender. */
export async function sayFacts(tx: Tx, tender: string, said: readonly SaidFact[]): Promise<TenderFact[]> {
  const existing = (await factsOfRoots<TenderFact>(tx.manager, [tender])).get(tender) ?? [];
  const publishedOn = todayInShanghai(await tx.now());
  const facts = said.map(({ id, kind, lot, data, source, instead }): NewFact => ({
    ...(id !== undefined && { id }),
    kind,
    lot: lot ?? null,
    data: { ...data },
    source: source ?? { kind: 'notice', url: null, publishedOn, reference: null },
    replaces: instead?.of ?? null,
    reason: instead?.reason ?? null,
  }));
  const all = (await storeFacts(tx, { type: 'tender', id: tender }, facts, existing)) as TenderFact[];
  await projectNotices(tx, tender, null, all);
  return all;
}

/** Says a fact of this tender anew, with the reason: the earlier one stays on record as what it was. */
export async function sayAgain(
  tx: Tx,
  tender: string,
  replaces: string,
  data: TenderFactData[TenderFactKind],
  reason: string,
): Promise<void> {
  const existing = (await factsOfRoots<TenderFact>(tx.manager, [tender])).get(tender) ?? [];
  const before = existing.find(({ id }) => id === replaces);
  if (!before) throw new Error(`Tender ${tender} has no fact ${replaces}`);
  const { kind, lot, source } = before;
  const again: NewFact = { kind, lot, data: { ...data }, source, replaces, reason };
  const all = (await storeFacts(tx, { type: 'tender', id: tender }, [again], existing)) as TenderFact[];
  await projectNotices(tx, tender, null, all);
}
