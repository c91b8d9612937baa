export default async function globalTeardown() {
  const run = globalThis[Symbol.for('throughline.test-run')];
  process.removeListener('exit', run.clean);
  await run.close();
}
