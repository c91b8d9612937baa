/** Opens the embedded PostgreSQL of a folder and holds it until it is killed: `node hold-embedded.mjs FOLDER`. */
import '../../scripts/lib/load-ts.mjs';

const { openEmbeddedServer } = await import('../../src/kernel/embedded/index.js');
const server = await openEmbeddedServer({ dataDir: process.argv[2], exclusive: true, database: 'held' });
process.stdout.write(`open ${server.adopted ? 'adopted' : 'started'} ${server.url()}\n`);
setInterval(() => undefined, 1000);
