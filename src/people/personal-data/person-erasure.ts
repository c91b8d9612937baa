import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { insertRow, updateRow } from '../../kernel/database/rows.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { forgetAnswers } from '../../kernel/http/idempotency/forget-answers.js';
import { Problem } from '../../kernel/errors/problem.js';
import { eraseData } from './erasure.js';
import { findKeepingDuty, toKeepingDetails } from './keeping-duty.js';
import { PersonKinds, type PersonKind, type TakenPart } from './person-kinds.js';
import { TAKEN_OUT } from '../../kernel/identity/taken-out.js';
import { PersonCopies } from './requests/person-copies.queries.js';
import type { ErasureGround } from './requests/personal-data-request.lifecycle.js';
import { PersonalDataRequest } from './requests/personal-data-request.entity.js';
import { listInformedBodies, toRequestData } from './requests/personal-data-request.subject.js';
import type { PersonalDataCopyDto } from './requests/personal-data-request.dto.js';

/** Persons whose answers are looked for together. */
const AT_ONCE = 500;
/** Who stands behind bodies is known by a hash, which is gone with the rest. */
const isFoundLater = (kind: PersonKind): boolean => kind !== 'behind_body';

/** Erasure and copies where no account asks: because a term has ended, or by who runs the service. */
@Injectable()
export class PersonErasure {
  constructor(
    private readonly transactions: Transactions,
    private readonly kinds: PersonKinds,
    private readonly copies: PersonCopies,
  ) {}

  /**
   * `laterAnswers`: answers that name the person are forgotten with those of others, by `forgetLeftAnswers`.
   * @throws Problem `not_found`, `person_still_needed`, `must_be_kept`
   */
  erase(kind: PersonKind, id: string, ground: ErasureGround, laterAnswers?: 'laterAnswers'): Promise<string> {
    return this.transactions.run(SYSTEM, async (tx) => {
      const keeper = this.kinds.get(kind);
      await keeper.lock?.(tx, id);
      const person = await keeper.find(tx, id);
      if (!person) throw new Problem('not_found');
      if (person.neededFor !== null)
        throw new Problem('person_still_needed', { facts: { neededFor: person.neededFor } });
      await this.assertErasable(tx, person.takenPart);
      const request = await this.insert(tx, kind, id, person.bodies, 'erasure_asked');
      await this.conclude(tx, { id: request, person_kind: kind, person_id: id, bodies: person.bodies }, ground);
      if (laterAnswers === undefined || !isFoundLater(kind)) await forgetAnswers(tx, [id]);
      return request;
    });
  }

  /** Data that was blocked, once no law keeps it any more; its answers by `forgetLeftAnswers`. @throws Problem `must_be_kept` */
  eraseBlockedData(request: string): Promise<void> {
    return this.transactions.run(SYSTEM, async (tx) => {
      const [row] = await tx.query<BlockedRow>(
        `SELECT id, person_kind, person_id, bodies, taken_part FROM personal_data_request
         WHERE id = $1 AND state = 'blocked' FOR NO KEY UPDATE`,
        [request],
      );
      if (!row) return;
      await this.assertErasable(tx, row.taken_part);
      await this.conclude(tx, row, 'term_ended', 'blocked');
      if (!isFoundLater(row.person_kind)) await forgetAnswers(tx, [row.person_id]);
    });
  }

  /** Answers that name whoever was erased of late, also by a run that broke off before it came to this: once for many. */
  async forgetLeftAnswers(): Promise<void> {
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT DISTINCT person_id AS id FROM personal_data_request
       WHERE state = 'erased' AND person_kind <> 'behind_body' AND updated_at > clock_timestamp() - interval '7 days'`,
    );
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      const ids = rows.slice(at, at + AT_ONCE).map(({ id }) => id);
      await this.transactions.run(SYSTEM, (tx) => forgetAnswers(tx, ids));
    }
  }

  copy(kind: PersonKind, id: string, reason: string): Promise<PersonalDataCopyDto> {
    return this.transactions.run(SYSTEM, async (tx) => {
      const person = await this.kinds.get(kind).find(tx, id);
      if (!person) throw new Problem('not_found');
      const copy = await this.copies.copy(tx, kind, id, person);
      const request = await this.insert(tx, kind, id, person.bodies, 'copy_given');
      await tx.record({
        ...this.toChange({ id: request, person_kind: kind, person_id: id, bodies: person.bodies }),
        ...{ action: 'give_copy', to: 'copy_given', reason },
      });
      return copy;
    });
  }

  private async assertErasable(tx: Tx, takenPart: TakenPart | null): Promise<void> {
    const duty = takenPart && (await findKeepingDuty(tx.manager, takenPart, todayInShanghai(await tx.now())));
    if (duty) throw new Problem('must_be_kept', toKeepingDetails(duty));
  }

  private insert(
    tx: Tx,
    personKind: PersonKind,
    personId: string,
    bodies: string[],
    state: 'erasure_asked' | 'copy_given',
  ): Promise<string> {
    return insertRow(tx, PersonalDataRequest, { state, personKind, personId, bodies });
  }

  private async conclude(
    tx: Tx,
    row: RequestedRow,
    ground: ErasureGround,
    from: 'erasure_asked' | 'blocked' = 'erasure_asked',
  ): Promise<void> {
    await eraseData(tx, row, from === 'blocked' ? null : this.kinds.get(row.person_kind));
    const personId = row.person_kind === 'behind_body' ? TAKEN_OUT : row.person_id;
    await updateRow(
      tx,
      PersonalDataRequest,
      { id: row.id },
      { state: 'erased', blockedValues: null, takenPart: null, personId },
      { newVersion: true },
    );
    const change = this.toChange(row);
    await tx.record({ ...change, action: 'erase', from, to: 'erased', data: { ...change.data, ground } });
  }

  private toChange(row: RequestedRow) {
    return {
      ...{ aggregate: 'personal_data_request', id: row.id, data: toRequestData(row) },
      tenants: listInformedBodies(row),
      person: `personal_data_request:${row.id}` as const,
    };
  }
}

interface RequestedRow {
  id: string;
  person_kind: PersonKind;
  person_id: string;
  bodies: string[];
}
interface BlockedRow extends RequestedRow {
  taken_part: TakenPart | null;
}
