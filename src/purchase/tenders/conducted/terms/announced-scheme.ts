import { declareContribution } from '../../../../kernel/contributions/contributed.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';

/** Whether a scheme of evaluation is in force and of this body and dataset: schemes are known to a room after this one. */
export const isSchemeInForce =
  declareContribution<(tx: Tx, scheme: string, owner: { body: string; dataset: string }) => Promise<boolean>>(
    'evaluation schemes of a body',
  );

interface Scheming {
  readonly evaluationScheme?: string | null | undefined;
}

/** The scheme that documents announce is one of the buyer's, in force. @throws Problem `not_found` */
export async function assertAnnouncedScheme(
  tx: Tx,
  { buyer, dataset }: { buyer: string | null | undefined; dataset: string },
  terms: Scheming | null | undefined,
  place: string,
): Promise<void> {
  const scheme = terms?.evaluationScheme;
  if (!scheme) return;
  if (buyer && (await isSchemeInForce(tx, scheme, { body: buyer, dataset }))) return;
  const text = { en: 'No scheme of the buyer that is in force', zh: '不是采购人已生效的评估方案' };
  throw new Problem('not_found', {
    errors: [{ pointer: `${place}/evaluationScheme`, code: 'not_found', text }],
  });
}

/** The same of what a request says of several lots. @throws Problem `not_found` */
export async function assertSchemesOfLots(
  tx: Tx,
  tender: { buyer: string | null | undefined; dataset: string },
  lots: readonly { terms?: Scheming | null | undefined }[],
  place = '/lots',
): Promise<void> {
  for (const [i, { terms }] of lots.entries()) await assertAnnouncedScheme(tx, tender, terms, `${place}/${i}/terms`);
}

/** Terms without a scheme that is in force no more: a later purchase announces one that is. */
export async function omitEndedScheme<T extends Scheming>(
  tx: Tx,
  { buyer, dataset }: { buyer: string; dataset: string },
  terms: T,
): Promise<T> {
  const { evaluationScheme: scheme, ...rest } = terms;
  if (!scheme || (await isSchemeInForce(tx, scheme, { body: buyer, dataset }))) return terms;
  return rest as T;
}
