import { parseArgs } from 'node:util';
import { say, UsageError, withApplication, type Command } from './command.js';

const USAGE = 'ACTION [ID… or JOB…] [--all] [--queue QUEUE] [--reason TEXT]';

/** The same list, retries and dismissals as `/jobs/failed`. */
export const jobs: Command = {
  usage: USAGE,
  does: 'work that failed for good: `list`, `retry ID…` or `retry --all`; `dismiss JOB --reason TEXT` gives up what no version does any more',
  async run(args) {
    const { verb, ids, all, queue, reason } = readOptions(args);
    const { FailedJobs, isJobId } = await import('../../kernel/queue/jobs/failed-jobs.js');
    const { SYSTEM } = await import('../../kernel/access/principal.js');
    const { FailedJobDto } = await import('../../kernel/queue/jobs/jobs.dto.js');
    return withApplication(async (app) => {
      const failed = app.get(FailedJobs);
      if (verb === 'list') {
        let after: Parameters<typeof failed.list>[1] = null;
        do {
          const page: Awaited<ReturnType<typeof failed.list>> = await failed.list(200, after, queue);
          for (const job of page.jobs) say(JSON.stringify(FailedJobDto.fromFailedJob(job)));
          after = page.next;
        } while (after);
        return 0;
      }
      if (verb === 'dismiss') {
        let dismissed = 0;
        for (const what of ids)
          dismissed += await failed.dismiss(SYSTEM, isJobId(what) ? { id: what } : { job: what }, reason);
        say(`${dismissed} given up`);
        return 0;
      }
      if (!all) for (const id of ids) await failed.retry(id);
      say(`${all ? await failed.retryAll(queue) : ids.length} put back`);
      return 0;
    });
  },
};

function readOptions(args: string[]) {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: { all: { type: 'boolean' }, queue: { type: 'string' }, reason: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const [verb, ...ids] = parsed.positionals;
  const { all = false, queue } = parsed.values;
  const reason = parsed.values.reason?.trim() ?? '';
  const isList = verb === 'list' && ids.length === 0 && !all;
  const isRetry = verb === 'retry' && (all ? ids.length === 0 : ids.length > 0 && queue === undefined);
  const isDismissal = verb === 'dismiss' && !all && ids.length > 0 && queue === undefined && reason !== '';
  if (!isDismissal && (reason !== '' || (!isList && !isRetry))) throw new UsageError(`jobs ${USAGE}`);
  return { verb, ids, all, queue, reason };
}
