import { readFileSync, readdirSync } from 'node:fs';

/** Clock ticks a second in `/proc`. */
const TICKS = 100;

const statOf = (pid) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, ppid, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      parent: Number(ppid),
      own: Number(rest[9]) + Number(rest[10]),
      children: Number(rest[11]) + Number(rest[12]),
    };
  } catch {
    return null; // it has just ended
  }
};

/** Processor time, user and system, of a process alone, in seconds. Linux only. */
export const processorOf = (pid) => (statOf(pid)?.own ?? 0) / TICKS;

/** Processor time of a PostgreSQL: its server process, those it waited for, and those that live. */
export function processorOfServer(pid) {
  const server = statOf(pid);
  const living = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(name))
    .filter((stat) => stat?.parent === pid);
  return [server.own, server.children, ...living.map(({ own }) => own)].reduce((a, b) => a + b, 0) / TICKS;
}

/** The process number of the server that a connection leads to: the first line of its lock file. */
export async function serverOf(client) {
  const { rows } = await client.query(`SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::integer AS pid`);
  return rows[0].pid;
}
