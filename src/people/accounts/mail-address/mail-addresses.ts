import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { forPurpose, Keys, type KeyRing } from '../../../kernel/config/keys.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { coverText, uncoverText } from '../../../kernel/sealing/covered-text.js';

interface Stored {
  sealed: Buffer;
  confirmedAt: Date | null;
  refusedAt: Date | null;
}

/** Where mails to people go. */
@Injectable()
export class MailAddresses {
  private readonly ring: KeyRing;

  constructor(
    keys: Keys,
    private readonly transactions: Transactions,
  ) {
    this.ring = forPurpose(keys.identity, 'mail address');
  }

  cover(user: string, address: string): Buffer {
    return coverText(this.ring[0].bytes, describePlace(user), address);
  }

  /** The address of an account, null where there is none, or where its row was altered or moved. */
  async find(user: string): Promise<(Omit<Stored, 'sealed'> & { address: string }) | null> {
    const [row] = await this.transactions.reader.query<Stored[]>(
      `SELECT sealed, confirmed_at AS "confirmedAt", refused_at AS "refusedAt" FROM mail_address WHERE user_id = $1`,
      [user],
    );
    if (!row) return null;
    const address = this.uncover(user, row.sealed);
    return address === null ? null : { ...row, address };
  }

  /** Null where the row was altered or moved. */
  uncover(user: string, sealed: Buffer): string | null {
    return uncoverText(
      this.ring.map((key) => key.bytes),
      describePlace(user),
      sealed,
    );
  }

  /** Its mail server takes nothing for it: nothing goes there until it is confirmed anew. */
  async noteRefusal(user: string): Promise<void> {
    await this.transactions.run(SYSTEM, (tx) =>
      tx.query(
        `UPDATE mail_address SET confirmed_at = NULL, refused_at = clock_timestamp() WHERE user_id = $1 AND confirmed_at IS NOT NULL`,
        [user],
      ),
    );
  }
}

const describePlace = (user: string): string => `throughline mail address 1|${user}`;
