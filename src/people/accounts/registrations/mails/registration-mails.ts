import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { insertRow } from '../../../../kernel/database/rows.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { queueDelivery } from '../../../../kernel/deliveries/targets.js';
import type { CodeMailboxDto } from '../../code-mails/code-mail.dto.js';
import { CodeMailboxes } from '../../code-mails/code-mailboxes.js';
import { RegistrationMail, type MailedState } from './registration-mail.entity.js';
import { endRegistrationMails } from './registration-mail-rows.js';

/** The channel by which applicants are told how their registration stands. */
export const REGISTRATION_MAIL_CHANNEL = 'registration_mail';

/** Orders the mails by which an applicant learns how its registration stands. */
@Injectable()
export class RegistrationMails {
  constructor(private readonly boxes: CodeMailboxes) {}

  /** In the place of one that waits: it says how the registration stands now. Nothing is refused or waited for here. */
  async order(tx: Tx, registration: string, state: MailedState, box: CodeMailboxDto): Promise<void> {
    await endRegistrationMails(tx, registration);
    if (!this.boxes.canMail) return;
    const id = randomUUID();
    const sealed = this.boxes.cover(describeRow(id, registration), box);
    await insertRow(tx, RegistrationMail, {
      ...{ id, registrationId: registration, state, sealed },
      ...{ countedAt: null, sentAt: null },
    });
    await queueDelivery(tx, REGISTRATION_MAIL_CHANNEL, id);
  }

  /** Null where it was altered or moved, or its key is gone. */
  read({ id, registration_id: registration, sealed }: SealedMail): CodeMailboxDto | null {
    return this.boxes.read(describeRow(id, registration), sealed);
  }
}

interface SealedMail {
  id: string;
  registration_id: string;
  sealed: Buffer;
}

const describeRow = (id: string, registration: string): string => `${id} of ${registration}`;
