import { PUBLIC } from '../../../kernel/access/principal.js';
import type { GuardView } from '../../../kernel/actions/action.js';
import type { ProblemCode } from '../../../kernel/errors/codes.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { contractGuards } from '../conducted/contract-guards.js';
import type { LockedContract } from '../conducted/conducted-contract.js';

/** A contract as far as these guards look at it, and what is done when. */
interface Asked {
  root: object;
  action: 'sign' | 'amend';
  now: Date;
  today: string;
}

/** What these guards of a contract would refuse, by facts that were loaded for many contracts at once: whoever asks gives those they name. */
export function askContractGuards(
  codes: readonly ProblemCode[],
  facts: ReadonlyMap<unknown, unknown>,
  { root, ...at }: Asked,
): { code: ProblemCode; refused: ProblemDetails }[] {
  const view: GuardView<LockedContract, never> = {
    ...{ principal: PUBLIC, root: root as LockedContract, given: {} as never },
    ...at,
  };
  return codes.flatMap((code) => {
    const guard = contractGuards[code];
    if (guard === undefined) throw new Error(`Guard ${code} is not one of a contract`);
    const known = Object.entries(guard.needs).map(([name, fact]) => [name, facts.get(fact)]);
    const refused = guard.refuses(Object.fromEntries(known) as Record<string, unknown>, view);
    return refused === null ? [] : [{ code, refused }];
  });
}
