/** A tender as outsiders see it while its documents are not out: as its intent said. */
export const asIntended = (tender, intended) => intended === null
    ? tender
    : {
        ...tender,
        title: intended.title,
        method: intended.method,
        category: intended.category,
        region: intended.region,
        budgetLevel: intended.budgetLevel,
        budget: intended.budget,
        window: intended.window,
        programme: intended.programme ?? null,
        termText: intended.termText ?? null,
        regionText: intended.regionText ?? null,
        projectNo: intended.projectNo ?? null,
    };
/** The lots of the intent; one that was written since is nobody's business yet. */
export const lotsAsIntended = (lots, intended) => intended === null
    ? lots
    : lots.flatMap((lot) => {
        const said = intended.lots.find(({ no }) => no === lot.no);
        return said ? [{ ...lot, name: said.name, ceiling: said.ceiling, pricing: said.pricing }] : [];
    });
//# sourceMappingURL=intended.rules.js.map