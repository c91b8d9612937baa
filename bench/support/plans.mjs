import { randomUUID } from 'node:crypto';
import { isBoundary, opened } from './template.mjs';

const LARGE = ['service_record', 'service_record_recipient', 'service_day', 'service_reach', 'recipient'];
const NAMES_LARGE = new RegExp(`\\b(${LARGE.join('|')})\\b`);

/** How the nodes of a plan reach their tables, each once. */
function accesses(node, found = new Set()) {
  const table = node['Relation Name'];
  if (table) found.add(`${node['Node Type']} ${table}${node['Index Name'] ? ` by ${node['Index Name']}` : ''}`);
  else if (node['Index Name']) found.add(`${node['Node Type']} ${node['Index Name']}`);
  for (const child of node.Plans ?? []) accesses(child, found);
  return found;
}

/** How often this transaction, and what the server has not yet taken note of before it, read each table from end to end. */
async function scansOf(client) {
  const { rows } = await client.query(
    `SELECT relname, seq_scan::int AS scans FROM pg_stat_xact_user_tables WHERE relname = ANY ($1)`,
    [LARGE],
  );
  return Object.fromEntries(rows.map(({ relname, scans }) => [relname, scans]));
}

/**
 * EXPLAIN (ANALYZE, BUFFERS) of the statements of a request, in a transaction that is taken back, and a row that says
 * which large tables they read from end to end, also in a trigger or a check of a foreign key, whose plans EXPLAIN does not show.
 */
export async function explain(client, name, { statements, marks }, column, progress) {
  const job = Object.fromEntries(marks.map(({ name: of, text }) => [of, /^r\d/.test(of) ? randomUUID() : text]));
  if (job.batch !== undefined) job.batch = randomUUID();
  await client.query('BEGIN');
  try {
    const before = await scansOf(client);
    for (const { text, of } of opened(statements, marks)) {
      if (isBoundary(text)) continue;
      const values = of.map((value) => value(job));
      const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values);
      const [{ Plan: plan, Triggers: triggers = [], 'Execution Time': ms }] = rows[0]['QUERY PLAN'];
      if (!NAMES_LARGE.test(text)) continue;
      const buffers = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
      const fired = triggers.map((each) => `${each['Constraint Name'] ?? each['Trigger Name']} ${each.Time} ms`);
      progress(`${name}${ms} ms, ${buffers} buffers: ${[...accesses(plan), ...fired].join('; ')}`);
    }
    const after = await scansOf(client);
    const read = LARGE.filter((table) => (after[table] ?? 0) > (before[table] ?? 0));
    return {
      measured: `${name}large tables read from end to end`,
      ours: read.join(', ') || 'none',
      [column]: 'the same',
      ratio: '1.00',
      statements: statements.length,
      mark: 'none',
      ok: read.length === 0,
    };
  } finally {
    await client.query('ROLLBACK');
  }
}
