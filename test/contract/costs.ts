import type { Statement } from '../support/statements.js';

const HEAD = `# Statements of each action

What PostgreSQL is sent for one request that writes, from the caller's session to the commit and the answer: for each
operation its first request in the stories of [test/contract/stories](../test/contract/stories), of which the examples of the
document are made. \`locks\` are those that wait for a row, \`repeated\` those that read with the same values what the request
has read before (mostly: the state before and the answer after). A statement more is a change of this page: \`npm test\` holds it to what is sent, and
\`RECORD_EXAMPLES=true npm test -- test/contract/openapi-examples.spec.ts\` writes it anew.

`;

const LOCK = /FOR (NO KEY )?UPDATE|FOR (KEY )?SHARE/i;
const WRITE =
  /^\s*(INSERT|UPDATE|DELETE|START|COMMIT|SAVEPOINT|ROLLBACK|RELEASE)|\b(INSERT INTO|UPDATE|DELETE FROM)\b/i;

const isRead = ({ text }: Statement): boolean => !LOCK.test(text) && !WRITE.test(text);

function countRepeated(sent: readonly Statement[]): number {
  const reads = sent.filter(isRead).map(({ text, values }) => `${text}\n${values.map(String).join('\n')}`);
  return reads.length - new Set(reads).size;
}

/**
 * What requests that many guards look at cost at 1a9208f, where each guard read for itself: the same first requests, counted in the
 * same way, and how many of the statements were sent while a guard was asked. `since`: what the request did not ask then.
 */
const BEFORE: Readonly<Record<string, { sent: number; ofGuards: number; since?: number }>> = {
  // The draft that was submitted then named no programme: the lock of one, its lines, and twice what is committed of them. It was
  // not held to the purchase limit either (M02): what it comes to, and the limits of its place; nor added up with what its
  // line buys besides (N09): these purchases, and their limits.
  submitTender: { sent: 45, ofGuards: 27, since: 8 },
  // Its instants were not signed then: what stands is read and stored, and told to the audit.
  issueTender: { sent: 40, ofGuards: 20, since: 4 },
  signContract: { sent: 62, ofGuards: 38 },
  recordTenderFacts: { sent: 16, ofGuards: 0 },
  recordContractFacts: { sent: 18, ofGuards: 0 },
};
const BEFORE_HEAD = `
## What guards cost

A guard names the facts it needs, and what several of them need is read once. Of five requests on which many conditions rest, or
which come often: what they cost at 1a9208f, where each guard read for itself, how many of these statements guards had sent,
how many are of what they did not ask then (a submitted draft names its programme, which is locked and read, is held to the purchase limit and added up with what its line buys besides; an issue
signs the instants of its opening), and what they cost
now, which is at most the rest with these.

| operation | at 1a9208f | of them by guards | the rest | since | now |
| --- | --- | --- | --- | --- | --- |
`;

/** Operations that cost more than they did without what their guards read. */
export const listDearerOperations = (statements: ReadonlyMap<string, readonly Statement[]>): string[] =>
  Object.entries(BEFORE).flatMap(([operation, { sent, ofGuards, since = 0 }]) =>
    (statements.get(operation)?.length ?? Infinity) > sent - ofGuards + since ? [operation] : [],
  );

/** The tables of docs/statements.md. */
export function describeCosts(statements: ReadonlyMap<string, readonly Statement[]>): string {
  const rows = [...statements]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([operation, sent]) =>
      [operation, sent.length, sent.filter(({ text }) => LOCK.test(text)).length, countRepeated(sent)].join(' | '),
    );
  const before = Object.entries(BEFORE).map(([operation, { sent, ofGuards, since = 0 }]) =>
    [operation, sent, ofGuards, sent - ofGuards, since, statements.get(operation)?.length].join(' | '),
  );
  const lines = (of: readonly string[]): string => of.map((row) => `| ${row} |\n`).join('');
  return `${HEAD}| operation | statements | locks | repeated |\n| --- | --- | --- | --- |\n${lines(rows)}${BEFORE_HEAD}${lines(before)}`;
}
