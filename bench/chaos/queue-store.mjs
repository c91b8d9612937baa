import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (data) => resolve(data.toString().startsWith('+PONG')));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.setTimeout(500, () => socket.destroy());
  });

/** A Redis of the run's own, in memory, with the policy that queues need. */
export async function startQueueStore(folder, port) {
  const dir = join(folder, 'redis');
  mkdirSync(dir);
  const options = { port, bind: '127.0.0.1', save: '', appendonly: 'no', 'maxmemory-policy': 'noeviction', dir };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  let isOver = false;
  const ended = new Promise((resolve) => {
    for (const event of ['error', 'exit'])
      child.once(event, () => {
        isOver = true;
        resolve();
      });
  });
  const stop = async () => {
    if (!isOver) child.kill('SIGKILL');
    await ended;
  };
  for (let tries = 0; !(await answers(port)); tries++) {
    if (!isOver && tries < 300) {
      await pause(100);
      continue;
    }
    await stop();
    throw new Error('redis-server did not start: is it installed (Debian: redis-server)?');
  }
  return { url: `redis://127.0.0.1:${port}`, stop };
}
