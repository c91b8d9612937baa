/** A list of tenders with nothing around it: `node:http`, a pool, the statement given, the same JSON. */
import { createServer } from 'node:http';
import pg from 'pg';

const [url, pool, text, values] = process.argv.slice(2);
const database = new pg.Pool({ connectionString: url, max: Number(pool), options: '-c timezone=UTC' });
const params = JSON.parse(values);
const LIMIT = 50;

const yuan = (fen) => {
  if (fen === null) return null;
  const digits = fen.padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** `2017-12-04 01:30:00.123456+00`, with or without a fraction, as RFC 3339 to the millisecond. */
const instant = (text) => {
  const time = text.slice(11, -3);
  return `${text.slice(0, 10)}T${(time.length > 8 ? time : `${time}.`).padEnd(12, '0').slice(0, 12)}Z`;
};

const item = (row) => ({
  id: row.id,
  version: row.version,
  dataset: row.dataset,
  ocid: row.ocid,
  purchaseId: row.purchase_id,
  round: row.round,
  conducted: row.conducted,
  buyer: row.buyer_id === null ? null : { id: row.buyer_id, name: row.buyer_name },
  title: row.title,
  method: row.method,
  category: row.category,
  region: row.region,
  regionText: row.region_text,
  budgetLevel: row.budget_level,
  projectNo: row.project_no,
  budget: yuan(row.budget),
  currency: 'CNY',
  programme: row.programme_id,
  window: { start: row.window_start, end: row.window_end },
  termText: row.term_text,
  state: row.state,
  deadline: row.deadline_at === null ? null : instant(row.deadline_at),
  open: row.state === 'open' ? row.deadline_at !== null || null : row.state === null ? null : false,
  published: row.published,
  createdAt: instant(row.created_at),
  updatedAt: instant(row.updated_at),
});

const server = createServer((request, response) => {
  database.query(text, params).then(
    ({ rows }) => {
      const page = rows.slice(0, LIMIT);
      // The product's cursor carries a mark of its list; it is of the same length.
      const cursor = `${Buffer.from(page.at(-1).page_key).toString('base64url')}.xxxxxxxx`;
      const next = `${request.url}&cursor=${cursor}`;
      const body = JSON.stringify({ items: page.map(item), next });
      response.writeHead(200, {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': Buffer.byteLength(body),
      });
      response.end(body);
    },
    (error) => {
      response.writeHead(500).end(String(error));
    },
  );
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`ready http://127.0.0.1:${server.address().port}\n`));
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  void database.end();
});
