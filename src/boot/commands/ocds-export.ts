import { createWriteStream, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { Settings } from '../../kernel/config/settings.js';
import { UsageError, withApplication, type Command } from './command.js';

const USAGE = '--dataset DATASET [--records] [--package] [--out FILE] [--losses FILE]';

/** What `/ocds` publishes of a dataset: a release or record in each line, or one package of all; what it leaves out is counted last. */
export const ocdsExport: Command = {
  usage: USAGE,
  does: 'what is published of a dataset as OCDS 1.1.5: a release, or a record with its compiled release, of JSON a line, or all in one package; what is left out is counted',
  async run(args) {
    const { dataset, out, losses: report, ...chosen } = readOptions(args);
    const { OcdsExport } = await import('../../opendata/ocds-export.js');
    const { Losses } = await import('../../opendata/losses.js');
    const { writeLines, writePackage } = await import('../../opendata/package.rules.js');
    const { findPublisher } = await import('../../opendata/publisher.js');
    const losses = new Losses();
    const form = chosen.records ? 'records' : 'releases';
    let releases = 0;
    await withApplication(async (app, settings) => {
      const uri = chosen.package ? nameDataset(dataset, settings) : undefined;
      const found = app.get(OcdsExport).readReleases(dataset, losses);
      async function* countReleases() {
        for await (const release of found) {
          releases += 1;
          yield release;
        }
      }
      const texts =
        uri === undefined
          ? writeLines(countReleases(), form)
          : writePackage(countReleases(), form, findPublisher(settings), uri);
      if (out === undefined) await pipeline(Readable.from(texts), process.stdout, { end: false });
      else await pipeline(Readable.from(texts), createWriteStream(out));
    });
    const text = `${JSON.stringify({ dataset, releases, leftOut: losses.list() })}\n`;
    if (report === undefined) process.stderr.write(text);
    else writeFileSync(report, text);
    return 0;
  },
};

/** The address at which everybody reads what the package has: the standard asks each package for its own. */
function nameDataset(dataset: string, { publicOrigin }: Settings): string {
  if (publicOrigin === undefined)
    throw new UsageError('--package asks for the setting PUBLIC_ORIGIN, with which the address of the package begins.');
  return `${publicOrigin}/api/v1/ocds/packages?dataset=${encodeURIComponent(dataset)}`;
}

function readOptions(args: string[]) {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean', default: false }] as const;
  let values;
  try {
    const options = { dataset: text, out: text, losses: text, records: flag, package: flag };
    ({ values } = parseArgs({ args, options }));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { dataset, ...rest } = values;
  if (dataset === undefined) throw new UsageError(`ocds-export ${USAGE}`);
  return { dataset, ...rest };
}
