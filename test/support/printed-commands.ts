import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';

/** A curl command of a page, and the answer that is printed below it. */
export interface PrintedCommand {
  command: string;
  answer: unknown;
}

export interface PrintedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** Where the pages say that the server listens. */
const SERVER = 'http://127.0.0.1:3000';

export const readPage = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

export function parseCommands(page: string): PrintedCommand[] {
  const blocks = /```sh\n(curl [^\n]*)\n```\n```json\n([\s\S]*?)\n```/g;
  return [...page.matchAll(blocks)].map(([, command = '', answer = '']) => ({
    command,
    answer: JSON.parse(answer) as unknown,
  }));
}

/** The words of a command as a POSIX shell reads them; `$NAME` is replaced outside of single quotes. */
function splitCommand(command: string, values: ReadonlyMap<string, string>): string[] {
  const expand = (text: string): string =>
    text.replaceAll(/\$([A-Z]+)/g, (_, name: string) => {
      const value = values.get(name);
      if (value === undefined) throw new Error(`$${name} is not set yet: ${command}`);
      return value;
    });
  return [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    [...word.matchAll(/'([^']*)'|"([^"]*)"|[^'"]+/g)]
      .map(([bare, single, double]) => single ?? expand(double ?? bare))
      .join(''),
  );
}

export function toRequest(command: string, values: ReadonlyMap<string, string>): PrintedRequest {
  const words = splitCommand(command, values);
  const optionValues = (option: string): string[] =>
    words.flatMap((word, i) => (word === option ? [words[i + 1] ?? ''] : []));
  const [body] = optionValues('-d');
  const [method = body === undefined ? 'GET' : 'POST'] = optionValues('-X');
  const url = words.find((word) => word.startsWith(SERVER));
  if (url === undefined) throw new Error(`asks nothing of ${SERVER}: ${command}`);
  return {
    method,
    path: url.slice(SERVER.length),
    headers: Object.fromEntries(optionValues('-H').map((header) => header.split(': ', 2) as [string, string])),
    body,
  };
}

/** Whether `got` holds all that is printed; no value of it is kept. */
export function holds(printed: unknown, got: unknown): boolean {
  try {
    assertHolds(printed, got, '', new Map());
    return true;
  } catch {
    return false;
  }
}

/**
 * Asserts that an answer holds all that is printed of it. `"…"` at the end of a list stands for more items, at its beginning
 * for items before and between; `"$NAME"` takes the value for later commands.
 */
export function assertHolds(printed: unknown, got: unknown, at: string, values: Map<string, string>): void {
  if (typeof printed === 'string' && /^\$[A-Z]+$/.test(printed)) {
    expect([at, typeof got]).toEqual([at, 'string']);
    values.set(printed.slice(1), got as string);
  } else if (Array.isArray(printed)) {
    expect([at, Array.isArray(got)]).toEqual([at, true]);
    const items = got as unknown[];
    const shown = printed.filter((item) => item !== '…');
    if (shown.length < printed.length) expect(items.length).toBeGreaterThan(shown.length);
    else expect([at, items.length]).toEqual([at, shown.length]);
    shown.forEach((item, i) => {
      const found = printed[0] === '…' ? items.find((each) => holds(item, each)) : items[i];
      assertHolds(item, found, `${at}/${i}`, values);
    });
  } else if (printed !== null && typeof printed === 'object') {
    for (const [key, item] of Object.entries(printed))
      assertHolds(item, (got as Record<string, unknown> | undefined)?.[key], `${at}/${key}`, values);
  } else expect([at, got]).toEqual([at, printed]);
}
