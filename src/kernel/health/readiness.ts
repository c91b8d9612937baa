import { Injectable, Logger } from '@nestjs/common';

/** Answers what it found, or throws why it is not ready. */
export type ReadinessCheck = () => Promise<Record<string, unknown> | void>;

/** What must hold before this process takes work. Each part of the platform registers its own check. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>();
  private readonly failing = new Set<string>();
  private readonly log = new Logger('readiness');
  private leaving = false;

  /** From now on it is not ready: whoever sends it work is to send it elsewhere. What is under way goes on. */
  leave(): void {
    this.leaving = true;
  }

  get isLeaving(): boolean {
    return this.leaving;
  }

  register(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  async ask(): Promise<{ ready: boolean; checks: Record<string, { ok: boolean } & Record<string, unknown>> }> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await this.outcome(name, check)] as const),
    );
    const checks = Object.fromEntries(results);
    if (this.leaving) return { ready: false, checks: { ...checks, stopping: { ok: false } } };
    return { ready: results.every(([, r]) => r.ok), checks };
  }

  /** The reason goes into the log, once: it may name hosts, and the answer is for everybody. */
  private async outcome(name: string, check: ReadinessCheck): Promise<{ ok: boolean } & Record<string, unknown>> {
    try {
      const found = await withinTwoSeconds(check());
      if (this.failing.delete(name)) this.log.log({ check: name, msg: 'in order again' });
      return { ok: true, ...(found ?? {}) };
    } catch (error) {
      if (!this.failing.has(name)) this.log.warn({ check: name, msg: 'not in order', reason: String(error) });
      this.failing.add(name);
      return { ok: false };
    }
  }
}

async function withinTwoSeconds<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within two seconds')), 2000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
