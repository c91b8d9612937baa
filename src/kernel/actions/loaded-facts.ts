import type { Fact, Root, Situation } from './action.js';

type Loads<R extends Root> = Fact<R, unknown, object>;

/** What one action asked for, so that each fact is loaded once. */
export class LoadedFacts<R extends Root> {
  private readonly loaded = new Map<unknown, Promise<unknown>>();
  readonly situation: Situation<R, object>;

  constructor(known: Omit<Situation<R, object>, 'load'>) {
    this.situation = { ...known, load: <T>(fact: Fact<R, T, object>) => this.loadOne(fact) as Promise<T> };
  }

  async load(needs: Readonly<Record<string, Loads<R>>>): Promise<Record<string, unknown>> {
    const facts: Record<string, unknown> = {};
    for (const [name, fact] of Object.entries(needs)) facts[name] = await this.loadOne(fact);
    return facts;
  }

  private loadOne(fact: Loads<R>): Promise<unknown> {
    const known = this.loaded.get(fact) ?? fact(this.situation);
    this.loaded.set(fact, known);
    return known;
  }
}
