import { openTestRun } from './test-server.mjs';

/** Signals end the run at once; the server and its folder go with it. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

export default async function globalSetup() {
  const run = await openTestRun();
  process.env.TEST_RUN_FOLDER = run.folder;
  process.once('exit', run.clean);
  for (const [signal, code] of Object.entries(SIGNALS)) process.once(signal, () => process.exit(code));
  globalThis[Symbol.for('throughline.test-run')] = run;
}
