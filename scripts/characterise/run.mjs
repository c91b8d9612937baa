/** Characterises a checkout: what everybody reads, in files that are equal where behaviour is equal. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Checkout } from './checkout.mjs';
import { characteriseDemonstration, MOMENTS } from './demonstration.mjs';
import { characteriseTour, STOPS } from './tour.mjs';

/** How much is asked: ids of a route, drawings and samples for who does not ask of all, longest lists whose filters are tried. */
const FULL = { ids: Infinity, drawn: 3, parents: 2, sample: 8, histories: 60, less: new Set(['after-it']) };
const QUICK = { ids: 6, drawn: 1, parents: 1, sample: 2, histories: 2, few: true };

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @param only names of the moments at which it is asked; without it all of them */
export async function characterise({ checkout: root, out, quick, worlds, only, say }) {
  const begun = Date.now();
  const limits = quick ? QUICK : FULL;
  const all = quick ? ['before-the-deadline', 'after-the-year'] : [...MOMENTS, ...STOPS].map(({ name }) => name);
  const moments = all.filter((name) => only?.includes(name) ?? true);
  rmSync(out, { recursive: true, force: true });
  const report = { quick, worlds: {} };
  for (const name of worlds) {
    const checkout = new Checkout(root);
    const interrupted = (signal) => void checkout.close().then(() => process.exit(signal === 'SIGINT' ? 130 : 143));
    for (const signal of SIGNALS) process.once(signal, interrupted);
    try {
      await checkout.build();
      const made = await WORLDS[name](checkout, limits, moments, say);
      const figures = made.observations.write(join(out, name), made.instants, made.printed);
      report.worlds[name] = summary(made);
      say(
        `${name}: ${made.client.requests} requests, ${figures.asks} questions, ${figures.bodies} distinct bodies, ${figures.files} files, ${(figures.bytes / 1e6).toFixed(1)} MB`,
      );
    } finally {
      for (const signal of SIGNALS) process.removeListener(signal, interrupted);
      await checkout.close();
    }
  }
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
  say(`${Math.round((Date.now() - begun) / 1000)} s`);
}

export const WORLDS = { demonstration: characteriseDemonstration, tour: characteriseTour };

const summary = ({ accounts, missing, skipped }) => ({
  accounts: accounts.map(({ name, role, reach }) => `${name}: ${role}, ${reach}`),
  missing,
  skipped: [...skipped.keys()].sort(),
});
