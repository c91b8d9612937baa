import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** The middle of some numbers. */
export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/** Starts a program in a process group of its own and waits for its line `ready …`; `said` is what follows the word. */
export async function untilReady(program, args, options) {
  const began = performance.now();
  const child = spawn(program, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ended = new Promise((resolve) => child.once('close', resolve));
  await new Promise((resolve, reject) => {
    const collect = (chunk) => {
      output += chunk;
      if (/^ready .*\n/m.test(output)) resolve();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    void ended.then(() => reject(new Error(`${program} ended before it was ready:\n${output}`)));
  });
  const seconds = (performance.now() - began) / 1000;
  const stop = async () => {
    process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  const said = /^ready (.*)$/m.exec(output)?.[1] ?? '';
  return { seconds, pid: child.pid, said, stop };
}

const statusOf = (pid) => readFileSync(`/proc/${pid}/status`, 'utf8');

/** Resident memory of a process in MB, and the most it ever was. Linux only. */
export function memoryOf(pid) {
  const megabytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(statusOf(pid))?.[1]) / 1024;
  return { resident: megabytes('VmRSS'), most: megabytes('VmHWM') };
}

/** The process whose command line has `text`, among those in the process group of `leader`. */
export function findInGroup(leader, text) {
  const inGroup = (pid) => {
    try {
      const group = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[2]);
      return group === leader && readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(text);
    } catch {
      return false; // it has just ended
    }
  };
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && inGroup(name));
  if (pid === undefined) throw new Error(`no process with ${text} in the group of ${leader}`);
  return Number(pid);
}

/** The value below which this share of the numbers lies. */
export const percentile = (numbers, share) => {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
};

/** An option of the command line: `--name=value` or `--name value`. */
export function optionOf(name) {
  const { argv } = process;
  const at = argv.indexOf(`--${name}`);
  return (
    argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? (at > 0 ? argv[at + 1] : undefined)
  );
}
