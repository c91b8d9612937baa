import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** A program that is started again whenever it ends, as a supervisor does it, until it is stopped; `faults` are its lines about a request, by its id. */
export async function keepRunning(program, args, env, isReady) {
  const kept = { starts: 0, stopped: false, child: undefined, faults: new Map() };
  const hear = (line) => {
    // what it says later, of outages above all, may be much longer than what is kept of its output
    if (/^(worker )?ready\b/.test(line)) kept.saidReady = true;
    const id = /"requestId":"([^"]+)"/.exec(line)?.[1];
    if (id !== undefined) kept.faults.set(id, line);
  };
  const start = () => {
    kept.starts += 1;
    kept.output = '';
    kept.saidReady = false;
    const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    kept.child = child;
    kept.ended = new Promise((ended) => child.once('close', ended));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', hear);
      stream.on('data', (bytes) => {
        kept.output = `${kept.output}${bytes}`.slice(-4_000);
      });
    }
    void kept.ended.then(async () => {
      if (kept.stopped) return;
      await pause(300);
      if (!kept.stopped) start();
    });
  };
  const signal = (name) => {
    try {
      process.kill(-kept.child.pid, name);
    } catch {
      // it has just ended by itself
    }
  };
  start();
  const untilReady = async () => {
    for (let tries = 0; !(await isReady(kept).catch(() => false)); tries++) {
      if (tries === 600) throw new Error(`not ready after two minutes:\n${kept.output}`);
      await pause(200);
    }
  };
  const stop = async () => {
    kept.stopped = true;
    signal('SIGCONT');
    signal('SIGTERM');
    await Promise.race([kept.ended, pause(20_000)]);
    signal('SIGKILL');
    await kept.ended;
  };
  return { kept, signal, untilReady, stop };
}
