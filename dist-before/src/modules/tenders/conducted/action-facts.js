import { todayInShanghai } from '../../../platform/clock/moment.js';
import { factsOfRoots, storeFacts } from '../facts.store.js';
import { projectNotices } from '../notice.projection.js';
/** Stores what an action published today, with the notices that follow. Answers every fact of the tender. */
export async function sayFacts(tx, tender, said) {
    const existing = (await factsOfRoots(tx.manager, [tender])).get(tender) ?? [];
    const publishedOn = todayInShanghai(await tx.now());
    const facts = said.map(({ kind, lot, data, source, instead }) => ({
        kind,
        lot: lot ?? null,
        data: { ...data },
        source: source ?? { kind: 'notice', url: null, publishedOn, reference: null },
        replaces: instead?.of ?? null,
        reason: instead?.reason ?? null,
    }));
    const all = (await storeFacts(tx, { type: 'tender', id: tender }, facts, existing));
    await projectNotices(tx, tender, null, all);
    return all;
}
/** Says a fact of this tender anew, with the reason: the earlier one stays on record as what it was. */
export async function sayAgain(tx, tender, replaces, data, reason) {
    const existing = (await factsOfRoots(tx.manager, [tender])).get(tender) ?? [];
    const before = existing.find(({ id }) => id === replaces);
    if (!before)
        throw new Error(`Tender ${tender} has no fact ${replaces}`);
    const { kind, lot, source } = before;
    const again = { kind, lot, data: { ...data }, source, replaces, reason };
    const all = (await storeFacts(tx, { type: 'tender', id: tender }, [again], existing));
    await projectNotices(tx, tender, null, all);
}
//# sourceMappingURL=action-facts.js.map