import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { DeadlineBasisDto } from './deadlines.dto.js';

/** Until when the documents of a purchase must be kept, by its buyer and its agent. Nothing of it can be deleted here. */
export class KeepingDto {
  rule: string;
  basis: DeadlineBasisDto;
  /** When the last of its lots came to its end: failed, cancelled, or settled with its supplier. Null: not yet, or not known. */
  endedOn: PlainDate | null;
  /** At least until this day; null as long as the end is not known. */
  keepUntil: PlainDate | null;
}
