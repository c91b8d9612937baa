import { invalid } from '../../../kernel/http/validation.js';
import type { RecipientChangeDto } from './recipient.dto.js';

/** The number of a recipient as it is written: issued here, along a line. */
export const formatRecipientNumber = (no: number): string => `R${String(no).padStart(6, '0')}`;

/** Days that stand of a recipient; `first`, `last`: of which a record speaks first, and last of those that may be corrected before; `known`: nothing of theirs was erased or blocked; `taken`: taken over from another body. */
export interface RecipientDays {
  since: string;
  until: string | null;
  buyer_id: string | null;
  joint_buyers: string[];
  region: string | null;
  first: string | null;
  last: string | null;
  known: boolean;
  taken: boolean;
}

/**
 * Served from a day that has come, to one that is not before it; every record of theirs lies between the two. One whose contract was
 * accepted since keeps nobody from telling that they had died or left. From when somebody was served who was taken over, the former agency
 * said: it is made no later, or its true records would be those of a stranger.
 */
export function assertRecipientDays(dto: RecipientChangeDto, row: RecipientDays | undefined, today: string): void {
  const since = dto.since ?? row?.since ?? today;
  const until = dto.until === undefined ? (row?.until ?? null) : dto.until;
  if (since > today) throw invalid('/since', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
  if (dto.since !== undefined && row?.first && since > row.first)
    throw invalid('/since', 'too_late', { en: `They were served on ${row.first}`, zh: `${row.first} 已有服务记录` });
  if (dto.since !== undefined && row?.taken === true && since > row.since)
    throw invalid('/since', 'too_late', {
      en: `They were taken over, and the former agency served them from ${row.since}`,
      zh: `该服务对象系移交而来，原承接主体自 ${row.since} 起提供服务`,
    });
  if (dto.until && row?.last && dto.until < row.last)
    throw invalid('/until', 'too_early', { en: `They were served on ${row.last}`, zh: `${row.last} 仍有服务记录` });
  if (until === null || until >= since) return;
  const pointer = dto.until === undefined ? '/since' : '/until';
  throw invalid(pointer, dto.until === undefined ? 'too_late' : 'too_early', {
    en: 'The last day lies before the first',
    zh: '结束日期早于起始日期',
  });
}
