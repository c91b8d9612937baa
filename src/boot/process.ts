type Step = () => Promise<void>;

/** What a starting process may say about its end. */
export interface Life {
  /** Registers how to stop what was just started. The last one registered is stopped first. */
  onStop(step: Step): void;
  /** Asks for the end, as a signal does. */
  stop(code: number): void;
}

/** Longest time one step of the stop may take before the next one is due. */
const STEP_MS = 30_000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Starts what `start` starts and stops it, in reverse order, on the first signal, also while it is still starting. An
 * expected failure prints its message alone; any other one its stack. The one exit handler of a process.
 */
export async function runUntilSignal(
  start: (life: Life) => Promise<void>,
  ...expected: (abstract new (...args: never[]) => Error)[]
): Promise<void> {
  const steps: Step[] = [];
  let stopping = false;

  const report = (error: unknown): void => {
    const known = error instanceof Error && expected.some((type) => error instanceof type);
    const text = error instanceof Error ? (known ? error.message : error.stack) : String(error);
    process.stderr.write(`${text}\n`);
  };
  const drain = async (code: number): Promise<never> => {
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      try {
        await Promise.race([step(), tooLong()]);
      } catch (error) {
        report(error);
        code = 1;
      }
    }
    process.exit(code);
  };
  const stop = (code: number): void => {
    if (stopping) return;
    stopping = true;
    void drain(code);
  };

  // Nobody reads any more what goes wrong (EPIPE), and that cannot be said either: reported, it would fail again, for ever.
  process.stderr.on('error', () => stop(1));
  for (const signal of SIGNALS) process.on(signal, () => stop(0));
  process.on('uncaughtException', (error) => {
    report(error);
    stop(1);
  });
  try {
    await start({ onStop: (step) => steps.push(step), stop });
  } catch (error) {
    if (!stopping) report(error); // what was stopped under a start fails there too, and that is no news
    stop(1);
  }
}

function tooLong(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`a part of the process did not stop within ${STEP_MS / 1000} s`)), STEP_MS);
  });
}
