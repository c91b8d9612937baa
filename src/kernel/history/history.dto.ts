import { Matches } from 'class-validator';
import { ActorDto } from '../audit/audit.dto.js';
import { PageQuery } from '../http/lists/list.js';
import type { Instant } from '../clock/moment.js';

/** Type and id of one object. */
const SUBJECT = /^[a-z][a-z0-9_]{0,39}:[A-Za-z0-9._-]{1,100}$/;

export class HistoryQuery extends PageQuery {
  /** `type:id`, e.g. `tender:…`, `service_line:…`. */
  @Matches(SUBJECT)
  subject: string;
}

/** One change of one object. */
export class HistoryEntryDto {
  /** 1, 2, 3 … of the object. */
  seq: number;
  /** Business time. */
  at: Instant;
  action: string;
  actor: ActorDto;
  /** State before and after, where the change is a transition. */
  from: string | null;
  to: string | null;
  /** In the words of who acted; null for who sees the change only because it is public. */
  reason: string | null;
  /** It had a reason, about a person whose data was erased. */
  reasonErased: boolean;
  /** What changed. */
  data: Record<string, unknown>;
}

/** A page of changes of one object, the oldest first. */
export class HistoryDto {
  items: HistoryEntryDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}
