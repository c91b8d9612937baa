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
      await this.transport?.sendMail({ to, subject, text, messageId: `<${id}@throughline>` });
      return { delivered: this.transport !== null, status: null, error: null, lasting: false };
    } catch (error) {
      const status = (error as { responseCode?: number }).responseCode ?? null;
      const isRefused = status !== null && status >= 500;
      return { delivered: false, status, error: status === null ? 'not_reached' : 'refused', lasting: isRefused };
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
