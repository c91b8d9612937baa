/** Declares a job. Declarations are data and are known to every process; handlers live in the worker alone. */
export const defineJob = (job) => job;
/** `type:id` → its parts. */
export function parseSubject(subject) {
    const colon = subject.indexOf(':');
    if (colon < 1 || colon === subject.length - 1)
        throw new Error(`not a subject: ${subject}`);
    return { type: subject.slice(0, colon), id: subject.slice(colon + 1) };
}
//# sourceMappingURL=job.js.map