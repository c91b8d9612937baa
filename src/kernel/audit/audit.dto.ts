import { IsOptional, Matches } from 'class-validator';
import { ListOf } from '../http/lists/list-of.js';
import { AnyTextUpTo } from '../http/validation/fields.js';
import { PageQuery } from '../http/lists/list.js';
import type { OpenedRecord } from './persons/covered-reasons.js';
import type { Uuid } from '../http/id.js';
import type { Instant } from '../clock/moment.js';
import type { FindingCode } from './verification/verification-types.js';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { toView } from '../http/view.js';
import type { StoredRow } from '../database/row-types.js';
import type { AuditEntry } from './audit-entry.entity.js';

export class AuditQuery extends PageQuery {
  /** Only entries of this aggregate, `type:id`. */
  @IsOptional()
  @Matches(/^[a-z][a-z0-9_]{0,39}:[^\0]{1,200}$/, { message: 'subject is not type:id' })
  @ApiPropertyOptional({ pattern: '^[a-z][a-z0-9_]{0,39}:[\\s\\S]{1,200}$' })
  subject?: string;

  /** Only what this user or API key did. */
  @AnyTextUpTo(100, 'optional')
  actor?: string;

  /** Only this action. */
  @IsOptional()
  @Matches(/^[a-z][a-z0-9_]{0,59}$/, { message: 'action is not the name of an action' })
  action?: string;

  /** Only entries of this dataset. */
  @IsOptional()
  @Matches(/^(live|study|fiction|import:[a-z0-9][a-z0-9-]{0,39})$/, { message: 'dataset is not one of the datasets' })
  dataset?: string;
}

/** Who acted: a person, an API key, or the system. */
export class ActorDto {
  kind: 'user' | 'api_key' | 'system' | 'public';
  /** Null too where who acted is kept back (a member of a review panel, until the result is published), or the entry is not as it was sealed. */
  id: Uuid | null;
}

/** One change of state: who did what, when, why. */
export class AuditEntryDto {
  id: string;
  aggregate: string;
  aggregateId: string;
  /** 1, 2, 3 … within the aggregate. */
  seq: number;
  /** Business time, RFC 3339. */
  at: Instant;
  action: string;
  actor: ActorDto;
  from: string | null;
  to: string | null;
  reason: string | null;
  /** It had a reason, about a person whose data was erased. */
  reasonErased: boolean;
  data: Record<string, unknown>;
  dataset: string | null;
  /** HMAC-SHA-256 of the entry, in hex; the next entry of the aggregate contains it. */
  seal: string;

  /** Who and words come from the sealed bytes; a row whose bytes are not ours shows what its columns say besides, and neither. */
  static fromRow(row: EntryRow, record: OpenedRecord | null): AuditEntryDto {
    return toView(AuditEntryDto, row, {
      aggregate: row.aggregate_type,
      actor: { kind: row.actor_kind, id: row.withheld ? null : (record?.actor.id ?? null) },
      from: record?.from ?? null,
      to: record?.to ?? null,
      reason: record?.reason ?? null,
      reasonErased: record?.reasonErased ?? false,
      data: record?.data ?? {},
      seal: row.seal.toString('hex'),
    });
  }
}

/** A page of audit entries. */
export class AuditEntriesDto extends ListOf(AuditEntryDto) {}

/** Something in the audit that is not as it was written. */
export class AuditFindingDto {
  /** Stable code, e.g. `row_altered`, `tail_cut`. */
  code: FindingCode;
  text: string;
  aggregate?: string;
  id?: string;
  seq?: number;
  /** Id of the audit entry. */
  entry?: string;
  anchor?: number;
}

/** An audit entry, by its place. */
export class RowNameDto {
  entry: string;
  aggregate: string;
  id: string;
  seq: number;
}

/** Audit entries that no anchor covers yet. */
export class NotYetAnchoredDto {
  rows: number;
  /** The first twenty. */
  first: RowNameDto[];
}

/** The newest anchor of the audit. */
export class LastAnchorDto {
  no: number;
  at: Instant;
  /** Feed position up to which chains were looked at. */
  position: string;
}

/** How many anchors there are, and who signs them. */
export class AnchorsDto {
  inDatabase: number;
  inFile: number;
  last: LastAnchorDto | null;
  /** PEM of the Ed25519 key that signs anchors now. */
  publicKey: string;
}

/** Up to where the audit was moved. */
export class MovedUpToDto {
  /** Number of an anchor. */
  no: number;
  at: Instant;
}

/** Whether the audit is what was written. */
export class AuditVerificationDto {
  ok: boolean;
  checkedAt: Instant;
  rows: number;
  chains: number;
  anchors: AnchorsDto;
  /** Entries newer than their chain's last anchor; anchors come every minute. */
  notYetAnchored: NotYetAnchoredDto;
  /** The first two hundred. */
  findings: AuditFindingDto[];
  findingsTotal: number;
  /** Old entries that were moved, up to this anchor, were verified then and not read again; null where everything was. */
  movedUpTo: MovedUpToDto | null;
}

export interface EntryRow extends Omit<StoredRow<AuditEntry>, 'tenants' | 'region' | 'public' | 'prev' | 'request_id'> {
  /** Who acted is not for the caller to know. */
  withheld: boolean;
}
