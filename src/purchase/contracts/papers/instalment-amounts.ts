import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';

type LoadAmounts = (scope: Scope, contract: string) => Promise<ReadonlyMap<number, string>>;

/**
 * What the instalments of a contract come to, by their numbers in its content: whoever pays them knows. An amendment leaves one that
 * was asked for as it is, and the others share what is left, so that shares alone do not say it to the fen.
 */
@Injectable()
export class InstalmentAmounts {
  private load: LoadAmounts = () => Promise.resolve(new Map());

  contribute(load: LoadAmounts): void {
    this.load = load;
  }

  /** In yuan; none where there are none yet, or the caller does not see them. */
  list(scope: Scope, contract: string): Promise<ReadonlyMap<number, string>> {
    return this.load(scope, contract);
  }
}
