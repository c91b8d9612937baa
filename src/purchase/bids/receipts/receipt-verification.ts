import { Injectable } from '@nestjs/common';
import { canonicalText } from '../../../kernel/audit/canonical.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { OnlineKeys } from '../../../kernel/sealing/online-keys.js';
import type { ReceiptContentDto, ReceiptDto, VerifiedReceiptDto } from '../bid.dto.js';
import { Envelopes } from '../opening/envelopes.js';
import { findEnvelopeOutcome, findOfferOutcome } from '../opening/registers/envelope-outcome.queries.js';

/** Whether a receipt was given here, and what became of what it was given for. */
@Injectable()
export class ReceiptVerification {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: OnlineKeys,
    private readonly envelopes: Envelopes,
  ) {}

  /** @throws Problem `receipt_forged` */
  assertSignature({ receipt, keyId, signature }: ReceiptDto): void {
    if (!this.keys.isSigned(canonicalText({ ...receipt }), { key: keyId, signature }))
      throw new Problem('receipt_forged');
  }

  /** @throws Problem `receipt_forged` */
  async verify(given: ReceiptDto): Promise<VerifiedReceiptDto> {
    this.assertSignature(given);
    const { receipt } = given;
    const { reader } = this.transactions;
    if (receipt.kind === 'final_offer') return { valid: true, found: await findOfferOutcome(reader, receipt), receipt };
    const outcome = await findEnvelopeOutcome(reader, receipt.bid);
    // Where the envelope is not as it was registered, what lies there says nothing of which receipt was the last.
    const isSuperseded = (outcome === 'found' || outcome === 'later') && (await this.isAnother(receipt));
    return { valid: true, found: isSuperseded ? 'superseded' : outcome, receipt };
  }

  /** Whether what was opened, or stays sealed with its lot, is something else than what was received then. */
  private async isAnother({ bid, sha256 }: ReceiptContentDto): Promise<boolean> {
    const { reader } = this.transactions;
    const [opened] = await reader.query<{ sha256: string | null }[]>(
      `SELECT sha256 FROM bid WHERE envelope_id = $1 AND sha256 IS NOT NULL`,
      [bid],
    );
    const envelope = opened ? undefined : await this.envelopes.byId(reader, bid);
    const stored = opened?.sha256 ?? (envelope && this.envelopes.uncover(envelope).head?.sha256) ?? null;
    return stored !== null && stored !== sha256;
  }
}
