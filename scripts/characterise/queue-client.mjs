/** Asks the process that runs the jobs, over the socket that `queue-control.mjs` opens in it. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What is loaded is assessed root by root; on a busy machine that takes minutes. */
const QUIET_SECONDS = 3600;
const LOOKS = 3;
const LOOK_MS = 25;

export class QueueControl {
  constructor(path) {
    this.path = path;
  }

  #ask(what) {
    return new Promise((resolve, reject) => {
      let answer = '';
      const connection = connect(this.path);
      connection.on('error', reject);
      connection.on('data', (data) => (answer += data));
      connection.on('end', () => {
        const said = JSON.parse(answer);
        if (said.error) reject(new Error(said.error));
        else resolve(said);
      });
      connection.end(what);
    });
  }

  /** Waits until every committed change has its position and no job is left, seen several times in a row. */
  async quiet(unplaced) {
    const end = Date.now() + QUIET_SECONDS * 1000;
    for (let seen = 0; seen < LOOKS;) {
      const isQuiet = (await unplaced()) === 0 && (await this.#ask('count')).unfinished === 0;
      seen = isQuiet ? seen + 1 : 0;
      if (Date.now() > end) throw new Error(`the queues are not quiet after ${QUIET_SECONDS} s`);
      if (seen < LOOKS) await pause(LOOK_MS);
    }
  }

  /** Runs every sweep now and waits for what follows from it. */
  async sweep(unplaced) {
    await this.quiet(unplaced);
    await this.#ask('sweep');
    await this.quiet(unplaced);
  }
}
