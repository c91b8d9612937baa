/** Fewer than so many, and who gave an answer might be known. Nobody is no small number: there is nobody to be known. */
export const LEAST_TOLD = 5;
const isSmall = (count) => count > 0 && count < LEAST_TOLD;
/**
 * The counts of one question as they may be told. A small one is told only together with another, so that neither it nor
 * the difference between the total and the rest gives it back. Levels of a scale are joined with a neighbour, other answers
 * with the smallest. Null where all answers together are too few.
 */
export function tellable(counts, { ordered }) {
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    if (isSmall(total))
        return null;
    const groups = counts.map(({ key, count }) => ({ keys: [key], count }));
    for (;;) {
        const at = smallest(groups, ({ count }) => isSmall(count));
        if (at === null)
            return groups;
        const beside = ordered
            ? [at - 1, at + 1].filter((i) => i in groups)
            : groups.map((_, i) => i).filter((i) => i !== at);
        // With somebody in it: joined with an empty one it would be as small as before.
        const filled = beside.filter((i) => groups[i].count > 0);
        const other = smallest(groups, (_, i) => (filled.length > 0 ? filled : beside).includes(i));
        const [first, last] = at < other ? [at, other] : [other, at];
        const [one, two] = [groups[first], groups[last]];
        groups[first] = { keys: [...one.keys, ...two.keys], count: one.count + two.count };
        groups.splice(last, 1);
    }
}
function smallest(groups, asks) {
    let found = null;
    groups.forEach((group, at) => {
        if (asks(group, at) && (found === null || group.count < groups[found].count))
            found = at;
    });
    return found;
}
//# sourceMappingURL=suppression.rules.js.map