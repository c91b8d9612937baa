import { Injectable, type OnModuleInit } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import type { Head } from '../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../kernel/audit/bound-rows.js';
import { Settings } from '../../../kernel/config/settings.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import type { Channel, Outcome, Receiver } from '../../../kernel/deliveries/channel.js';
import { Deliveries } from '../../../kernel/deliveries/deliveries.js';
import { Mailer } from '../../../kernel/mail/mailer.js';
import { ACCOUNT, CODE_MAIL } from '../acting/acting-kinds.js';
import { ActingRows, actingSql, newestEntrySql } from '../acting/acting-rows.js';
import { renewSetupCode } from '../sessions/setup-codes.js';
import { recordUserChange } from '../user-changes.js';
import type { CodeMailboxDto } from './code-mail.dto.js';
import { writeSetupMail } from './code-mail.texts.js';
import { CODE_MAIL_CHANNEL, CodeMailboxes } from './code-mailboxes.js';

interface Ordered {
  id: string;
  user_id: string;
  asked_by: string | null;
  sealed: Buffer;
  login: string;
  confirmed: { reason: string | null } | null;
  mail: StoredContent;
  account: StoredContent;
  newest: Head | null;
}

/** Brings one-time codes to mailboxes. A code is made when it is sent, so that none lies anywhere; of several mails the last one counts. */
@Injectable()
export class CodeMailChannel implements Channel, OnModuleInit {
  readonly name = CODE_MAIL_CHANNEL;

  constructor(
    private readonly deliveries: Deliveries,
    private readonly transactions: Transactions,
    private readonly boxes: CodeMailboxes,
    private readonly rows: ActingRows,
    private readonly mailer: Mailer,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.deliveries.addChannel(this);
  }

  /** Only where mail and account are as the product wrote them, and the account waits for its password. */
  async findReceiver(target: string): Promise<Receiver | null> {
    const { primary } = this.transactions;
    const [row] = await primary.query<Ordered[]>(
      `SELECT m.id, m.user_id, m.asked_by, m.sealed, u.login,
         (SELECT jsonb_build_object('reason', r.reason) FROM registration r WHERE r.user_id = u.id AND r.decided_by = m.asked_by) AS confirmed,
         ${actingSql(CODE_MAIL, 'm')} AS mail, ${actingSql(ACCOUNT, 'u')} AS account,
         ${newestEntrySql('user', 'u.id')} AS newest
       FROM code_mail m JOIN app_user u ON u.id = m.user_id
       WHERE m.id = $1 AND m.sealed IS NOT NULL AND u.state = 'active' AND u.password_hash IS NULL`,
      [target],
    );
    if (!row) return null;
    const isBound = await this.rows.open(primary, { aggregate: 'user', id: row.user_id, newest: row.newest });
    if (!isBound(CODE_MAIL, row.mail) || !isBound(ACCOUNT, row.account)) return null;
    const box = this.boxes.read(row.id, row.sealed);
    return box && { scope: toScope(SYSTEM), send: ({ isLast }) => this.send(row, box, isLast) };
  }

  private async send(row: Ordered, { address, lang = 'zh' }: CodeMailboxDto, isLast: boolean): Promise<Outcome> {
    const code = await this.transactions.run(SYSTEM, (tx) => makeCode(tx, row));
    if (code === null) {
      await this.transactions.run(SYSTEM, (tx) => forgetMailbox(tx, row, false));
      return { delivered: false, status: null, error: 'code_ended', lasting: true };
    }
    const { login, confirmed } = row;
    const text = writeSetupMail({ login, code, confirmed, origin: this.settings.publicOrigin }, lang);
    // Each mail brings another code: under one id a mailbox would show the first alone, whose code is void.
    const outcome = await this.mailer.send({ to: address, id: randomUUID(), ...text });
    if (outcome.delivered || outcome.lasting || isLast)
      await this.transactions.run(SYSTEM, (tx) => forgetMailbox(tx, row, outcome.delivered));
    return outcome;
  }
}

/** Null where the account waits for no code any more. */
async function makeCode(tx: Tx, { id, user_id: user, asked_by: askedBy }: Ordered): Promise<string | null> {
  await tx.query(`SELECT FROM app_user WHERE id = $1 FOR NO KEY UPDATE`, [user]);
  const waits = await tx.query(
    `SELECT FROM code_mail m JOIN setup_code c ON c.user_id = m.user_id
     WHERE m.id = $1 AND m.sealed IS NOT NULL AND c.used_at IS NULL AND c.expires_at > clock_timestamp()`,
    [id],
  );
  if (waits.length === 0) return null;
  const { setupCode } = await renewSetupCode(tx, user, askedBy);
  await recordUserChange(tx, user, 'setup_code_renewed');
  return setupCode;
}

/** Nothing more is sent there: the mailbox is not needed any longer. */
async function forgetMailbox(tx: Tx, { id, user_id: user }: Ordered, isSent: boolean): Promise<void> {
  await tx.query(`SELECT FROM app_user WHERE id = $1 FOR NO KEY UPDATE`, [user]);
  await tx.query(
    `UPDATE code_mail SET sealed = NULL, sent_at = CASE WHEN $2::boolean THEN clock_timestamp() END WHERE id = $1`,
    [id, isSent],
  );
  tx.bindRow(CODE_MAIL, user, id);
  if (isSent) await recordUserChange(tx, user, 'setup_code_mailed');
}
