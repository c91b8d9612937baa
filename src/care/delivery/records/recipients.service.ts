import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { holdsPermission, listPermittedBodies } from '../../../kernel/access/held.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { PersonNumbers, attachNumber } from '../../../people/organisations/persons/person-numbers.js';
import { isUnhandledSql } from '../../../people/personal-data/person-kinds.js';
import { addExternalIds, type ExternalId } from '../../../kernel/database/external-ids/external-ids.js';
import { lockKeptRoot } from '../../../kernel/database/kept.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { PROBLEMS } from '../../../kernel/errors/codes.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { assertFixedFields } from '../../../kernel/http/validation/fixed-fields.js';
import { jointBuyersOfContractSql } from '../../../purchase/contracts/conducted/conducted-contract.js';
import type { NewRecipientDto, RecipientChangeDto, RecipientCodeDto } from './recipient.dto.js';
import { RecipientCodes } from './codes/recipient-codes.js';
import { RecipientNames } from './recipient-names.js';
import { assertRecipientDays, type RecipientDays } from './recipient.rules.js';
import { assertKnownPerson, restrictToOwnRecipients, restrictToReadable } from './recipients.queries.js';
import { STANDS } from './counted-records.queries.js';
import { takenOverSql } from '../serving-bodies.js';
import { lockServedContract, RECORDED, toItsParties } from './served-contract.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Recipient } from './recipient.entity.js';

type LockedRecipient = Pick<
  StoredRow<Recipient>,
  'id' | 'version' | 'dataset' | 'service_line_id' | 'holder_id' | 'contract_id' | 'community_id' | 'name'
>;

/** Who is meant, as If-Match says that they stand. */
type Asked = Pick<LockedRecipient, 'id'> & { version: number | undefined };

/** Whom a line serves. Who they are is known to the agency that serves them; nothing that is recorded here names them. */
@Injectable()
export class RecipientsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly names: RecipientNames,
    private readonly codes: RecipientCodes,
    private readonly numbers: PersonNumbers,
  ) {}

  register(principal: Principal, line: string, dto: NewRecipientDto): Promise<string> {
    return this.transactions.run(principal, (tx) => this.insert(tx, line, dto));
  }

  /**
   * In a larger unit of work, whom the serving body calls by this number: registered, or changed to what is said now. Under which
   * contract and on which line they are served stays as it is.
   */
  async putRoot(
    tx: Tx,
    known: string | null,
    number: ExternalId,
    { line, ...dto }: NewRecipientDto & { line: string },
  ): Promise<string> {
    if (known === null) return this.insert(tx, line, dto, number);
    const recipient = await lockNumberedRecipient(tx, known, number.system);
    assertFixedFields([
      ['/serviceLine', recipient.service_line_id, line],
      ['/contract', recipient.contract_id, dto.contract],
    ]);
    const { displayName, community, since } = dto;
    await this.update(tx, recipient, { displayName, community, ...(since && { since }) });
    return known;
  }

  /** What the serving body calls somebody whom it registered before. */
  attachNumber(principal: Principal, line: string, asked: Asked, number: ExternalId): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const recipient = await lockServedRecipient(tx, asked.id, asked.version, line);
      const own = { body: recipient.holder_id, number };
      const [place] = await this.numbers.locate(tx, 'recipient', recipient.dataset, [own]);
      if (place) await giveNumber(tx, recipient, place);
    });
  }

  /** The caller's body calls somebody by its number no longer, also whom it has handed over since. */
  detachNumber(principal: Principal, line: string, asked: Asked): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const own = listPermittedBodies(principal, 'service.record');
      const { id, dataset, holder_id: holder } = await lockRecipient(tx, { ...asked, line }, restrictToGivers(own));
      const tenants = await this.numbers.takeBack(tx, 'recipient', id, own.includes(holder) ? [holder] : own);
      await tx.record({ aggregate: 'recipient', id, action: 'external_id_detached', dataset, tenants });
    });
  }

  /** The same in a larger unit of work, by a number as it stands here. */
  async attachRoot(tx: Tx, id: string, number: ExternalId): Promise<void> {
    const recipient = await lockServedRecipient(tx, id);
    if (recipient.holder_id !== number.system) throw new Problem('not_found');
    await giveNumber(tx, recipient, number);
  }

  private async insert(tx: Tx, line: string, dto: NewRecipientDto, number?: ExternalId): Promise<string> {
    const { contract, today, from } = await lockServedContract(tx, dto.contract);
    const [served] = await tx.query(
      `SELECT FROM contract_service_line WHERE contract_id = $1 AND service_line_id = $2`,
      [contract.id, line],
    );
    if (!served) throw new Problem('not_found');
    await mustBeOfLine(tx, line, dto.community);
    // Who is registered under a contract is served from its first day on, unless the agency knows better.
    const since = dto.since ?? (from < today ? from : today);
    if (since > today) throw invalid('/since', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
    // One number after another along the line, whoever registers.
    await tx.query(`SELECT FROM service_line WHERE id = $1 FOR NO KEY UPDATE`, [line]);
    const id = randomUUID();
    await tx.query(
      `INSERT INTO recipient (id, dataset, service_line_id, no, holder_id, contract_id, community_id, name, since)
       SELECT $1, $2, $3, coalesce(max(no), 0) + 1, $4, $5, $6, $7, $8 FROM recipient WHERE service_line_id = $3`,
      [
        id,
        contract.dataset,
        line,
        contract.supplier_id,
        contract.id,
        dto.community ?? null,
        this.names.cover(id, dto.displayName),
        since,
      ],
    );
    await addExternalIds(tx, 'recipient', contract.dataset, id, number && [number]);
    await tx.record({
      ...toItsParties(contract),
      aggregate: 'recipient',
      id,
      action: 'registered',
      data: { serviceLine: line, contract: contract.id },
    });
    return id;
  }

  /** A code for whom the own body serves, in the place of the one before. */
  issueCode(principal: Principal, line: string, id: string, reason: string | null): Promise<RecipientCodeDto> {
    return this.transactions.run(principal, async (tx) => {
      const recipient = await lockRecipient(tx, { id, line });
      if (!holdsPermission(principal, 'recipient.code', [recipient.holder_id])) throw new Problem('not_permitted');
      await assertKnownPerson(tx, id);
      const code = await this.codes.issue(tx, id);
      await tx.record({
        aggregate: 'recipient',
        id,
        action: 'code_issued',
        dataset: recipient.dataset,
        tenants: [recipient.holder_id],
        reason,
      });
      return { id, code };
    });
  }

  change(principal: Principal, line: string, id: string, version: number, dto: RecipientChangeDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const recipient = await lockRecipient(tx, { id, version, line }, restrictToOwnRecipients(principal));
      await this.update(tx, recipient, dto);
    });
  }

  private async update(tx: Tx, recipient: LockedRecipient, dto: RecipientChangeDto): Promise<void> {
    const { id } = recipient;
    await mustBeOfLine(tx, recipient.service_line_id, dto.community);
    const [row] = await tx.query<RecipientDays>(
      `SELECT r.since::text, r.until::text, c.buyer_id, ${jointBuyersOfContractSql('c.id')} AS joint_buyers, c.region, d.first, d.last, ${isUnhandledSql('recipient', 'r.id::text')} AS known,
         (${takenOverSql('r.id', 'r.holder_id', "'infinity'")}) IS NOT NULL AS taken
       FROM recipient r JOIN contract c ON c.id = r.contract_id
       CROSS JOIN LATERAL (SELECT min(s.served_on)::text AS first, (max(s.served_on) FILTER (WHERE k.state = ANY ($2::text[])))::text AS last
         FROM service_record_recipient p JOIN service_record s ON s.id = p.record_id JOIN contract k ON k.id = s.contract_id
         WHERE p.recipient_id = r.id AND ${STANDS}) d WHERE r.id = $1`,
      [id, RECORDED],
    );
    assertRecipientDays(dto, row, todayInShanghai(await tx.now()));
    // What was erased does not come back, nor does what a law keeps go on being used.
    if (dto.displayName !== undefined && row?.known !== true)
      throw Problem.ofField('person_erased', '/displayName', PROBLEMS.person_erased.title);
    const before = {
      displayName: this.names.read(id, recipient.name),
      community: recipient.community_id,
      since: row?.since,
      until: row?.until ?? null,
    };
    const fields = (['displayName', 'community', 'since', 'until'] as const).filter(
      (field) => dto[field] !== undefined && dto[field] !== before[field],
    );
    if (fields.length === 0) return;
    await tx.query(
      `UPDATE recipient SET name = coalesce($2, name),
         community_id = CASE WHEN $3 THEN $4::uuid ELSE community_id END,
         until = CASE WHEN $5 THEN $6::date ELSE until END, since = coalesce($7::date, since),
         version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
      [
        id,
        dto.displayName === undefined ? null : this.names.cover(id, dto.displayName),
        dto.community !== undefined,
        dto.community ?? null,
        dto.until !== undefined,
        dto.until ?? null,
        dto.since ?? null,
      ],
    );
    await tx.record({
      aggregate: 'recipient',
      id,
      action: 'changed',
      dataset: recipient.dataset,
      region: row?.region ?? null,
      tenants: [recipient.holder_id, ...(row?.buyer_id ? [row.buyer_id] : []), ...(row?.joint_buyers ?? [])],
      // Which, never what: a name in an event would be readable for ever.
      data: { fields },
    });
  }
}

/** Whom one of these bodies serves, or calls by a number still. */
const restrictToGivers =
  (own: readonly string[]) =>
  (sql: Sql): Sql => {
    const bodies = sql.p(own);
    return sql.and(`r.holder_id = ANY (${bodies}::uuid[]) OR EXISTS (SELECT FROM external_id e
      WHERE e.root_type = 'recipient' AND e.root_id = r.id AND e.system = ANY (${bodies}::uuid[]::text[]))`);
  };

/** What the number is, nobody is told. */
async function giveNumber(tx: Tx, { id, dataset, holder_id }: LockedRecipient, number: ExternalId): Promise<void> {
  await assertKnownPerson(tx, id);
  if (!(await attachNumber(tx, 'recipient', { id, dataset }, number))) return;
  await tx.record({ aggregate: 'recipient', id, action: 'external_id_attached', dataset, tenants: [holder_id] });
}

/** Locks whom a body serves and calls by a number: it keeps that of somebody whom it handed over, and changes nothing of theirs. */
async function lockNumberedRecipient(tx: Tx, id: string, body: string): Promise<LockedRecipient> {
  const recipient = await lockServedRecipient(tx, id).catch((error: unknown) => {
    if (!(error instanceof Problem) || (error.code !== 'not_found' && error.code !== 'not_permitted')) throw error;
    return null;
  });
  if (recipient?.holder_id !== body)
    throw Problem.ofField('recipient_not_served', '/id', PROBLEMS.recipient_not_served.title);
  return recipient;
}

/** Locks somebody whom the caller reads, or reaches in another way. */
async function lockRecipient(
  tx: Tx,
  { id, version, line }: { id: string; version?: number | undefined; line?: string | undefined },
  kept = restrictToReadable(tx.principal),
): Promise<LockedRecipient> {
  const reach = { visible: restrictToReadable(tx.principal), kept };
  const recipient = await lockKeptRoot<LockedRecipient>(tx, 'recipient', id, reach, version);
  if (line !== undefined && recipient.service_line_id !== line) throw new Problem('not_found');
  return recipient;
}

/** Locks somebody whom the caller's body serves. */
async function lockServedRecipient(tx: Tx, id: string, version?: number, line?: string): Promise<LockedRecipient> {
  const recipient = await lockRecipient(tx, { id, version, line });
  if (!holdsPermission(tx.principal, 'service.record', [recipient.holder_id])) throw new Problem('not_permitted');
  return recipient;
}

async function mustBeOfLine(tx: Tx, line: string, community: string | null | undefined): Promise<void> {
  if (!community) return;
  const [found] = await tx.query(
    `SELECT FROM service_line_community WHERE service_line_id = $1 AND community_id = $2`,
    [line, community],
  );
  if (!found)
    throw invalid('/community', 'not_of_this_line', { en: 'No community of this line', zh: '不是该服务线的社区' });
}
