import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { NotNull } from '../../../kernel/http/validation/fields.js';
import { findCategory } from '../../../law/code-lists/code-lists.js';
import { lockContract, mustBeHere } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { ContractAcceptance } from '../../../purchase/contracts/conducted/contract-acceptance.js';
import { mustBeFree } from '../../../purchase/tenders/oversight/interest.js';
import { listCheckedStandards } from '../acceptance.rules.js';
import { acceptanceAudience, findActor } from '../acceptance.subject.js';
import { assertFutureDate } from '../date-bounds.js';

/** A round of acceptance to be opened. */
export class NewAcceptanceDto {
  /** The recipients are asked for their opinions until this day. */
  @NotNull()
  @IsPlainDate()
  opinionsUntil?: string;
}

/** Opens a round of acceptance against the standards of the contract as they stand. Answers its id. */
@Injectable()
export class OpenAcceptance {
  constructor(
    private readonly transactions: Transactions,
    private readonly contracts: ContractAcceptance,
  ) {}

  open(principal: Principal, id: string, dto: NewAcceptanceDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = mustBeHere(await lockContract(tx, id, undefined));
      await this.contracts.open(tx, contract);
      await mustBeFree(tx, contract.supplier_id);
      const now = await tx.now();
      assertFutureDate('/opinionsUntil', dto.opinionsUntil, todayInShanghai(now));
      const [made] = await tx.query<{ id: string; no: number }>(
        `INSERT INTO acceptance (dataset, contract_id, no, opened_at, standards, public_service, opinions_until, prepared_by)
         SELECT $2, $1, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7 FROM acceptance WHERE contract_id = $1
         RETURNING id, no`,
        [
          id,
          contract.dataset,
          now,
          JSON.stringify(listCheckedStandards(contract.content)),
          // Where it is not known whether residents receive it, they are asked.
          findCategory(contract.category ?? '')?.publicService !== false,
          dto.opinionsUntil ?? null,
          [await findActor(tx)],
        ],
      );
      const acceptance = made?.id ?? '';
      await tx.record({
        ...acceptanceAudience(contract),
        aggregate: 'acceptance',
        id: acceptance,
        action: 'opened',
        to: 'open',
        data: { contract: id, round: made?.no ?? 1 },
      });
      return acceptance;
    });
  }
}
