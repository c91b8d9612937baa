/** Tries rows of one kind in a process of its own, as a worker does. Prints the seconds and the most memory that it took. */
import { readFileSync } from 'node:fs';
import '../../scripts/lib/load-ts.mjs';

const { startCommand } = await import('../../src/boot/bootstrap.js');
const { loadSettings } = await import('../../src/kernel/config/settings.js');
const { buildKinds, findSender, takeRows } = await import('./bulk-work.mjs');

const { kind, rows, senders } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { app, close } = await startCommand(loadSettings(process.env));
const began = performance.now();
const rowOf = buildKinds(senders.served)[kind];
await takeRows(app, await findSender(app, senders, kind), kind, { from: 0, to: rows, rowOf, dryRun: true });
const seconds = (performance.now() - began) / 1000;
await close();
process.stdout.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
