interface Waiter {
  beyond: bigint;
  done: (risen: boolean) => void;
}

/** Lets any number of requests wait for a number to rise by one look per interval, and by none while nobody waits. */
export class Watch {
  private readonly waiters = new Set<Waiter>();
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly look: () => Promise<bigint>,
    private readonly everyMs: number,
  ) {}

  /** True once the number is greater than `value`; false after `ms`, on abort, or when the watch is closed. */
  waitUntilGreater(value: bigint, ms: number, signal: AbortSignal): Promise<boolean> {
    if (this.closed || signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const waiter: Waiter = {
        beyond: value,
        done: (risen) => {
          clearTimeout(timeout);
          signal.removeEventListener('abort', abort);
          this.waiters.delete(waiter);
          resolve(risen);
        },
      };
      const abort = () => waiter.done(false);
      const timeout = setTimeout(abort, ms);
      signal.addEventListener('abort', abort);
      this.waiters.add(waiter);
      this.next();
    });
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    for (const waiter of [...this.waiters]) waiter.done(false);
  }

  private next(): void {
    if (this.timer !== undefined || this.closed || this.waiters.size === 0) return;
    this.timer = setTimeout(() => void this.round(), this.everyMs);
  }

  private async round(): Promise<void> {
    try {
      const now = await this.look();
      for (const waiter of [...this.waiters]) if (now > waiter.beyond) waiter.done(true);
    } catch {
      // The store does not answer; those who wait find out by their own query.
      for (const waiter of [...this.waiters]) waiter.done(true);
    } finally {
      this.timer = undefined;
      this.next();
    }
  }
}
