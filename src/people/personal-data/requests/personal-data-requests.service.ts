import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { Keys } from '../../../kernel/config/keys.js';
import { insertRow } from '../../../kernel/database/rows.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { personKey } from '../../organisations/persons/person-keys.js';
import { PersonKinds } from '../person-kinds.js';
import type { NewPersonalDataRequestDto } from './personal-data-request.dto.js';
import { PersonalDataRequest } from './personal-data-request.entity.js';
import { listInformedBodies, toRequestData } from './personal-data-request.subject.js';

/** What people, and who keeps data about them, ask of it. */
@Injectable()
export class PersonalDataRequestsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly kinds: PersonKinds,
    private readonly keys: Keys,
  ) {}

  /** Whoever neither is the person nor keeps its data is told that nobody is there. */
  ask(principal: Principal, dto: NewPersonalDataRequestDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const { kind, wants } = dto;
      const person = this.findName(dto);
      const kept = await this.kinds.get(kind).find(tx, person);
      if (!kept || !this.kinds.get(kind).mayAsk(principal, person, kept)) throw new Problem('not_found');
      const state = wants === 'copy' ? 'copy_asked' : 'erasure_asked';
      const id = await insertRow(tx, PersonalDataRequest, {
        ...{ state, personKind: kind, personId: person, bodies: kept.bodies, askedBy: principal.id },
      });
      await tx.record({
        aggregate: 'personal_data_request',
        id,
        action: 'asked',
        data: toRequestData({ person_kind: kind, person_id: person }),
        tenants: listInformedBodies({ person_kind: kind, bodies: kept.bodies }),
        to: state,
      });
      return id;
    });
  }

  /** @throws Problem `validation_failed` */
  private findName({ kind, id, residentId }: NewPersonalDataRequestDto): string {
    const required = { en: 'Say whom it is about', zh: '请指明本人' };
    if (kind !== 'behind_body') {
      if (!id) throw invalid('/id', 'required', required);
      return id.toLowerCase();
    }
    if (!residentId) throw invalid('/residentId', 'required', required);
    return personKey(this.keys.identity, residentId);
  }
}
