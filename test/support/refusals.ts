import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { IncomingMessage } from 'node:http';
import type { Tx } from '../../src/kernel/database/transactions.js';
import { Problem } from '../../src/kernel/errors/problem.js';
import type { ActionEngine } from '../../src/kernel/actions/engine.js';

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

/** Asks one guard for the record: its code where it refuses, null where it lets pass. */
async function refusedBy(tx: Tx, code: string, ask: () => Promise<void>): Promise<string | null> {
  await tx.query('SAVEPOINT for_the_record');
  try {
    await asking.run(true, ask);
    return null;
  } catch (error) {
    return error instanceof Problem && error.code === code ? code : `${code} (cannot be asked)`;
  } finally {
    await tx.query('ROLLBACK TO SAVEPOINT for_the_record');
  }
}

/** Asks the guards of an action; where one refuses, writes which of those after it would have refused too. */
async function askAll(
  tx: Tx,
  action: string,
  guards: readonly string[],
  ask: (guards: readonly string[]) => Promise<void>,
): Promise<void> {
  try {
    await ask(guards);
  } catch (error) {
    const place = error instanceof Problem ? guards.indexOf(error.code) : -1;
    if (place !== -1 && !isAskedForTheRecord()) {
      const too: string[] = [];
      for (const code of guards.slice(place + 1)) {
        const refused = await refusedBy(tx, code, () => ask([code]));
        if (refused !== null) too.push(refused);
      }
      if (too.length > 0) write({ guard: `${action}: ${guards[place]}`, too });
    }
    throw error;
  }
}

/** How the engine passes the guards of an action, which nobody else may call. */
interface Guarded {
  passGuards(
    action: { name: string; subject: { lifecycle: { name: string } } },
    transition: { guards?: readonly string[] },
    situation: { tx: Tx },
    facts: unknown,
  ): Promise<void>;
}

/** Writes which of an action's guards would have refused too, after the one that did. */
export function recordOtherGuards(engine: ActionEngine): void {
  const guarded = engine as unknown as Guarded;
  const passGuards = guarded.passGuards.bind(guarded);
  guarded.passGuards = (action, transition, situation, facts) =>
    askAll(situation.tx, `${action.subject.lifecycle.name}.${action.name}`, transition.guards ?? [], (guards) =>
      passGuards(action, { ...transition, guards }, situation, facts),
    );
}
