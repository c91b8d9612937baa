import { Logger } from '@nestjs/common';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Outcome } from '../../../kernel/deliveries/channel.js';
import { AddressRefusedError, type OutsideAddresses } from './outside-address.js';

/** What is read of an answer before the connection is closed. */
const MOST_BYTES = 1024;

interface Post {
  url: URL;
  headers: Record<string, string>;
  body: string;
  addresses: OutsideAddresses;
  /** Plain http goes to listed addresses alone. */
  production: boolean;
  /** How long the endpoint may take, from the name to the answer. */
  timeoutMs: number;
}

const logger = new Logger('webhooks');

/**
 * Who set the address up learns that nothing was reached, and not why: that a name leads to an address inside would tell which names
 * are known inside. The log says it, by the id of the delivery.
 */
function failToConnect(id: string | undefined, why: string): Outcome {
  logger.warn(`Delivery ${id}: ${why}`);
  return fail('not_connected');
}

/** Sends one request over a connection of its own; follows no redirect and keeps nothing of the answer but its status. */
export function postWebhook({ url, headers, body, addresses, production, timeoutMs }: Post): Promise<Outcome> {
  const isPlain = url.protocol === 'http:';
  const mayConnect = (address: string): boolean =>
    addresses.isOpen(address) && (!isPlain || !production || addresses.isListed(address));
  const id = headers['webhook-id'];
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !mayConnect(host)) return Promise.resolve(failToConnect(id, 'address refused'));
  return new Promise((settle) => {
    const request = (isPlain ? requestHttp : requestHttps)(url, {
      ...{ method: 'POST', agent: false, lookup: addresses.createLookup(mayConnect) },
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    // The status is the answer: what comes after it, or never comes, changes nothing.
    let answered: Outcome | undefined;
    const finish = (outcome: Outcome): void => {
      clearTimeout(timer);
      request.destroy();
      settle(answered ?? outcome);
    };
    const timer = setTimeout(() => finish(fail('timeout')), timeoutMs);
    request.on('error', (error) =>
      finish(failToConnect(id, error instanceof AddressRefusedError ? error.message : describeError(error))),
    );
    request.on('response', (response) => {
      const outcome = toOutcome(response.statusCode ?? 0);
      answered = outcome;
      let read = 0;
      response.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > MOST_BYTES) finish(outcome);
      });
      response.on('end', () => finish(outcome));
      response.on('error', () => finish(outcome));
    });
    request.end(body);
  });
}

/** Its code alone: the words of some name the address, which is kept under a key. */
const describeError = (error: NodeJS.ErrnoException): string => error.code ?? error.name;

const fail = (error: string): Outcome => ({ delivered: false, status: null, error });

function toOutcome(status: number): Outcome {
  if (status >= 200 && status < 300) return { delivered: true, status, error: null };
  // RFC 9110: it is gone, and meant to stay so.
  if (status === 410) return { delivered: false, status, error: 'gone', lasting: true };
  return { delivered: false, status, error: status >= 300 && status < 400 ? 'redirect_refused' : 'refused' };
}
