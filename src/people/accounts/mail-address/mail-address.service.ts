import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { LastingProblem, Problem } from '../../../kernel/errors/problem.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { Mailer } from '../../../kernel/mail/mailer.js';
import { digest, plainSetupCode, readableCode } from '../sessions/secrets.js';
import { SignInThrottle } from '../sessions/sign-in/sign-in-throttle.js';
import { recordUserChange } from '../user-changes.js';
import { getUserId } from '../user-id.js';
import {
  confirmMailAddress,
  endMailAddress,
  lockShownAddress,
  restoreMailAddress,
  storeMailAddress,
} from './mail-address-rows.js';
import { MailAddresses } from './mail-addresses.js';
import { maskAddress } from './mask-address.js';
import { writeCodeMail } from './mail-address.texts.js';
import type { MailAddressDto } from './mail-address.dto.js';

const WAIT_SECONDS = 60;

/** A person says where their mails go, and shows by a code that was sent there that it is theirs. */
@Injectable()
export class MailAddressService {
  constructor(
    private readonly transactions: Transactions,
    private readonly addresses: MailAddresses,
    private readonly mailer: Mailer,
    private readonly throttle: SignInThrottle,
  ) {}

  /** Sends a code there; where it cannot be sent, the address that was confirmed before stays. @throws Problem `mail_not_set_up`, `mail_not_sent`, `throttled` */
  async ask(principal: Principal, address: string, lang: Language): Promise<MailAddressDto> {
    const user = getUserId(principal);
    if (!this.mailer.canSend) throw new Problem('mail_not_set_up');
    const code = readableCode(2, 5);
    const hash = digest(plainSetupCode(code));
    const before = await this.transactions.run(principal, async (tx) => {
      await this.throttle.enterByMailbox(tx, address);
      const sealed = this.addresses.cover(user, address);
      const shown = await lockShownAddress(tx, user);
      if ((await storeMailAddress(tx, user, sealed, hash)) === null)
        throw new Problem('throttled', { retryAfterSeconds: WAIT_SECONDS });
      await recordUserChange(tx, user, 'mail_address_asked');
      return shown;
    });
    const { delivered } = await this.mailer.send({ to: address, id: randomUUID(), ...writeCodeMail(code, lang) });
    if (!delivered) {
      if (before !== null)
        await this.transactions.run(principal, async (tx) => {
          if (await restoreMailAddress(tx, user, hash, before)) await recordUserChange(tx, user, 'mail_address_kept');
        });
      throw new Problem('mail_not_sent');
    }
    return { address: maskAddress(address), confirmedAt: null, refusedAt: null };
  }

  /** @throws Problem `wrong_code`, `throttled` */
  async confirm(principal: Principal, code: string, network: string): Promise<MailAddressDto> {
    const user = getUserId(principal);
    const attempt = await this.throttle.enterByFactor(`mail address ${user}`, network);
    const isRight = await this.transactions.run(principal, async (tx) => {
      const done = await confirmMailAddress(tx, user, digest(plainSetupCode(code)));
      if (!done) return false;
      await this.throttle.forgive(tx, attempt);
      await recordUserChange(tx, user, 'mail_address_confirmed');
      return true;
    });
    if (!isRight) throw new LastingProblem('wrong_code');
    return this.get(principal);
  }

  /** @throws Problem `not_found` where there is none */
  async get(principal: Principal): Promise<MailAddressDto> {
    const found = await this.addresses.find(getUserId(principal));
    if (found === null) throw new Problem('not_found');
    const { address, confirmedAt, refusedAt } = found;
    return {
      address: maskAddress(address),
      confirmedAt: confirmedAt?.toISOString() ?? null,
      refusedAt: refusedAt?.toISOString() ?? null,
    };
  }

  /** @throws Problem `not_found` where there is none */
  async end(principal: Principal): Promise<void> {
    const user = getUserId(principal);
    await this.transactions.run(principal, async (tx) => {
      if (!(await endMailAddress(tx, user))) throw new Problem('not_found');
      await recordUserChange(tx, user, 'mail_address_ended');
    });
  }
}
