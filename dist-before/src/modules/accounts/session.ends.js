/** Ends open sessions, in the caller's transaction. Their access tokens are refused from the commit on. */
export async function endSessions(tx, which, why) {
    const [condition, params] = 'session' in which
        ? ['id = $2', [why, which.session]]
        : ['user_id = $2 AND id IS DISTINCT FROM $3', [why, which.user, which.except ?? null]];
    const ended = await tx.query(`UPDATE session SET ended_at = clock_timestamp(), ended_why = $1 WHERE ended_at IS NULL AND ${condition}
     RETURNING id, user_id`, params);
    if (ended.length === 0)
        return;
    await tx.recordAll(ended.map(({ id, user_id }) => ({
        aggregate: 'session',
        id,
        action: 'ended',
        data: { user: user_id, why },
        from: 'open',
        to: 'ended',
    })));
}
//# sourceMappingURL=session.ends.js.map