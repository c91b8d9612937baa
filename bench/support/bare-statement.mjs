/** The rows of one statement as JSON with nothing around it: `node:http` and a pool. What the machine itself takes for reading and sending. */
import { createServer } from 'node:http';
import pg from 'pg';

const [url, pool, text] = process.argv.slice(2);
const database = new pg.Pool({ connectionString: url, max: Number(pool), options: '-c timezone=UTC' });

const server = createServer((_request, response) => {
  database.query({ name: 'alone', text }).then(
    ({ rows }) => {
      const body = JSON.stringify(rows);
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
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
