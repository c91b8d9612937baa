import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const ANSWER_MS = 15_000;
const day = (n) => new Date(Date.UTC(2025, 0, 1 + (n % 300))).toISOString().slice(0, 10);

/** Somebody who signs in, and again where the session is over, and asks until there is an answer; `broken` are requests that were answered 500. */
export function makeAsker(url, signIn, told, broken) {
  let token;
  const sign = async () => {
    for (;;)
      try {
        return (token = await withinTime(signIn(url)));
      } catch {
        await pause(300);
      }
  };
  return async (method, path, body, key) => {
    for (let tries = 0; ; tries++) {
      token ??= await sign();
      try {
        const { answer, text } = await withinTime(
          send(`${url}/api/v1/${path}`, {
            method,
            headers: {
              authorization: `Bearer ${token}`,
              ...(body && { 'content-type': 'application/json' }),
              ...(key && { 'Idempotency-Key': key }),
            },
            ...(body && { body: JSON.stringify(body) }),
          }),
        );
        if (answer.ok) return JSON.parse(text);
        told[answer.status] = (told[answer.status] ?? 0) + 1;
        if (answer.status === 500) broken.push(answer.headers.get('x-request-id'));
        if (answer.status === 401) token = undefined;
        else if (answer.status < 500 && ![408, 409, 429].includes(answer.status))
          throw Object.assign(new Error(`${method} ${path}: ${answer.status} ${text}`), { final: true });
      } catch (error) {
        if (error.final) throw error;
        const name = error.cause?.code ?? error.name;
        if (!(error instanceof SyntaxError)) told[name] = (told[name] ?? 0) + 1;
      }
      await pause(Math.min(1_000, 50 * 2 ** Math.min(tries, 5)));
    }
  };
}

/** What was asked for, or an error after `ANSWER_MS`, whatever became of the connection. */
async function withinTime(asked) {
  asked.catch(() => undefined);
  let timer;
  const tooLate = new Promise((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('no answer'), { name: 'TimeoutError' })), ANSWER_MS);
  });
  return await Promise.race([asked, tooLate]).finally(() => clearTimeout(timer));
}

async function send(address, request) {
  const answer = await fetch(address, request);
  return { answer, text: await answer.text() };
}

/** A fact on a tender of its own, by officers; workers of an agency and records of a contract, by managers. */
export function makeWriters({ officer, manager, agency, tenders, contracts }, history) {
  const done = (key, root) => history.push({ key, root });
  const facts = (no) => async () => {
    const tender = tenders.pop();
    if (tender === undefined) return pause(1_000);
    await officer(
      'POST',
      `tenders/${tender}/facts`,
      {
        facts: [
          {
            kind: 'notice',
            data: { publishedOn: '2017-11-24', documentsFrom: '2017-11-24', deadline: '2017-12-04T09:30:00+08:00' },
            source: { kind: 'notice', url: 'https://example.org/n/1', publishedOn: '2017-11-24', reference: 'N-1' },
          },
        ],
      },
      randomUUID(),
    );
    done(`fact of ${tender}`, `facts ${no}`);
  };
  const workers = (no) => async () => {
    const licence = `SW-${randomUUID().slice(0, 13)}`;
    const body = { name: '示例人员', kind: 'licensed_social_worker', licence };
    const { id } = await manager('POST', `organisations/${agency}/workers`, body, randomUUID());
    done(`worker ${id}`, `workers ${no}`);
  };
  let n = 0;
  const records = (no) => async () => {
    const { contract, recipients } = contracts[no % contracts.length];
    const tokens = Array.from({ length: 5 }, () => randomUUID());
    const { results } = await manager('POST', `contracts/${contract}/service-records/batch`, {
      records: tokens.map((clientToken, i) => ({
        ...{ clientToken, servedOn: day(n++), form: 'visit', minutes: 5, workers: { assistant: 1 } },
        recipients: [recipients[i % recipients.length]],
      })),
    });
    results.forEach(({ ok }, i) => {
      if (!ok) throw new Error(`a record was refused: ${JSON.stringify(results[i])}`);
      done(`record ${tokens[i]}`, `records ${no}`);
    });
  };
  return [facts(0), facts(1), workers(0), workers(1), records(0), records(1)];
}

/** Follows the feed by its cursor, event by event, each position as it came. */
export async function followFeed(ask, isOver) {
  const read = [];
  let after = 0;
  for (;;) {
    const over = isOver();
    const { items, position } = await ask('GET', `changes?after=${after}&limit=200`);
    read.push(...items.map(({ position }) => position));
    const before = after;
    after = position;
    if (over && before === after) return read;
    if (items.length === 0) await pause(200);
  }
}
