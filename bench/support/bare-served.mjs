/**
 * Records of service and the progress of a contract with nothing around them: `node:http`, a pool, every statement of the
 * request, the same JSON. The forecast is the product's own rule: what is measured is what stands around it.
 */
import { createServer } from 'node:http';
import { URLSearchParams } from 'node:url';
import pg from 'pg';
import { opened } from './template.mjs';
import '../../scripts/lib/load-ts.mjs';

const { WorkingCalendars } = await import('../../src/law/calendars/calendar-store.js');
const { deriveProgress } = await import('../../src/care/delivery/progress/progress.rules.js');

const [url, pool, kind, recorded] = process.argv.slice(2);
const database = new pg.Pool({ connectionString: url, max: Number(pool), options: '-c timezone=UTC' });
const statements = opened(JSON.parse(recorded), []).map(({ name, text, of }) => ({
  name,
  text,
  values: of.map((value) => value({})),
}));
const LIMIT = 50;

const reader = { query: (text, values) => database.query(text, values).then(({ rows }) => rows) };
const calendar = await new WorkingCalendars({ reader }).current();

/** The rows of each statement, and which statement it was. */
async function answers() {
  const all = [];
  for (const statement of statements) all.push({ text: statement.text, rows: (await database.query(statement)).rows });
  return (part) => all.find(({ text }) => text.includes(part)).rows;
}

function item(row) {
  const { recordedAt, recipients, ...shown } = row;
  delete shown.page_key;
  return {
    ...shown,
    recordedAt: recordedAt.toISOString(),
    recipients: recipients.map(({ id, no }) => ({ id, number: `R${String(no).padStart(6, '0')}` })),
  };
}

async function list(address) {
  const rows = (await answers())('FROM service_record s WHERE');
  const page = rows.slice(0, LIMIT);
  // The product's cursor carries a mark of its list; it is of the same length.
  const cursor = `${Buffer.from(page.at(-1).page_key).toString('base64url')}.xxxxxxxx`;
  const parameters = new URLSearchParams(address.split('?')[1]);
  parameters.set('cursor', cursor);
  return { items: page.map(item), next: `${address.split('?')[0]}?${parameters}` };
}

async function progress() {
  const of = await answers();
  const [{ id, standards, from, to, today }] = of('business_today()::text AS today');
  const recipients = new Map(of('FROM service_reach').map(({ no, total }) => [no, total]));
  const outputs = new Map(
    of('FROM service_day').map(({ no, days }) => [no, days.map(([day, output]) => ({ day, output }))]),
  );
  const told = deriveProgress({ standards, from, to, today, calendar, outputs, recipients });
  const indicators = told.indicators.map(({ forecast, ...indicator }) => ({
    ...indicator,
    forecast: forecast && {
      perEffectiveDay: forecast.rate.toFixed(2),
      expected: forecast.expected.toFixed(1),
      low: forecast.low.toFixed(1),
      high: forecast.high.toFixed(1),
      between: forecast.between,
    },
  }));
  return { contract: id, asOf: today, from, to, ...told, indicators };
}

const answer = kind === 'list' ? list : progress;
const server = createServer((request, response) => {
  answer(request.url).then(
    (found) => {
      const body = JSON.stringify(found);
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
