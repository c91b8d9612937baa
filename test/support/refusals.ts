import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { IncomingMessage } from 'node:http';
import { Problem } from '../../src/platform/errors/problem.js';
import type { LifecycleRegistry } from '../../src/platform/lifecycle/registry.js';

/**
 * With TEST_REFUSALS=FOLDER every refusal of a run is written there, with the test that asked for it: two commits refuse the
 * same where `scripts/characterise/refusals.mjs` finds no difference. Where an action is refused by one guard, those that
 * stand after it are asked too, so that the record says which of several broken guards answered. Off, it costs nothing.
 */
const FOLDER = process.env.TEST_REFUSALS;

export const recordsRefusals = FOLDER !== undefined && FOLDER !== '';

/** What Jest's `expect` knows of the test that runs: the same under its own runner and in plain Node processes. */
interface TestState {
  testPath?: string;
  currentTestName?: string;
}

function currentTest(): { spec: string; test: string } {
  const { expect } = globalThis as { expect?: { getState(): TestState } };
  const { testPath = '', currentTestName = '' } = expect?.getState() ?? {};
  const path = relative(process.cwd(), testPath).replaceAll('\\', '/');
  const [, spec = path] = /(?:^|\/)((?:src|test)\/.+)\.[jt]s$/.exec(path) ?? [];
  return { spec, test: currentTestName };
}

/** A path without what differs from run to run; an action keeps its name, whether it has a route of its own or not. */
const templateOf = (url: string): string =>
  (url.split('?')[0] ?? '')
    .replace(/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/g, '{id}')
    .replace(/\/\d+(?=\/|$)/g, '/{n}');

function write(line: object): void {
  mkdirSync(FOLDER ?? '', { recursive: true });
  appendFileSync(join(FOLDER ?? '', `${process.pid}.jsonl`), `${JSON.stringify({ ...currentTest(), ...line })}\n`);
}

/** Writes one refusal: what was asked, status, code, and what of the request it points to. */
export function recordRefusal({ method, url = '' }: IncomingMessage, status: number, body: string): void {
  const isProblem = body.startsWith('{');
  const problem = (isProblem ? JSON.parse(body) : {}) as {
    code?: string;
    errors?: { pointer: string; code: string }[];
  };
  const pointers = (problem.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
  write({ method, path: templateOf(url), status, code: problem.code ?? null, pointers });
}

const asking = new AsyncLocalStorage<true>();

/** Whether a guard is asked for the record alone: what it says then is nobody's answer. */
export const isAskedForTheRecord = (): boolean => asking.getStore() === true;

/** Writes which of an action's guards would have refused too, after the one that did. */
export function recordOtherGuards(registry: LifecycleRegistry): void {
  const pass = registry.pass.bind(registry);
  registry.pass = async (tx, lifecycle, action, guards, id, given) => {
    try {
      await pass(tx, lifecycle, action, guards, id, given);
    } catch (error) {
      const place = error instanceof Problem ? guards.indexOf(error.code) : -1;
      if (place !== -1 && !isAskedForTheRecord()) {
        const too: string[] = [];
        for (const guard of guards.slice(place + 1)) {
          await tx.query('SAVEPOINT for_the_record');
          try {
            await asking.run(true, () => pass(tx, lifecycle, action, [guard], id, given));
          } catch (other) {
            too.push(other instanceof Problem && other.code === guard ? guard : `${guard} (cannot be asked)`);
          }
          await tx.query('ROLLBACK TO SAVEPOINT for_the_record');
        }
        if (too.length > 0) write({ guard: `${lifecycle}.${action}: ${guards[place]}`, too });
      }
      throw error;
    }
  };
}
