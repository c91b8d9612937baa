import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import { toScope } from '../../kernel/access/scope.js';
import { Settings } from '../../kernel/config/settings.js';
import { Transactions } from '../../kernel/database/transactions.js';
import type { Channel, Outcome, Receiver } from '../../kernel/deliveries/channel.js';
import { Deliveries } from '../../kernel/deliveries/deliveries.js';
import { Mailer } from '../../kernel/mail/mailer.js';
import { MailAddresses } from '../../people/accounts/mail-address/mail-addresses.js';
import { UserPrincipals } from '../../people/accounts/user-principals.js';
import type { Language } from '../../kernel/errors/texts.js';
import { MAILED, UNMAILED } from './notification-statements.js';
import { writeDigest, type DigestLine } from './digest.rules.js';

export const MAIL = 'mail';

interface Unmailed {
  id: string;
  lang: Language;
  /** How many there are, with those that the next mail names. */
  total: number;
}

/** Brings people by mail what they were told, as it stands when the mail is sent. */
@Injectable()
export class MailChannel implements Channel, OnModuleInit {
  readonly name = MAIL;

  constructor(
    private readonly deliveries: Deliveries,
    private readonly transactions: Transactions,
    private readonly addresses: MailAddresses,
    private readonly users: UserPrincipals,
    private readonly mailer: Mailer,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.deliveries.addChannel(this);
  }

  /** Only to a mailbox that was confirmed, of whoever may still act. */
  async findReceiver(user: string): Promise<Receiver | null> {
    const found = await this.addresses.find(user);
    if (!found?.confirmedAt) return null;
    const principal = await this.users.find(this.transactions.primary, user);
    return principal && { scope: toScope(principal), send: ({ id }) => this.send(user, found.address, id) };
  }

  private async send(user: string, to: string, id: string): Promise<Outcome> {
    const lines = await this.transactions.primary.query<(DigestLine & Unmailed)[]>(UNMAILED, [user]);
    const [first] = lines;
    if (!first) return { delivered: true, status: null, error: null };
    const text = writeDigest(lines, first.lang, this.settings.publicOrigin, first.total);
    const outcome = await this.mailer.send({ to, id, ...text });
    if (outcome.delivered) {
      const said = [lines.map((line) => line.id), lines.map(({ dueOn }) => dueOn)];
      await this.transactions.run(SYSTEM, (tx) => tx.query(MAILED, [user, ...said]));
    }
    if (!outcome.delivered && outcome.lasting) await this.addresses.noteRefusal(user);
    return outcome;
  }
}
