/** A function that an upstream room calls and a later room writes, because the later room owns the tables that it reads. */
export type Contributed<F extends (...given: never[]) => unknown> = F & {
  /** Called once, when the module of the later room is loaded. */
  contribute(by: F): void;
};

/** Functions that no room has contributed yet. */
const open = new Set<string>();

/**
 * Declares such a function: `export const heldBonds = contributed<(lot: string) => string>('held bonds of a lot')`. The room
 * that owns the tables says `heldBonds.contribute((lot) => …)`. `npm run lint:sql` reads the text where it stands.
 */
export function declareContribution<F extends (...given: never[]) => unknown>(what: string): Contributed<F> {
  let written: F | undefined;
  open.add(what);
  const call = (...given: Parameters<F>): unknown => {
    if (!written) throw new Error(`No room contributes: ${what}`);
    return written(...given);
  };
  const contribute = (by: F): void => {
    if (written) throw new Error(`Two rooms contribute: ${what}`);
    written = by;
    open.delete(what);
  };
  return Object.assign(call as F, { contribute });
}

/** @throws Error naming every function that no room contributes */
export function assertContributions(): void {
  if (open.size > 0) throw new Error(`No room contributes: ${[...open].join('; ')}`);
}
