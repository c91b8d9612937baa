import { Injectable } from '@nestjs/common';

/** Answers what it found, or throws why it is not ready. */
export type ReadinessCheck = () => Promise<Record<string, unknown> | void>;

/** What must hold before this process takes work. Each part of the platform registers its own check. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>();

  register(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  async ask(): Promise<{ ready: boolean; checks: Record<string, { ok: boolean } & Record<string, unknown>> }> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => {
        try {
          return [name, { ok: true, ...(await withinTwoSeconds(check())) }] as const;
        } catch {
          // The reason may name hosts; it is in the log of the part itself.
          return [name, { ok: false }] as const;
        }
      }),
    );
    return { ready: results.every(([, r]) => r.ok), checks: Object.fromEntries(results) };
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
