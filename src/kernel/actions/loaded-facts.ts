import type { Fact, Root, Situation } from './action.js';

type Loads<R extends Root> = Fact<R, unknown, object>;

/** Facts of one row that its actions have in common, by the fact: those that look at neither action nor request. */
export type CommonFacts = Map<unknown, Promise<unknown>>;

/** What one action asked for, so that each fact is loaded once. */
export class LoadedFacts<R extends Root> {
  private readonly loaded = new Map<unknown, Promise<unknown>>();
  readonly situation: Situation<R, object>;

  /** With `common`, where several actions of a row are asked about one after the other. */
  constructor(
    known: Omit<Situation<R, object>, 'load'>,
    private readonly common?: CommonFacts,
  ) {
    this.situation = { ...known, load: <T>(fact: Fact<R, T, object>) => this.loadOne(fact) as Promise<T> };
  }

  async load(needs: Readonly<Record<string, Loads<R>>>): Promise<Record<string, unknown>> {
    const facts: Record<string, unknown> = {};
    for (const [name, fact] of Object.entries(needs)) facts[name] = await this.loadOne(fact);
    return facts;
  }

  private loadOne(fact: Loads<R>): Promise<unknown> {
    const { common } = this;
    const known =
      this.loaded.get(fact) ??
      common?.get(fact) ??
      (common === undefined ? fact(this.situation) : this.watchFact(fact, common));
    this.loaded.set(fact, known);
    return known;
  }

  /** A fact that has looked at the action or its request, itself or through another fact, is this action's alone. */
  private async watchFact(fact: Loads<R>, common: CommonFacts): Promise<unknown> {
    const { situation } = this;
    let isOwn = false;
    const own = <T>(value: T): T => {
      isOwn = true;
      return value;
    };
    const value = await fact({
      ...situation,
      get action() {
        return own(situation.action);
      },
      get given() {
        return own(situation.given);
      },
      load: async (other) => {
        const found = await situation.load(other);
        return common.has(other) ? found : own(found);
      },
    });
    if (!isOwn) common.set(fact, Promise.resolve(value));
    return value;
  }
}
