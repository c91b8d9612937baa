import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Settings } from '../config/settings.js';

interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The same with every attempt that says the same: a mailbox may show what it gets twice once. */
  id: string;
}

/** What came of it. `lasting`: no further attempt makes it better. */
export interface MailOutcome {
  delivered: boolean;
  /** What the mail server answered, as SMTP numbers it. */
  status: number | null;
  error: 'refused' | 'not_reached' | null;
  lasting: boolean;
}

/** What a mail server said, and to which command. */
interface Refusal {
  responseCode?: number;
  command?: string;
  response?: string;
}

/** There is no such mailbox (RFC 5321, 4.2.3), or it is disabled for good (RFC 3463, X.2.1). */
const NO_MAILBOX: readonly (number | undefined)[] = [550, 551, 553];
/** The same numbers with these words are about a full mailbox, about us or about the mail (RFC 3463, X.2.2 and on, X.3 to X.7). */
const ABOUT_OTHERS = /\b5\.(2\.[2-9]|[3-7]\.)/;

/** Only what is said of the recipient is of the mailbox: a password, a sender or a mail that is refused is the operator's to mend. */
const isNoMailbox = ({ responseCode, command, response = '' }: Refusal): boolean =>
  command === 'RCPT TO' && NO_MAILBOX.includes(responseCode) && !ABOUT_OTHERS.test(response);

/** RFC 3834: nobody's absence is to be told to us. */
const NO_REPLIES = { 'Auto-Submitted': 'auto-generated' };

/** Milliseconds for each step of a conversation with the mail server. */
const PATIENCE = 10_000;

/** Sends mails by the operator's own server, where one is set. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly transport: ReturnType<typeof createTransport> | null;

  constructor({ mailUrl, mailFrom, production }: Settings) {
    this.transport =
      mailUrl === undefined || mailFrom === undefined
        ? null
        : createTransport({ ...toServer(mailUrl, production) }, { from: mailFrom });
  }

  get canSend(): boolean {
    return this.transport !== null;
  }

  async send({ to, subject, text, id }: Mail): Promise<MailOutcome> {
    try {
      await this.transport?.sendMail({ to, subject, text, messageId: `<${id}@throughline>`, headers: NO_REPLIES });
      return { delivered: this.transport !== null, status: null, error: null, lasting: false };
    } catch (error) {
      const status = (error as Refusal).responseCode ?? null;
      const lasting = isNoMailbox(error as Refusal);
      return { delivered: false, status, error: status === null ? 'not_reached' : 'refused', lasting };
    }
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}

/** Outside of production a server may be without TLS. */
function toServer(address: string, production: boolean) {
  const { protocol, hostname, port, username, password } = new URL(address);
  const secure = protocol === 'smtps:';
  return {
    ...{ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (secure ? 465 : 587)), secure },
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    requireTLS: production && !secure,
    ...{ connectionTimeout: PATIENCE, greetingTimeout: PATIENCE, socketTimeout: PATIENCE, dnsTimeout: PATIENCE },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  };
}
