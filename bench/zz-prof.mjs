import pg from 'pg';
import { withDatabase, startProduct } from './support/product.mjs';
import { sender, recorded } from './support/replay.mjs';
import { sealedBid } from './support/works.mjs';
import { byWriters } from './support/writers.mjs';
await withDatabase(async ({ url, env }) => {
  const client = new pg.Client(url); await client.connect();
  const work = await sealedBid(client);
  const r = await recorded(env, work);
  for (const s of r.statements) console.log(String(s.text ?? JSON.stringify(s)).replace(/\s+/g,' ').slice(0,150));
  const server = await startProduct(env, ['--cpu-prof', '--cpu-prof-dir=/tmp/prof']);
  const t = await work.signIn(server.said);
  for (const n of [1500, 2500]) {
    const jobs = await work.jobs(n, server.said, t);
    const { send, close } = await sender(server.said, t, 16, work.requestOf);
    const c0 = process.cpuUsage();
    const rate = await byWriters(16, jobs, send); close();
    console.log('rate', rate.toFixed(1));
  }
  await server.stop(); await client.end();
});
