import type { Use } from '../../../../kernel/actions/action.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { ActingRows } from '../../acting/acting-rows.js';
import { isBoundMailbox } from '../../acting/bound-row.js';
import type { CodeMailboxDto } from '../../code-mails/code-mail.dto.js';
import { CodeMailboxes } from '../../code-mails/code-mailboxes.js';
import type { LockedRegistration } from '../registration.subject.js';
import type { MailedState } from './registration-mail.entity.js';
import { RegistrationMails } from './registration-mails.js';

/** The mailbox that was filed last; null where there is none, or others put one there, or no mails are sent. */
export async function findMailbox(tx: Tx, root: LockedRegistration, use: Use): Promise<CodeMailboxDto | null> {
  const boxes = use(CodeMailboxes);
  if (root.mail_sealed === null || !boxes.canMail) return null;
  return (await isBoundMailbox(tx, use(ActingRows), root.id)) ? boxes.read(root.id, root.mail_sealed) : null;
}

/** Mails the applicant how the locked registration stands from now on, where it named a mailbox. */
export async function tellApplicant(tx: Tx, root: LockedRegistration, state: MailedState, use: Use): Promise<void> {
  const box = await findMailbox(tx, root, use);
  if (box) await use(RegistrationMails).order(tx, root.id, state, box);
}

interface OrderedCode {
  user: string;
  box: CodeMailboxDto;
  askedBy: string | null;
}

/** Has the one-time code mailed. False where the mailbox takes no more for now: no decision waits for that. */
export async function orderSetupCode(tx: Tx, { user, box, askedBy }: OrderedCode, use: Use): Promise<boolean> {
  try {
    await use(CodeMailboxes).order(tx, user, box, askedBy);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'throttled') return false;
    throw error;
  }
}
