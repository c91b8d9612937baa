import { Injectable, Logger } from '@nestjs/common';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Settings } from '../../config/settings.js';
import { Problem } from '../../errors/problem.js';

/** What an antivirus said of a file: `not_checked` where none is set up, `waiting` until it can be asked. */
export const MALWARE_CHECKS = ['not_checked', 'clean', 'waiting', 'found'] as const;
export type MalwareCheck = (typeof MALWARE_CHECKS)[number];
type Verdict =
  { check: 'not_checked' | 'clean' } | { check: 'waiting'; isAway: boolean } | { check: 'found'; signature: string };

/** Without a sign of life for so long the daemon counts as away. */
const IDLE_MS = 30_000;
const RETRY_SECONDS = 60;
const MAX_ANSWER = 1_000;

/**
 * Asks a daemon that speaks the protocol of clamd (INSTREAM: pieces that begin with their length, the last of length 0) about
 * a file. What it cannot be asked is never taken for clean: the setting says whether it is refused or held back.
 */
@Injectable()
export class Antivirus {
  private readonly logger = new Logger('Antivirus');

  constructor(private readonly settings: Settings) {}

  /**
   * Of a file that comes in.
   * @throws Problem `malware_found`; `antivirus_away` where such files are not held back
   */
  async mustPass(content: AsyncIterable<Uint8Array>): Promise<MalwareCheck> {
    const verdict = await this.ask(content);
    if (verdict.check === 'found') throw new Problem('malware_found', { facts: { signature: verdict.signature } });
    if (verdict.check === 'waiting' && this.settings.antivirusAway === 'refuse') throw createAwayProblem();
    return verdict.check;
  }

  /**
   * Of a file that was held back, before it is used.
   * @throws Problem `malware_found`, `antivirus_away`
   */
  async mustBeClean(content: AsyncIterable<Uint8Array>): Promise<void> {
    if ((await this.mustPass(content)) === 'waiting') throw createAwayProblem();
  }

  async ask(content: AsyncIterable<Uint8Array>): Promise<Verdict> {
    if (this.settings.antivirus === 'none') return { check: 'not_checked' };
    let answer: string;
    try {
      answer = await this.send(content);
    } catch (error) {
      this.logger.error(`The antivirus does not answer: ${(error as Error).message}`);
      return { check: 'waiting', isAway: true };
    }
    if (answer === 'stream: OK') return { check: 'clean' };
    const signature = /^stream: (.{1,200}) FOUND$/.exec(answer)?.[1];
    if (signature !== undefined) return { check: 'found', signature };
    this.logger.error(`The antivirus cannot judge a file: ${answer}`);
    return { check: 'waiting', isAway: false };
  }

  private async send(content: AsyncIterable<Uint8Array>): Promise<string> {
    const socket = this.connect();
    const answer = readAnswer(socket);
    // Read at the end; a fault meanwhile is told there.
    answer.catch(() => undefined);
    try {
      await once(socket, 'connect');
      socket.write('zINSTREAM\0');
      for await (const chunk of content) {
        // It may answer before the end, where a file is too large for it, and close.
        if (socket.destroyed || socket.readableEnded) return await answer;
        if (chunk.length === 0) continue;
        const length = Buffer.alloc(4);
        length.writeUInt32BE(chunk.length);
        socket.write(length);
        if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), answer]);
      }
      socket.write(Buffer.alloc(4));
      return await answer;
    } finally {
      socket.destroy();
    }
  }

  private connect(): Socket {
    const { antivirus } = this.settings;
    const [, host, port] = /^tcp:(.+):(\d+)$/.exec(antivirus) ?? [];
    const socket = host ? connect(Number(port), host) : connect(antivirus.slice('unix:'.length));
    socket.setTimeout(IDLE_MS, () => socket.destroy(new Error('no answer in time')));
    return socket;
  }
}

const createAwayProblem = (): Problem => new Problem('antivirus_away', { retryAfterSeconds: RETRY_SECONDS });

/** All that it says until it closes or ends with a zero. */
function readAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const end = () =>
      text === '' ? reject(new Error('it closed without an answer')) : resolve(text.replace(/\0[^]*$/, '').trim());
    socket.setEncoding('utf8').on('data', (part: string) => {
      text = (text + part).slice(0, MAX_ANSWER);
      if (text.includes('\0')) end();
    });
    socket.once('error', (error) => (text === '' ? reject(error) : end()));
    socket.once('close', end);
  });
}
