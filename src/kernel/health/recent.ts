/** From this age on an outcome is renewed while it is still handed out; up to that age it is. */
const RENEW_MS = 250;
const HOLDS_MS = 500;

/**
 * What a work found, a failure too, for all who ask within half a second: whoever asks often costs the database no more, and does not
 * wait for it while it is busy.
 */
export class Recent<T> {
  private last: { at: number; outcome: Promise<T> } | undefined;
  private running: Promise<T> | undefined;

  constructor(
    private readonly work: () => Promise<T>,
    private readonly now = (): number => performance.now(),
  ) {}

  ask(): Promise<T> {
    const age = this.last === undefined ? Infinity : this.now() - this.last.at;
    const running = age > RENEW_MS ? (this.running ??= this.renew()) : undefined;
    return this.last !== undefined && age <= HOLDS_MS ? this.last.outcome : (running as Promise<T>);
  }

  private renew(): Promise<T> {
    const outcome = this.work();
    const settle = (): void => {
      this.last = { at: this.now(), outcome };
      this.running = undefined;
    };
    outcome.then(settle, settle);
    return outcome;
  }
}
