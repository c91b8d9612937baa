import { createWriteStream, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { UsageError, withApplication, type Command } from './command.js';

const USAGE = 'ocds-export --dataset DATASET [--out FILE] [--losses FILE]';

/** What `/ocds/packages` publishes, a release in each line; what it leaves out is counted last. */
export const ocdsExport: Command = {
  usage: '--dataset DATASET [--out FILE] [--losses FILE]',
  does: 'what is published of a dataset as OCDS 1.1.5, a release of JSON a line; what is left out is counted',
  async run(args) {
    const { dataset, out, losses: report } = readOptions(args);
    const { OcdsExport } = await import('../../opendata/ocds-export.js');
    const { Losses } = await import('../../opendata/losses.js');
    const losses = new Losses();
    let releases = 0;
    await withApplication(async (app) => {
      const lines = app.get(OcdsExport).writeLines(dataset, losses);
      async function* countLines() {
        for await (const line of lines) {
          releases += 1;
          yield line;
        }
      }
      if (out === undefined) await pipeline(Readable.from(countLines()), process.stdout, { end: false });
      else await pipeline(Readable.from(countLines()), createWriteStream(out));
    });
    const text = `${JSON.stringify({ dataset, releases, leftOut: losses.list() })}\n`;
    if (report === undefined) process.stderr.write(text);
    else writeFileSync(report, text);
    return 0;
  },
};

function readOptions(args: string[]): { dataset: string; out?: string | undefined; losses?: string | undefined } {
  const text = { type: 'string' } as const;
  let values;
  try {
    ({ values } = parseArgs({ args, options: { dataset: text, out: text, losses: text } }));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { dataset, out, losses } = values;
  if (dataset === undefined) throw new UsageError(USAGE);
  return { dataset, out, losses };
}
