import { Problem } from '../../../../kernel/errors/problem.js';
import type { LotOnRecord } from './failed-lots.queries.js';

/** The lots that are meant: they failed, and go on in no other round. @throws Problem `lot_unknown`, `lot_not_failed` */
export function selectFailedLots(lots: readonly LotOnRecord[], asked: readonly number[] | undefined): LotOnRecord[] {
  const stranger = asked?.findIndex((no) => !lots.some((lot) => lot.no === no)) ?? -1;
  if (stranger >= 0)
    throw Problem.ofField('lot_unknown', `/lots/${stranger}`, { en: 'No such lot', zh: '没有这个包（标段）' });
  const isFree = ({ state, next }: LotOnRecord): boolean => state === 'failed' && next === null;
  const named = lots.filter((lot) => asked?.includes(lot.no) ?? isFree(lot));
  const refused = named.filter((lot) => !isFree(lot));
  if (named.length > 0 && refused.length === 0) return named;
  throw new Problem('lot_not_failed', {
    facts: { lots: refused.map(({ no, state, next }) => ({ lot: no, failed: state === 'failed', round: next })) },
  });
}
