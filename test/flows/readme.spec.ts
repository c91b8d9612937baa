import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { loadAndReport } from '../../src/demonstration/report.js';
import { startTestApp, type TestApp } from '../support/app.js';

interface Step {
  command: string;
  answer: unknown;
}

/** The README's commands, each with the answer printed below it. */
function steps(): Step[] {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const blocks = /```sh\n(curl [^\n]*)\n```\n```json\n([\s\S]*?)\n```/g;
  return [...readme.matchAll(blocks)].map(([, command = '', answer = '']) => ({
    command,
    answer: JSON.parse(answer) as unknown,
  }));
}

/** The request that a printed curl command makes; `$NAME` are values of earlier answers. */
function requestOf(command: string, values: ReadonlyMap<string, string>) {
  const filled = command.replaceAll(/\$([A-Z]+)/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`$${name} is not known yet`);
    return value;
  });
  const words = [...filled.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const after = (flag: string) => words.flatMap((word, i) => (word === flag ? [words[i + 1] ?? ''] : []));
  const url = words.find((word) => word.startsWith('http://127.0.0.1:3000')) ?? '';
  const [body] = after('-d');
  return {
    path: url.replace('http://127.0.0.1:3000', ''),
    headers: Object.fromEntries(after('-H').map((h) => h.split(': ', 2) as [string, string])),
    body,
  };
}

/** Everything printed is there; `"…"` stands for more, `"$NAME"` takes the value for later commands. */
function mustSay(printed: unknown, got: unknown, at: string, values: Map<string, string>): void {
  if (typeof printed === 'string' && /^\$[A-Z]+$/.test(printed)) {
    expect(typeof got).toBe('string');
    values.set(printed.slice(1), got as string);
  } else if (Array.isArray(printed)) {
    const more = printed.at(-1) === '…';
    const shown = more ? printed.slice(0, -1) : printed;
    expect(Array.isArray(got)).toBe(true);
    if (more) expect((got as unknown[]).length).toBeGreaterThan(shown.length);
    else expect([at, (got as unknown[]).length]).toEqual([at, shown.length]);
    shown.forEach((item, i) => mustSay(item, (got as unknown[])[i], `${at}/${i}`, values));
  } else if (printed !== null && typeof printed === 'object') {
    for (const [key, item] of Object.entries(printed))
      mustSay(item, (got as Record<string, unknown> | undefined)?.[key], `${at}/${key}`, values);
  } else expect([at, got]).toEqual([at, printed]);
}

describe('the README’s five minutes', () => {
  let app: TestApp;
  let printed: string[];
  const values = new Map<string, string>();
  beforeAll(async () => {
    app = await startTestApp();
    printed = await loadAndReport(app.running.app);
    const password = printed.find((line) => line.startsWith('account supervisor'))?.split(' ')[3];
    values.set('PASSWORD', password ?? '');
  }, 180_000);
  afterAll(() => app.close());

  const tour = steps();

  it('has a tour', () => {
    expect(tour.length).toBeGreaterThanOrEqual(10);
  });

  it.each(tour.map((step): [string, Step] => [step.command.slice(0, 110), step]))('%s', async (_, step) => {
    const { path, headers, body } = requestOf(step.command, values);
    const answer = await fetch(app.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      ...(body !== undefined && { body }),
    });
    expect(answer.status).toBeLessThan(300);
    mustSay(step.answer, await answer.json(), '', values);
  });

  it('says what a first start prints of data and findings', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const unsaid = printed.filter((l) => !l.startsWith('account') && !readme.includes(l));
    expect(unsaid).toEqual([]);
    const roles = printed.filter((l) => l.startsWith('account')).map((l) => l.split(' ').slice(0, 3).join(' '));
    for (const account of roles) expect(readme).toContain(account);
  });
});
