import { Injectable } from '@nestjs/common';
import { Authenticator } from '../../kernel/access/access-guard.js';
import type { Principal } from '../../kernel/access/principal.js';
import { Transactions } from '../../kernel/database/transactions.js';
import type { AccountAuthenticator } from '../../people/accounts/sessions/authenticator.js';
import { UserPrincipals } from '../../people/accounts/user-principals.js';
import type { ImportRow } from '../import.entity.js';

/** Whoever sent a file, as they may act at this moment. */
@Injectable()
export class BulkCallers {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UserPrincipals,
    private readonly authenticator: Authenticator,
  ) {}

  /** Null where the account or key does not act any more. */
  async findCaller({ created_by: id, created_by_kind: kind }: ImportRow): Promise<Principal | null> {
    if (id === null) return null;
    if (kind === 'api_key') return (this.authenticator as AccountAuthenticator).findKey(id);
    return this.users.find(this.transactions.primary, id);
  }
}
