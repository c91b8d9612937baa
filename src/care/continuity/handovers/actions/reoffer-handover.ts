import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsObject, ValidateNested } from 'class-validator';
import { action } from '../../../../kernel/actions/action.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { NotNull, OptionalId } from '../../../../kernel/http/validation/fields.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { mustBeFree } from '../../../../purchase/tenders/oversight/interest.js';
import { hashRecipients } from '../handover-root.js';
import { MAX_NAMES, NameBasisDto, readRecipient } from '../handover.dto.js';
import {
  findAgencies,
  handoverSubject,
  lockRecipients,
  chooseReceiver,
  type LockedHandover,
} from '../handover.subject.js';
import { assertReceiverContract, listRecipients } from '../offered-recipients.js';

/** Offers recipients whom nobody has taken over to another receiver. */
class ReofferHandoverDto extends RequiredReasonDto {
  /** To this body from now on; the same where it is not given. */
  @OptionalId()
  receiver?: string | null;

  /** With `receiver`, its contract. */
  @OptionalId()
  toContract?: string | null;

  /** All of them as they are now; where it is not given, as before, but for consents, which named the former receiver, if there is another. */
  @NotNull()
  @IsArray()
  @ArrayMaxSize(MAX_NAMES)
  @ArrayUnique(readRecipient)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NameBasisDto)
  names?: NameBasisDto[];
}

/** Offers those who are served by now, also to another body. */
export const reofferHandover = action(handoverSubject, 'offer', ReofferHandoverDto, {
  operationId: 'reofferHandover',
  summary: { en: 'Offer the recipients of a line anew', zh: '重新提出移交' },
  needs: { lockRecipients },
  async effect({ tx, root, given, now, today }, { lockRecipients: served }) {
    const receiver = chooseReceiver(root, given);
    const other = receiver !== root.receiverId || given.toContract !== undefined;
    const toContract = other ? (given.toContract ?? null) : root.toContractId;
    await assertReceiverContract(tx, root.contract, root.serviceLineId, receiver, toContract);
    for (const agency of await findAgencies(tx, root.fromId, receiver)) await mustBeFree(tx, agency);
    const ids = new Set(served.map((one) => one.id));
    const names = given.names ?? (await loadNames(tx, root, receiver)).filter(({ recipient }) => ids.has(recipient));
    await tx.query(`DELETE FROM handover_recipient WHERE handover_id = $1`, [root.id]);
    await listRecipients(tx, root.id, served, names, today);
    return {
      set: {
        receiverId: receiver,
        toContractId: toContract,
        recipientsHash: hashRecipients(served),
        recipients: served.length,
        since: now,
        decisionReason: given.reason,
      },
      tenants: [receiver],
    };
  },
});

/** Names as they were offered. Who consented did so for one receiver: another one needs a consent of its own (PIPL article 23). */
async function loadNames(tx: Tx, { id, receiverId }: LockedHandover, receiver: string): Promise<NameBasisDto[]> {
  return tx.query<NameBasisDto>(
    `SELECT recipient_id AS recipient, consent_on::text AS "consentOn", legal_basis AS "legalBasis" FROM handover_recipient
     WHERE handover_id = $1 AND (consent_on IS NOT NULL AND $2::boolean OR legal_basis IS NOT NULL)`,
    [id, receiver === receiverId],
  );
}
