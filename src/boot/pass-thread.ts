// What a rule's facts ask of a later room than theirs is said there; an application around this would have loaded it.
import '../care/evaluations/contributions/evaluators.queries.js';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { DataSource } from 'typeorm';
import { ChangeLog } from '../kernel/audit/change-log.js';
import { loadKeys } from '../kernel/config/keys.js';
import { Settings } from '../kernel/config/settings.js';
import { dataSourceOptions } from '../kernel/database/data-source.js';
import { ReadReplica } from '../kernel/database/replica/read-replica.js';
import { Transactions } from '../kernel/database/transactions.js';
import { Metrics } from '../kernel/observability/metrics.js';
import { Nudge } from '../kernel/outbox/nudge.js';
import { isStoreOutage } from '../kernel/queue/outage.js';
import { WorkingCalendars } from '../law/calendars/calendar-store.js';
import { FlagKeeper } from '../watch/flags/keeping/flag-keeper.js';
import { ProgrammeFlags } from '../watch/flags/programmes/programme-flags.js';
import { assessPage } from '../watch/runs/pass/assess-page.js';
import {
  THREAD_POOL_SIZE,
  type ThreadAnswer,
  type ThreadAsk,
  type ThreadResult,
} from '../watch/runs/pass/engine-thread.js';
import { RiskEngine } from '../watch/runs/risk-engine.js';
import { MarketExplainer } from '../watch/screening/explanations/market-explainer.js';
import { MarketAssessor } from '../watch/screening/markets/market-assessor.js';
import { screenMarketOnce } from '../watch/screening/markets/screen-market-once.js';

/**
 * A thread of a full pass, one that screens markets, or one that says anew why groups of a market were found clear: connections of
 * its own and the engine of the rules, without an application around them.
 */
const port = parentPort;
if (port === null) throw new Error('This is started as a thread of a full pass');

/** On Linux a priority is a thread's own: whoever asks the API meanwhile is answered first. Elsewhere it would be the whole process's. */
const LOW_PRIORITY = 10;
if (process.platform === 'linux') setPriority(LOW_PRIORITY);

const settings = Object.assign(new Settings(), workerData as Settings, { databasePoolSize: THREAD_POOL_SIZE });
const keys = loadKeys(settings);
const dataSource = await new DataSource({ ...dataSourceOptions(settings), migrations: [] }).initialize();
const transactions = new Transactions(dataSource, new ChangeLog(keys), new Nudge());
const keeper = new FlagKeeper();
const engine = new RiskEngine(
  new WorkingCalendars(transactions),
  keeper,
  new MarketAssessor(keeper),
  new ProgrammeFlags(),
  keys,
);
const replica = new ReadReplica(settings, dataSource, new Metrics());
replica.onApplicationBootstrap();
const explainer = new MarketExplainer(transactions, engine);
const answer = (said: ThreadAnswer): void => port.postMessage(said);

async function perform(ask: ThreadAsk): Promise<ThreadResult> {
  if ('page' in ask) return { passed: await assessPage(transactions, engine, ask.page, replica) };
  if ('screening' in ask) return { screened: await screenMarketOnce(transactions, engine, ask.screening) };
  return { said: await explainer.explain(ask.market) };
}

port.on('message', (ask: ThreadAsk | null) => {
  if (ask === null) {
    void replica
      .onApplicationShutdown()
      .then(() => dataSource.destroy())
      .finally(() => port.close());
    return;
  }
  const { no } = ask;
  perform(ask).then(
    (result) => answer({ no, ...result }),
    (error: unknown) =>
      answer({
        no,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        isOutage: isStoreOutage(error),
      }),
  );
});
answer('ready');
