import { percentile } from './run.mjs';

/** The times in ms of one caller's requests, one after the other; the first are not counted. */
export async function timeRequests(address, headers, { runs, warm = 10 }) {
  const times = [];
  for (let run = -warm; run < runs; run += 1) {
    const began = performance.now();
    const answer = await fetch(address, { headers });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${body}`);
    if (run >= 0) times.push(performance.now() - began);
  }
  return { half: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

/** What one caller waits for, beside what it takes to read and send the rows that `alone` says. */
export const waitedRow = (what, ours, { text, times: alone }, most) => ({
  measured: what,
  'ours p50, p95': `${ours.half.toFixed(1)}, ${ours.p95.toFixed(1)} ms`,
  'beside it, by bare node:http + pg': text,
  'its p50, p95': `${alone.half.toFixed(1)}, ${alone.p95.toFixed(1)} ms`,
  ratio: (ours.half / alone.half).toFixed(1),
  mark: `p95 ≤ ${most} ms`,
  ok: ours.p95 <= most,
});
