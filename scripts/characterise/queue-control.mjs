/**
 * Loaded into the processes of the product before anything else (`node --import`). Sweeps run when the characterisation
 * says so, after each move of business time, and not by the wall clock: what they find is then the same in every run. It
 * takes hold of BullMQ's public interface alone, and only where CHARACTERISE_SOCKET is set.
 */
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { CHARACTERISE_SOCKET: socket, CHARACTERISE_ROOT: root } = process.env;
const NEVER = 30 * 86_400_000;
const UNFINISHED = ['active', 'waiting', 'delayed', 'prioritized', 'waiting-children', 'paused'];

if (socket) {
  const entry = createRequire(join(root, 'package.json')).resolve('bullmq');
  const loaded = await import(pathToFileURL(entry).href);
  const { Queue } = loaded.default ?? loaded;
  const queues = new Map();
  const sweeps = new Map();
  let control;

  const open = () => {
    if (control) return;
    rmSync(socket, { force: true });
    control = createServer({ allowHalfOpen: true }, (connection) => {
      let asked = '';
      connection.on('error', () => undefined);
      connection.on('data', (data) => (asked += data));
      connection.on('end', () => {
        (asked === 'sweep' ? sweep() : count()).then(
          (answer) => connection.end(JSON.stringify(answer)),
          (error) => connection.end(JSON.stringify({ error: String(error) })),
        );
      });
    });
    control.listen(socket);
    control.unref();
  };

  /** Adds each sweep as a job of now. */
  const sweep = async () => {
    for (const { queue, template } of sweeps.values())
      await queue.add(template.name, template.data, { ...template.opts, removeOnComplete: true });
    return count();
  };

  /** How many jobs are not finished; the next turn of a schedule is not one of them. */
  const count = async () => {
    let unfinished = 0;
    for (const queue of queues.values()) {
      const counts = await queue.getJobCounts(...UNFINISHED);
      const scheduled = [...sweeps.values()].filter((s) => s.queue.name === queue.name).length;
      const open = Object.values(counts).reduce((sum, n) => sum + n, 0);
      unfinished += Math.max(0, open - Math.min(scheduled, counts.delayed ?? 0));
    }
    return { unfinished, queues: queues.size, sweeps: sweeps.size };
  };

  const { upsertJobScheduler, getJobSchedulers } = Queue.prototype;
  Queue.prototype.upsertJobScheduler = function (id, repeat, template) {
    queues.set(this.name, this);
    sweeps.set(id, { queue: this, template });
    return upsertJobScheduler.call(this, id, 'every' in repeat ? { every: NEVER } : repeat, template);
  };
  Queue.prototype.getJobSchedulers = function (...args) {
    queues.set(this.name, this);
    open();
    return getJobSchedulers.apply(this, args);
  };
}
