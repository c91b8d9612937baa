import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../../kernel/access/principal.js';
import { toScope } from '../../../../kernel/access/scope.js';
import { Settings } from '../../../../kernel/config/settings.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import type { Channel, Outcome, Receiver } from '../../../../kernel/deliveries/channel.js';
import { Deliveries } from '../../../../kernel/deliveries/deliveries.js';
import { Mailer } from '../../../../kernel/mail/mailer.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import type { CodeMailboxDto } from '../../code-mails/code-mail.dto.js';
import { SignInThrottle } from '../../sessions/sign-in/sign-in-throttle.js';
import type { MailedState } from './registration-mail.entity.js';
import { REGISTRATION_MAIL_CHANNEL, RegistrationMails } from './registration-mails.js';
import { writeRegistrationMail } from './registration-mail.texts.js';

interface Ordered {
  id: string;
  registration_id: string;
  state: MailedState;
  sealed: Buffer;
  credit_code: string;
  reason: string | null;
  asked_documents: string[];
}

/** Mails to a box that anybody may name leave it room for those of who has an account. */
const ROOM_LEFT = 2;

/** Tells applicants how their registration stands. What a mail server or a full mailbox holds up is tried again. */
@Injectable()
export class RegistrationMailChannel implements Channel, OnModuleInit {
  readonly name = REGISTRATION_MAIL_CHANNEL;

  constructor(
    private readonly deliveries: Deliveries,
    private readonly transactions: Transactions,
    private readonly mails: RegistrationMails,
    private readonly throttle: SignInThrottle,
    private readonly mailer: Mailer,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.deliveries.addChannel(this);
  }

  /** Only what is still so. */
  async findReceiver(target: string): Promise<Receiver | null> {
    const [row] = await this.transactions.primary.query<Ordered[]>(
      `SELECT m.id, m.registration_id, m.state, m.sealed, r.credit_code, r.reason, r.asked_documents
       FROM registration_mail m JOIN registration r ON r.id = m.registration_id AND r.state = m.state
       WHERE m.id = $1 AND m.sealed IS NOT NULL`,
      [target],
    );
    const box = row ? this.mails.read(row) : null;
    return row && box ? { scope: toScope(SYSTEM), send: ({ isLast }) => this.send(row, box, isLast) } : null;
  }

  private async send(row: Ordered, { address, lang = 'zh' }: CodeMailboxDto, isLast: boolean): Promise<Outcome> {
    const outcome = (await this.transactions.run(SYSTEM, (tx) => this.enter(tx, row, address)))
      ? await this.mailer.send({ to: address, id: row.id, ...this.write(row, lang) })
      : // Whoever filed has the receipt: what anybody may have sent is not kept for a full mailbox.
        { delivered: false, status: null, error: 'mailbox_full', lasting: row.state === 'received' };
    if (outcome.delivered || outcome.lasting || isLast)
      await this.transactions.run(SYSTEM, (tx) =>
        tx.query(
          `UPDATE registration_mail SET sealed = NULL, sent_at = CASE WHEN $2::boolean THEN clock_timestamp() END WHERE id = $1`,
          [row.id, outcome.delivered],
        ),
      );
    return outcome;
  }

  private write(row: Ordered, lang: 'zh' | 'en') {
    const { registration_id: id, state, credit_code: creditCode, reason, asked_documents: askedDocuments } = row;
    return writeRegistrationMail(
      { id, state, creditCode, reason, askedDocuments, origin: this.settings.publicOrigin },
      lang,
    );
  }

  /** Counts the mail against its mailbox, once. False where that takes no more for now. */
  private async enter(tx: Tx, { id, state }: Ordered, address: string): Promise<boolean> {
    const waiting = await tx.query(
      `SELECT FROM registration_mail WHERE id = $1 AND counted_at IS NULL FOR NO KEY UPDATE`,
      [id],
    );
    if (waiting.length === 0) return true;
    try {
      await this.throttle.enterByMailbox(tx, address, state === 'received' ? ROOM_LEFT : 0);
    } catch (error) {
      if (error instanceof Problem && error.code === 'throttled') return false;
      throw error;
    }
    await tx.query(`UPDATE registration_mail SET counted_at = clock_timestamp() WHERE id = $1`, [id]);
    return true;
  }
}
