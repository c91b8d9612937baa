type Step = () => Promise<void>;

/**
 * Starts what `start` starts and stops it, in the order given, on the first SIGINT or SIGTERM. An expected failure prints
 * its message alone; any other one its stack. The one exit handler of a process.
 */
export async function untilSignalled(
  start: () => Promise<Step[]>,
  ...expected: (abstract new (...args: never[]) => Error)[]
): Promise<void> {
  const steps: Step[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (code: number): Promise<void> =>
    (stopping ??= (async () => {
      for (const step of steps)
        try {
          await step();
        } catch (error) {
          process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
          code = 1;
        }
      process.exit(code);
    })());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  try {
    steps.push(...(await start()));
  } catch (error) {
    const known = error instanceof Error && expected.some((type) => error instanceof type);
    process.stderr.write(`${known || !(error instanceof Error) ? (error as Error).message : error.stack}\n`);
    await stop(1);
  }
}
