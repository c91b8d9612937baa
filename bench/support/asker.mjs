/** Asks one address at a steady rate until it is told to stop, and says how long each answer took. Runs as a thread of its own. */
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const { url, everyMs, also } = workerData;
let isStopping = false;
parentPort.on('message', () => {
  isStopping = true;
});

const times = [];
const asked = [];
const began = performance.now();
for (let i = 0; !isStopping; i += 1) {
  await pause(Math.max(0, began + i * everyMs - performance.now()));
  // From when it was to be asked: whoever waits in line has waited.
  const due = began + i * everyMs;
  asked.push(
    fetch(url).then(async (answer) => {
      await answer.text();
      if (answer.status !== 200 && answer.status !== also) throw new Error(`${url}: ${answer.status}`);
      times.push(performance.now() - due);
    }),
  );
}
await Promise.all(asked);
parentPort.postMessage(times);
parentPort.close();
