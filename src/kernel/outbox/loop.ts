export interface LoopOptions {
  /** Pause between rounds that say there is nothing more to do. */
  pauseMs: number;
  onError: (error: Error) => void;
}

/** Pause after a round that broke, so that a broken store is not hammered. */
const AFTER_ERROR_MS = 1_000;

/** One round after the other, never two at once; a wake-up that comes during a round causes another. */
export class Loop {
  private running: Promise<void> = Promise.resolve();
  private stopped = true;
  private woken = false;
  private interrupt: (() => void) | undefined;

  constructor(
    private readonly round: () => Promise<boolean>,
    private readonly options: LoopOptions,
  ) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.running = this.running.then(() => this.run());
  }

  wake(): void {
    this.woken = true;
    this.interrupt?.();
  }

  /** Resolves when the round at hand has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.interrupt?.();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.woken = false;
      let pause = this.options.pauseMs;
      try {
        if (await this.round()) continue;
      } catch (error) {
        if (this.stopped) return;
        this.options.onError(error as Error);
        pause = Math.max(pause, AFTER_ERROR_MS);
      }
      if (!this.woken) await this.sleep(pause);
    }
  }

  private sleep(ms: number): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.interrupt = undefined;
        resolve();
      };
      const timer = setTimeout(finish, ms);
      this.interrupt = finish;
    });
  }
}
