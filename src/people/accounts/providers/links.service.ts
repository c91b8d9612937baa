import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { CREATION } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { toView } from '../../../kernel/http/view.js';
import { ActingRows } from '../acting/acting-rows.js';
import { loadBodies } from '../seat-standing.queries.js';
import { OwnPassword } from '../sessions/sign-in/own-password.js';
import { findLink, insertLink } from './identity-link-rows.js';
import { Identities } from './identities.js';
import { endLinks } from './link-endings.js';
import { ProviderClient } from './provider-client.js';
import { ProviderStarts, type Start } from './provider-starts.js';
import { LinkDto, type NewLinkDto } from './providers.dto.js';

/** Identities elsewhere that a person links to the own account: never by an address or a name, always by an act in a session. */
@Injectable()
export class LinksService {
  constructor(
    private readonly transactions: Transactions,
    private readonly client: ProviderClient,
    private readonly starts: ProviderStarts,
    private readonly identities: Identities,
    private readonly own: OwnPassword,
    private readonly rows: ActingRows,
  ) {}

  start(principal: Principal, name: string, handle: string): Promise<Start> {
    return this.starts.begin(this.client.get(name), `link ${mustBeInSession(principal).session}`, handle);
  }

  /** @throws Problem `wrong_password`, `provider_refused`, `identity_linked`, `provider_away` */
  async link(principal: Principal, name: string, given: NewLinkDto, address: string): Promise<LinkDto> {
    const { session } = mustBeInSession(principal);
    const provider = this.client.get(name);
    const holder = await this.own.prove(principal, given.password, address);
    const identity = await this.starts.finish(provider, `link ${session}`, given.handle, given.callback);
    const subjects = this.identities.hash(identity);
    return this.transactions.run(principal, async (tx) => {
      await this.own.lock(tx, holder);
      const link = (await findLink(this.rows, tx, subjects))
        ? null
        : await insertLink(tx, holder.id, name, subjects[0]);
      if (link === null) throw new Problem('identity_linked');
      await tx.record({
        ...{ aggregate: 'user', id: holder.id, action: 'provider_linked', data: { link: link.id, provider: name } },
        ...{ from: 'active', to: 'active', tenants: await loadBodies(tx, holder.id) },
      });
      return { id: link.id, provider: name, createdAt: link.createdAt.toISOString() };
    });
  }

  async list(principal: Principal, query: PageQuery, url: string): Promise<List<LinkDto>> {
    const sql = new Sql();
    sql.and(`r.user_id = ${sql.p(mustBeInSession(principal).user)}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<
      { id: string; provider: string; created_at: Date; page_key: string }[]
    >(
      `SELECT r.id, r.provider, r.created_at, ${page.select} FROM identity_link r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => toView(LinkDto, row, {}));
  }

  /** @throws Problem `not_found` where it is nobody's, or another's */
  async unlink(principal: Principal, id: string): Promise<void> {
    const { user } = mustBeInSession(principal);
    await this.transactions.run(principal, async (tx) => {
      if (!(await endLinks(tx, user, id))) throw new Problem('not_found');
    });
  }
}

function mustBeInSession({ kind, id, session }: Principal): { user: string; session: string } {
  if (kind !== 'user' || id === null || session === undefined) throw new Problem('not_permitted');
  return { user: id, session };
}
