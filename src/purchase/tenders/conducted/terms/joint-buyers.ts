import { assertStandingBodies } from '../../../../people/organisations/merges/standing-records.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { invalid } from '../../../../kernel/http/validation.js';
import type { TenderTerms } from './terms-types.js';

type Joint = Pick<Partial<TenderTerms>, 'jointBuyers' | 'complaintAuthority'>;

/** All who buy: the buyer, and who buys together with it. */
export const listBuyers = (tender: { buyer_id: string; terms: TenderTerms }): string[] => [
  tender.buyer_id,
  ...(tender.terms.jointBuyers ?? []),
];

/** Joint buyers are bodies on record; whom their suppliers complain to is a finance authority. */
export async function assertJointBuyers(
  tx: Tx,
  dataset: string,
  { jointBuyers, complaintAuthority }: Joint,
): Promise<void> {
  await assertStandingBodies(tx, dataset, jointBuyers ?? [], (i) => `/jointBuyers/${i}`);
  if (complaintAuthority === null || complaintAuthority === undefined) return;
  const known = await tx.query(
    `SELECT FROM organisation WHERE id = $1 AND dataset = $2 AND kind = 'finance_authority'`,
    [complaintAuthority, dataset],
  );
  if (known.length > 0) return assertStandingBodies(tx, dataset, [complaintAuthority], () => '/complaintAuthority');
  throw Problem.ofField('dataset_mismatch', '/complaintAuthority', {
    en: 'There is no such finance authority in this dataset',
    zh: '该数据集中没有此财政部门',
  });
}

/** Who buys, and whom suppliers complain to, stands from the issue on: no correction moves a complaint to another authority. */
export function assertSameBuyers(corrected: Joint | undefined): void {
  for (const name of ['jointBuyers', 'complaintAuthority'] as const)
    if (corrected?.[name] !== undefined)
      throw invalid(`/correction/terms/${name}`, 'not_allowed_value', {
        en: 'It stands from the issue of the documents on',
        zh: '采购文件发出后不得变更',
      });
}
