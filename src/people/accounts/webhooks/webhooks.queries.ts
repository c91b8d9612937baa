import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import type { Delivery } from '../../../kernel/deliveries/delivery.entity.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { CREATION } from '../../../kernel/http/lists/root-filters.js';
import { WebhookKeys } from './webhook-keys.js';
import { visibleWebhooks } from './webhook.subject.js';
import {
  WebhookDto,
  type ShownRow,
  type WebhookDeliveriesQuery,
  type WebhookDeliveryDto,
  type WebhooksQuery,
} from './webhooks.dto.js';

const COLUMNS = `r.id, r.version, r.name, r.api_key_id, r.organisation_id, r.sealed, r.events, r.kinds, r.state, r.created_at, r.updated_at,
  (SELECT t.ended_at FROM delivery_target t WHERE t.id = r.id) AS ended_at`;

@Injectable()
export class WebhooksQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: WebhookKeys,
  ) {}

  async list(query: WebhooksQuery, url: string, scope: Scope): Promise<List<WebhookDto>> {
    const sql = visibleWebhooks(scope)(new Sql()).when(query.state, (p) => `r.state = ${p}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(ShownRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM webhook_endpoint r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => this.show(row, scope));
  }

  async one(id: string, scope: Scope): Promise<WebhookDto> {
    const sql = visibleWebhooks(scope)(new Sql());
    sql.and(`r.id = ${sql.p(id)}`);
    const [row] = await this.transactions.reader.query<ShownRow[]>(
      `SELECT ${COLUMNS} FROM webhook_endpoint r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return this.show(row, scope);
  }

  async listDeliveries(
    id: string,
    query: WebhookDeliveriesQuery,
    url: string,
    scope: Scope,
  ): Promise<List<WebhookDeliveryDto>> {
    await this.one(id, scope);
    const sql = new Sql();
    sql.and(`r.target_id = ${sql.p(id)}`).when(query.state, (p) => `r.state = ${p}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(StoredRow<Delivery> & { page_key: string })[]>(
      `SELECT r.id, r.target_id, r.position, r.state, r.attempts, r.next_attempt_at, r.status, r.error, r.created_at, r.finished_at,
         ${page.select}
       FROM delivery r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, toDelivery);
  }

  private show(row: ShownRow, scope: Scope): WebhookDto {
    return WebhookDto.fromRow(row, this.keys.read(row)?.url ?? null, scope);
  }
}

const toDelivery = (row: StoredRow<Delivery>): WebhookDeliveryDto => ({
  id: row.id,
  position: row.position === null ? null : Number(row.position),
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: row.state === 'pending' ? row.next_attempt_at.toISOString() : null,
  status: row.status,
  error: row.error,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
});
