import { Injectable } from '@nestjs/common';
import { forPurpose, Keys, type KeyRing } from '../../../kernel/config/keys.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { queueDelivery } from '../../../kernel/deliveries/targets.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { Mailer } from '../../../kernel/mail/mailer.js';
import { coverText, uncoverText } from '../../../kernel/sealing/covered-text.js';
import { maskAddress } from '../mail-address/mask-address.js';
import { issueSetupCode } from '../sessions/setup-codes.js';
import { SignInThrottle } from '../sessions/sign-in/sign-in-throttle.js';
import type { CodeMailboxDto } from './code-mail.dto.js';
import { insertCodeMail } from './code-mail-rows.js';

/** The channel by which one-time codes are mailed. */
export const CODE_MAIL_CHANNEL = 'code_mail';

const WAIT_SECONDS = 60;

/** Mailboxes to which one-time codes go. Who has the database alone can read none, and send no code to another. */
@Injectable()
export class CodeMailboxes {
  private readonly ring: KeyRing;

  constructor(
    keys: Keys,
    private readonly mailer: Mailer,
    private readonly throttle: SignInThrottle,
  ) {
    this.ring = forPurpose(keys.identity, 'code mailbox');
  }

  get canMail(): boolean {
    return this.mailer.canSend;
  }

  /** @throws Problem `mail_not_set_up` */
  assertMails(): void {
    if (!this.canMail) throw new Problem('mail_not_set_up');
  }

  /** `row` is where it lies: put elsewhere it opens nothing. */
  cover(row: string, box: CodeMailboxDto): Buffer {
    return coverText(this.ring[0].bytes, describePlace(row), JSON.stringify(box));
  }

  /** Null where it was altered or moved, or its key is gone. */
  read(row: string, sealed: Buffer): CodeMailboxDto | null {
    const text = uncoverText(
      this.ring.map((key) => key.bytes),
      describePlace(row),
      sealed,
    );
    return text === null ? null : (JSON.parse(text) as CodeMailboxDto);
  }

  /**
   * Has a new one-time code mailed, and shows it to nobody. From now on it counts as in the hand of `askedBy`, who named or
   * confirmed the mailbox: the code that a mail brings is made when it is sent, in the place of one that nobody has seen.
   *
   * @throws Problem `mail_not_set_up`, `throttled` where one was asked for a minute ago, or the mailbox has got many
   */
  async order(tx: Tx, user: string, box: CodeMailboxDto, askedBy: string | null): Promise<void> {
    this.assertMails();
    const young = await tx.query(
      `SELECT FROM code_mail WHERE user_id = $1 AND asked_at > clock_timestamp() - interval '1 minute'`,
      [user],
    );
    if (young.length > 0) throw new Problem('throttled', { retryAfterSeconds: WAIT_SECONDS });
    await this.throttle.enterByMailbox(tx, box.address);
    await issueSetupCode(tx, user, askedBy);
    const cover = (id: string) => this.cover(id, box);
    const id = await insertCodeMail(tx, { user, askedBy, addressMasked: maskAddress(box.address), cover });
    await queueDelivery(tx, CODE_MAIL_CHANNEL, id);
  }
}

const describePlace = (row: string): string => `throughline code mailbox 1|${row}`;
