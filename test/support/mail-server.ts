import PostalMime, { type Email } from 'postal-mime';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server that keeps what it is given. */
export interface MailServer {
  url: string;
  mails: (Email & { to: { address: string }[] })[];
  /** What it answers once to a recipient; nothing: it takes the mail. */
  refusals: Map<string, { code: number; text: string }>;
  /** What it answers once to the content of a mail to a recipient. */
  contents: Map<string, { code: number; text: string }>;
  /** Recipients whose next mail it keeps and says that it did not. */
  denied: Set<string>;
  close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: MailServer['mails'] = [];
  const refusals: MailServer['refusals'] = new Map();
  const contents: MailServer['contents'] = new Map();
  const denied: MailServer['denied'] = new Set();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, done) {
      const refusal = refusals.get(address);
      refusals.delete(address);
      done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null);
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const refusal = envelope.rcptTo.map(({ address }) => contents.get(address)).find((each) => each !== undefined);
        if (refusal) {
          for (const { address } of envelope.rcptTo) contents.delete(address);
          done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
          return;
        }
        void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          mails.push(mail as MailServer['mails'][number]);
          const isDenied = envelope.rcptTo.some(({ address }) => denied.delete(address));
          done(isDenied ? Object.assign(new Error('later'), { responseCode: 451 }) : null);
        });
      });
    },
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  return {
    ...{ url: `smtp://127.0.0.1:${port}`, mails, refusals, contents, denied },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
