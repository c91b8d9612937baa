/**
 * `npm run tour`: a scratch database that begins on 3 November 2025, an HTTP process and a worker on it, and everybody's
 * part in one purchase, a line a step. Nothing is left behind.
 */
import { command } from './lib/prepare.mjs';
import { withScratchService } from './lib/scratch-service.mjs';
import './lib/load-ts.mjs';

await command(async () => {
  const { BEGINS, tour } = await import('../tour/tour.js');
  await withScratchService({ begins: BEGINS }, async ({ moveTo, ...service }) => {
    let at = BEGINS;
    let step = 0;
    await tour({
      ...service,
      moveTo: async (to) => {
        await moveTo(to);
        at = to;
      },
      say: (who, what) =>
        process.stdout.write(
          `${String(++step).padStart(3)}  ${at.slice(0, 16).replace('T', ' ')}  ${who.padEnd(18)} ${what}\n`,
        ),
    });
  });
});
