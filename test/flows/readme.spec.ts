import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorker, type Running } from '../../src/boot/bootstrap.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  assertHolds,
  holds,
  parseCommands,
  readPage,
  toRequest,
  type PrintedCommand,
} from '../support/printed-commands.js';
import { demonstrationScene } from '../support/scenes.js';

const READMES = ['README.md', 'README.zh-CN.md'];

/** Longest time until a change is in the feed. */
const RELAY_MS = 120_000;

let app: TestApp;
let worker: Running;
let printed: string[];
beforeAll(async () => {
  // in the order of a first start: the data is loaded before the jobs run
  const scene = await demonstrationScene();
  app = await startTestApp({ scene });
  ({ printed } = scene);
  worker = await startWorker(app.settings);
});
afterAll(async () => {
  await worker.close();
  await app.close();
});

/** Password that the first start printed for an account. */
const passwordOf = (login: string): string =>
  printed.map((line) => line.split(' ')).find((words) => words[0] === 'account' && words[2] === login)?.[3] ?? '';

/** What the page says of the start, line by line; the password of an account is `…`. */
const startOf = (page: string): string[] =>
  (/```text\n([\s\S]*?)```/.exec(page)?.[1] ?? '')
    .split('\n')
    .filter((line) => /^(loaded|flags|account|key|slip)/.test(line));
const withoutPasswords = (): string[] =>
  printed.map((line) => line.replace(/^(account \S+ \S+|key \S+|slip \S+) \S+/, '$1 …'));

describe.each([...READMES, 'docs/tour.md'])('%s', (path) => {
  const page = readPage(path);
  const commands = parseCommands(page);
  const values = new Map<string, string>();
  beforeAll(() => {
    values.set('OFFICER', passwordOf('officer')).set('SUPERVISOR', passwordOf('supervisor'));
  });

  it('prints an answer below each curl command', () => {
    expect(commands.length).toBeGreaterThanOrEqual(6);
    expect(commands).toHaveLength(page.match(/^curl /gm)?.length ?? 0);
  });

  it.each(commands.map((printed): [string, PrintedCommand] => [printed.command.slice(0, 110), printed]))(
    'shows what the product answers to %s',
    async (_, { command, answer }) => {
      const { path: address, method, headers, body } = toRequest(command, values);
      const ask = async (): Promise<unknown> => {
        const got = await fetch(app.url + address, { method, headers, ...(body !== undefined && { body }) });
        expect(got.status).toBeLessThan(300);
        return got.json();
      };
      let got = await ask();
      // what was changed a moment ago reaches the feed a moment later
      for (const until = Date.now() + RELAY_MS; method === 'GET' && !holds(answer, got) && Date.now() < until;) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        got = await ask();
      }
      assertHolds(answer, got, '', values);
    },
  );

  it('shows of the first start only lines that it prints', () => {
    expect(startOf(page).length).toBeGreaterThan(4);
    expect(startOf(page).filter((line) => !withoutPasswords().includes(line))).toEqual([]);
  });
});

describe('the first start in docs/tour.md', () => {
  it('has every line that is printed of data, findings and accounts', () => {
    expect(startOf(readPage('docs/tour.md'))).toEqual(withoutPasswords());
  });
});

describe('the two READMEs', () => {
  it('run the same commands, whose answers differ in language alone', () => {
    const [english = [], chinese = []] = READMES.map((path) =>
      parseCommands(readPage(path)).map(({ command, answer }) => [
        command.replace(` -H 'accept-language: zh'`, ''),
        JSON.stringify(answer).replaceAll(/"title":"[^"]*"/g, '"title":"…"'),
      ]),
    );
    expect(chinese).toEqual(english);
  });
});
