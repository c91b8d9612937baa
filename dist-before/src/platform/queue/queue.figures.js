export const JOB_STATES = ['waiting', 'active', 'delayed', 'failed'];
/** Jobs per queue and state. Throws while the store does not answer. */
export async function queueFigures(queues) {
    const figures = {};
    for (const name of queues.registry.queues) {
        const counts = await queues.queue(name).getJobCounts(...JOB_STATES);
        figures[name] = Object.fromEntries(JOB_STATES.map((s) => [s, counts[s] ?? 0]));
    }
    return figures;
}
/** Subjects on which a job owes work, and how many of them wait for an operator because its attempts ran out. */
export async function subjectFigures(on) {
    return (await on.query(`SELECT job, count(*)::int AS owed, (count(*) FILTER (WHERE failed = wanted))::int AS failed
     FROM job_subject WHERE done < wanted GROUP BY job ORDER BY job`, []));
}
//# sourceMappingURL=queue.figures.js.map