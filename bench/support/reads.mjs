/** One address under load on two sides, in turns: the product, and a bare server that answers the same. */
import autocannon from 'autocannon';
import { median, percentile } from './run.mjs';

const LIMIT = { rate: 0.6, p95: 2 };
export const READ_MARK = 'at least 0.6 of the bare requests/s; p95 at most twice the bare one';

/** One run of load on one side: requests a second, and the 95th percentile of their times in ms. */
async function load(url, { path, headers, connections }, seconds) {
  const times = [];
  const run = autocannon({ url: `${url}${path}`, headers, connections, duration: seconds });
  run.on('response', (_client, _status, _bytes, time) => times.push(time));
  const result = await run;
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return { rate: result.requests.total / result.duration, p95: percentile(times, 0.95) };
}

/** The product's cursor carries a mark of its list that the bare side does not make; it is of the same length. */
async function mustAgree(a, b, { path, headers }) {
  const texts = await Promise.all([a, b].map(async (url) => (await fetch(`${url}${path}`, { headers })).text()));
  const [mine, other] = texts.map((text) => text.replace(/\.[\w-]{8}"}$/, '"}'));
  if (mine === other) return;
  let at = 0;
  while (mine[at] === other[at]) at += 1;
  const [ours, bare] = [mine, other].map((text) => text.slice(Math.max(0, at - 100), at + 200));
  throw new Error(`the two sides do not give the same JSON:\n${ours}\n${bare}`);
}

/** Medians of both sides over rounds in turns, as two rows; `read` is `{ path, headers, connections }`. */
export async function readRows({ ours, bare, read, name, column, quick, progress, more = {} }) {
  await mustAgree(ours.said, bare.said, read);
  const seconds = quick ? 2 : 8;
  for (const side of [ours, bare]) await load(side.said, read, quick ? 2 : 5);
  const [mine, other] = [[], []];
  for (let round = 1; round <= (quick ? 3 : 7); round += 1) {
    mine.push(await load(ours.said, read, seconds));
    other.push(await load(bare.said, read, seconds));
    progress(`round ${round}: ours ${mine.at(-1).rate.toFixed(0)}/s, bare ${other.at(-1).rate.toFixed(0)}/s`);
  }
  const of = (runs, key) => median(runs.map((one) => one[key]));
  const [rate, bareRate, p95, bareP95] = [of(mine, 'rate'), of(other, 'rate'), of(mine, 'p95'), of(other, 'p95')];
  const row = (what, unit, a, b, mark, ok) => ({
    measured: `${name}${what}`,
    ours: `${a.toFixed(1)} ${unit}`,
    [column]: `${b.toFixed(1)} ${unit}`,
    ratio: (a / b).toFixed(2),
    ...more,
    mark,
    ok,
  });
  return [
    row('requests a second', '/s', rate, bareRate, `≥ ${LIMIT.rate}`, rate / bareRate >= LIMIT.rate),
    row('p95 of a request', 'ms', p95, bareP95, `≤ ${LIMIT.p95}`, p95 / bareP95 <= LIMIT.p95),
  ];
}
