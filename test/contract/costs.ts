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

/** The table of docs/statements.md. */
export function describeCosts(statements: ReadonlyMap<string, readonly Statement[]>): string {
  const rows = [...statements]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([operation, sent]) =>
      [operation, sent.length, sent.filter(({ text }) => LOCK.test(text)).length, countRepeated(sent)].join(' | '),
    );
  return `${HEAD}| operation | statements | locks | repeated |\n| --- | --- | --- | --- |\n${rows.map((row) => `| ${row} |\n`).join('')}`;
}
