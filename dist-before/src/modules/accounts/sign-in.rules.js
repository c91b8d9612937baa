export const POLICIES = {
    /** One account from one address: the ordinary guesser, and the person who forgot. */
    pair: { free: 10, leakSeconds: 900 },
    /** One account from everywhere: a guesser with many addresses. */
    account: { free: 100, leakSeconds: 60 },
    /** One address against everybody: one password tried on many accounts. Many people may share it. */
    address: { free: 100, leakSeconds: 30 },
    /** One-time codes without an account, from everywhere. So many that only many addresses together reach it. */
    everybody: { free: 10_000, leakSeconds: 1 },
};
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 900_000;
/** An address from which an account was signed in to is known to it this long. */
export const TRUST_MS = 30 * 86_400_000;
/** The level now, after what has leaked since it was counted. */
export const levelAt = (counter, now) => Math.max(0, counter.level - Math.max(0, now - counter.countedAt) / 1000 / POLICIES[counter.kind].leakSeconds);
/**
 * How long this attempt has to wait, in milliseconds; 0 lets it pass. An address the account knows does not wait for what
 * strangers do to the account: otherwise guessing would be a way to lock its owner out.
 */
export function waitOf(counters, now) {
    const known = counters.some((c) => c.kind === 'pair' && (c.trustedUntil ?? 0) > now);
    const waits = counters
        .filter((c) => !(known && c.kind === 'account'))
        .map((c) => Math.max(0, (c.blockedUntil ?? 0) - now));
    return Math.max(0, ...waits);
}
/** The counter after one more attempt. One that still blocks stays as it is. */
export function counted(counter, now) {
    if ((counter.blockedUntil ?? 0) > now)
        return counter;
    const level = levelAt(counter, now) + 1;
    const over = Math.ceil(level - POLICIES[counter.kind].free);
    const wait = over <= 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(over - 1, 10));
    return { ...counter, level, countedAt: now, blockedUntil: wait === 0 ? null : now + wait };
}
/** When a counter says nothing any more and may be deleted. */
export const forgetAt = (counter) => Math.max(counter.countedAt + counter.level * POLICIES[counter.kind].leakSeconds * 1000, counter.blockedUntil ?? 0, counter.trustedUntil ?? 0);
//# sourceMappingURL=sign-in.rules.js.map