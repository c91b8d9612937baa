import { findOutdatedSettlements } from '../../../care/payments/settlements/outdated-settlements.js';
import type { SettlementRemedy } from '../../../care/payments/settlements/settlement.rules.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Text } from '../../../kernel/errors/texts.js';
import { withStep } from '../task-parts.js';
import type { TaskDetail } from '../told/task-titles.js';

interface Row {
  kind: string;
  id: string;
  title: TaskDetail | null;
}

const REMEDIES: Readonly<Record<SettlementRemedy, Text>> = {
  confirm: {
    en: ', records were taken back: fewer units to be accepted',
    zh: '（部分服务记录已更正，应减少认可数量）',
  },
  return: { en: ', records were taken back: to be returned', zh: '（部分服务记录已更正，应退回重新结算）' },
};

/** A settlement of which records were taken back since is not confirmed as it was proposed: fewer units are accepted, or it is returned. */
export async function judgeProposedSettlements<R extends Row>(reader: Reader, rows: readonly R[]): Promise<R[]> {
  const isJudged = ({ kind, title }: R): boolean => kind === 'settlement' && title?.step === 'confirm';
  const proposed = rows.filter(isJudged).map(({ id }) => id);
  if (proposed.length === 0) return [...rows];
  const outdated = await findOutdatedSettlements(reader, proposed);
  return rows.map((row) => {
    const remedy = isJudged(row) ? outdated.get(row.id) : undefined;
    return remedy === undefined ? row : withStep(row, remedy, REMEDIES[remedy]);
  });
}
