import { DataSource } from 'typeorm';
import { Reassessment } from '../watch/runs/reassessment.js';
import { DemonstrationLoader } from './demonstration-loader.js';

interface Container {
  get<T>(type: abstract new (...args: never[]) => T): T;
}

const LABELS: Record<string, string> = {
  study: 'reconstructed from a published study',
  fiction: 'an invented market',
  'import:notices': 'real public notices, names replaced',
  live: 'a demonstration of what is at work today',
};

/** Loads what is not there yet, screens it, and says for the terminal what was loaded and found; empty where nothing was. */
export async function loadAndReport(app: Container): Promise<string[]> {
  const loaded = await app.get(DemonstrationLoader).load(async () => {
    await app.get(Reassessment).reassessAll();
    await app.get(Reassessment).screenMarkets();
  });
  const lines = loaded.datasets.map(
    (d) =>
      `loaded        ${d.dataset} (${LABELS[d.dataset] ?? ''}): ${d.purchases} purchases, ${d.serviceLines} service lines`,
  );
  if (loaded.notices)
    lines.push(
      `loaded        ${loaded.notices.dataset} (${LABELS[loaded.notices.dataset] ?? ''}): ${loaded.notices.accepted} notices`,
    );
  if (lines.length > 0) lines.push(...(await summariseFlags(app)));
  return [
    ...lines,
    ...loaded.accounts.map((a) => `account ${a.role} ${a.login} ${a.password}`),
    ...(loaded.key === null ? [] : [`key integrator ${loaded.key}`]),
    ...(loaded.slip === null ? [] : [`slip resident ${loaded.slip} (page /s)`]),
  ];
}

async function summariseFlags(app: Container): Promise<string[]> {
  const rows = await app
    .get(DataSource)
    .query<{ dataset: string; indicator: string; n: number }[]>(
      `SELECT dataset, indicator, count(*)::integer AS n FROM flag WHERE part_of IS NULL GROUP BY 1, 2 ORDER BY 1, 2`,
    );
  const byDataset = new Map<string, string[]>();
  for (const { dataset, indicator, n } of rows)
    byDataset.set(dataset, [...(byDataset.get(dataset) ?? []), `${n} ${indicator}`]);
  return [...byDataset].map(([dataset, flags]) => `flags         ${dataset}: ${flags.join(', ')}`);
}
