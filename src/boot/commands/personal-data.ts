import { parseArgs } from 'node:util';
import type { PersonKind } from '../../people/personal-data/person-kinds.js';
import type { ErasureGround } from '../../people/personal-data/requests/personal-data-request.lifecycle.js';
import { say, UsageError, withApplication, type Command } from './command.js';

const USAGE = 'ACTION KIND ID --reason TEXT';

/** The same copy and the same erasure as by `/personal-data/requests`, by who runs the service; what a law keeps stays kept. */
export const personalData: Command = {
  usage: USAGE,
  does: 'what is kept about one person, with the reason: `copy` prints it, `erase` erases it',
  async run(args) {
    const { PERSON_KINDS } = await import('../../people/personal-data/person-kinds.js');
    const { verb, kind, id, reason } = readOptions(args, PERSON_KINDS);
    const { ERASURE_GROUNDS } = await import('../../people/personal-data/requests/personal-data-request.lifecycle.js');
    if (verb === 'erase') findGround(reason, ERASURE_GROUNDS);
    const { PersonErasure } = await import('../../people/personal-data/person-erasure.js');
    return withApplication(async (app) => {
      const erasure = app.get(PersonErasure);
      if (verb === 'copy') say(JSON.stringify(await erasure.copy(kind, id, reason), null, 1));
      else say(`erased, request ${await erasure.erase(kind, id, findGround(reason, ERASURE_GROUNDS))}`);
      return 0;
    });
  },
};

function readOptions(args: string[], kinds: readonly PersonKind[]) {
  let parsed;
  try {
    parsed = parseArgs({ args, allowPositionals: true, options: { reason: { type: 'string' } } });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const [verb, name, id, ...more] = parsed.positionals;
  const kind = kinds.find((known) => known === name);
  const reason = parsed.values.reason?.trim();
  if ((verb !== 'copy' && verb !== 'erase') || !kind || !id || more.length > 0 || !reason)
    throw new UsageError(`personal-data ${USAGE}\nKIND is one of ${kinds.join(', ')}`);
  return { verb, kind, id, reason };
}

/** What is erased is not explained in words of one's own: they would outlive it. */
function findGround(reason: string, grounds: readonly ErasureGround[]): ErasureGround {
  const ground = grounds.find((known) => known === reason);
  if (!ground) throw new UsageError(`personal-data ${USAGE}\nTo erase, TEXT is one of ${grounds.join(', ')}`);
  return ground;
}
