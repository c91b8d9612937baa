import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { scopeOf } from '../../kernel/access/scope.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { ContractEvidence } from '../delivery/contract-evidence.js';
import { STANDS } from '../delivery/records/counted.sql.js';
import type { NewAcceptanceOpinionDto } from './acceptance.dto.js';
import { actorOf, type AcceptanceRoot } from './acceptance-root.js';

/**
 * What recipients said of the service, heard by the buyer: each by number, with the sheet or the minutes that show it. Their
 * words stand in that document alone, which the serving agency does not read.
 */
@Injectable()
export class AcceptanceOpinions {
  constructor(
    private readonly references: DocumentReferences,
    private readonly evidence: ContractEvidence,
  ) {}

  async record(
    tx: Tx,
    contract: ConductedContract,
    { id: acceptance }: AcceptanceRoot,
    { form, heldOn = '', documents = [], voices = [] }: Partial<NewAcceptanceOpinionDto>,
  ): Promise<{ data: Record<string, unknown> }> {
    if (heldOn > todayInShanghai(await tx.now()))
      throw invalid('/heldOn', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
    // What was said before anybody served is no opinion of this service.
    const first = [contract.content.window.start, contract.started_on].flatMap((day) => day ?? []).sort()[0];
    if (first !== undefined && heldOn < first)
      throw invalid('/heldOn', 'too_early', { en: `The service began on ${first}`, zh: `服务自 ${first} 起` });
    const recipients = voices.map((voice) => voice.recipient.toLowerCase());
    await mustBeServed(tx, contract, recipients);
    const id = randomUUID();
    await tx.query(
      `INSERT INTO acceptance_opinion (id, acceptance_id, no, form, held_on, recorded_at, recorded_by)
       SELECT $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6 FROM acceptance_opinion WHERE acceptance_id = $2`,
      [id, acceptance, form, heldOn, await tx.now(), await actorOf(tx)],
    );
    await tx.query(
      `INSERT INTO acceptance_voice (opinion_id, recipient_id, verdict)
       SELECT $1, r, v FROM unnest($2::uuid[], $3::text[]) AS x(r, v)`,
      [id, recipients, voices.map((voice) => voice.verdict)],
    );
    await this.references.refer(tx, scopeOf(tx.principal), 'acceptance_opinion', id, documents, '/documents');
    await this.evidence.mustBeOf(tx, contract.id, documents, '/documents');
    // Who said what is not for the feed, which the serving agency follows.
    return { data: { form: form ?? null, heldOn } };
  }
}

/** Recipients of this contract: registered under it, or served under it. */
async function mustBeServed(tx: Tx, contract: ConductedContract, recipients: readonly string[]): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `SELECT r.id FROM recipient r WHERE r.id = ANY ($2::uuid[]) AND (r.contract_id = $1 OR EXISTS (
       SELECT FROM service_record_recipient x JOIN service_record s ON s.id = x.record_id
       WHERE x.recipient_id = r.id AND s.contract_id = $1 AND ${STANDS}))`,
    [contract.id, recipients],
  );
  const served = new Set(rows.map((row) => row.id));
  const errors = recipients.flatMap((id, i) =>
    served.has(id)
      ? []
      : [
          {
            pointer: `/voices/${i}/recipient`,
            code: 'unknown_reference',
            text: { en: 'Not served under this contract', zh: '不是该合同的服务对象' },
          },
        ],
  );
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
}
