import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope } from '../../kernel/access/scope.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { assertRequiredFields } from '../../kernel/actions/required-by-action.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem, problemBody } from '../../kernel/errors/problem.js';
import type { Language } from '../../kernel/errors/texts.js';
import type { FlagIdsDto, FlagWork } from './actions/flag-actions.js';
import type { BulkResultDto } from './flag.dto.js';
import { mustReadFlags } from './flag-visibility.js';

/** What persons do with many flags at once. */
@Injectable()
export class FlagsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: ActionEngine,
  ) {}

  /** The same action on many; each stands alone, and one that is refused leaves the others as they are. */
  async actOnAll(
    principal: Principal,
    action: FlagWork,
    { ids, ...given }: FlagIdsDto,
    lang: Language,
  ): Promise<BulkResultDto[]> {
    mustReadFlags(toScope(principal));
    // What no flag could pass is said once, of the request.
    assertRequiredFields(action.body, given);
    const results = new Map<string, BulkResultDto>();
    await this.transactions.run(principal, async () => {
      // In one order everywhere: two bulk actions that meet wait for each other instead of in a ring.
      for (const id of ids.map((each) => each.toLowerCase()).sort()) {
        try {
          const { state } = await this.engine.perform(principal, action, { id }, undefined, given);
          results.set(id, { id, ok: true, state });
        } catch (error) {
          if (!(error instanceof Problem) || error.status >= 500) throw error;
          results.set(id, { id, ok: false, problem: problemBody(error, lang) });
        }
      }
    });
    return ids.map((id) => results.get(id.toLowerCase()) as BulkResultDto);
  }
}
