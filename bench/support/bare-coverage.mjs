/** Coverage of many lines with nothing around it: `node:http`, a pool, the statement given, the same JSON. */
import { createServer } from 'node:http';
import pg from 'pg';

const [url, pool, text, values, query] = process.argv.slice(2);
const database = new pg.Pool({ connectionString: url, max: Number(pool), options: '-c timezone=UTC' });
const params = JSON.parse(values);
const { year, groupBy, dataset } = JSON.parse(query);
const NAMES = [
  ['ELDERLY_HOME_CARE', '社区老人居家养老服务', 'Home care for the elderly in communities'],
  ['COMMUNITY_SOCIAL_WORK', '社区社会工作服务', 'Community social work'],
  ['DISABILITY', '残疾人服务', 'Services for people with disabilities'],
];

const percent = (part, whole) =>
  whole === 0 ? null : (Math.floor((part * 2000 + whole) / (2 * whole)) / 10).toFixed(1);
const figures = (sums) => ({
  lines: sums.lines,
  uncoveredLines: sums.uncovered,
  days: sums.days,
  contractedDays: sums.contracted,
  ratio: percent(sums.contracted, sums.days),
  recordedDays: sums.recorded,
  evidencedDays: sums.recorded === 0 ? null : sums.evidenced,
  daysWithRecordsRatio: percent(sums.evidenced, sums.recorded),
  excludedContracts: sums.excluded,
});

const server = createServer((_request, response) => {
  database.query(text, params).then(
    ({ rows }) => {
      const total = rows.find((row) => row.whole);
      const body = JSON.stringify({
        from: year,
        year,
        dataset,
        groupBy,
        category: null,
        region: null,
        community: null,
        asOf: total.today,
        rows: NAMES.map(([key, label, labelEn]) => ({
          key,
          label,
          labelEn,
          ...figures(rows.find((row) => row.key === key)),
        })),
        rowsLeftOut: 0,
        total: figures(total),
      });
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
