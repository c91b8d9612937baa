import type { Head } from './audit-chain.js';

/**
 * The chain heads this process wrote or read last. Only ever a guess: a rolled-back transaction or another process makes
 * it wrong, and the statement that uses it checks it.
 */
export class HeadCache {
  private readonly heads = new Map<string, Head>();

  constructor(private readonly size: number) {}

  get(aggregate: string, id: string): Head | undefined {
    return this.heads.get(`${aggregate} ${id}`);
  }

  set(aggregate: string, id: string, head: Head): void {
    const name = `${aggregate} ${id}`;
    this.heads.delete(name);
    this.heads.set(name, head);
    if (this.heads.size <= this.size) return;
    const oldest = this.heads.keys().next();
    if (!oldest.done) this.heads.delete(oldest.value);
  }
}
