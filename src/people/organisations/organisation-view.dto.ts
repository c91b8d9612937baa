import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { ExternalIdDto } from '../../kernel/http/lists/external-id.dto.js';
import {
  FISCAL_LEVELS,
  ORGANISATION_KINDS,
  type FiscalLevel,
  type HOLDING_RELATIONS,
  type PERSON_RELATIONS,
} from './organisation-codes.js';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';
import type { CategoryCode } from '../../law/code-lists/code-lists.js';
import { toView } from '../../kernel/http/view.js';
import type { ExternalId } from '../../kernel/database/external-ids/external-ids.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { Organisation } from './organisation.entity.js';

/** A body as every signed-in caller sees it. */
export class OrganisationDto {
  id: Uuid;
  version: number;
  dataset: string;
  name: string;
  kind: (typeof ORGANISATION_KINDS)[number] | null;
  creditCode: string | null;
  region: string | null;
  /** The budget level that it states. */
  budgetLevel: (typeof FISCAL_LEVELS)[number] | null;
  /** That by which complaints find their authority: the stated one, else by its region; null: not known, as of a body of the whole country. */
  fiscalLevel: (typeof FISCAL_LEVELS)[number] | null;
  /** `merged`: a second record of a body, which goes on in another one. */
  state: 'active' | 'merged';
  /** That other record. */
  mergedInto: Uuid | null;
  categories: CategoryCode[];
  licensedWorkers: number | null;
  fullTimeStaff: number | null;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  registeredOn: PartialDate | null;
  /** What its notices say of where it sits and whom to ask. */
  address: string | null;
  contactName: string | null;
  contactPhone: string | null;
  /** Whether its persons and holdings are a complete statement. */
  relationsKnown: boolean;
  externalIds: ExternalIdDto[];
  createdAt: Instant;
  updatedAt: Instant;

  static fromRow(this: void, row: OrganisationRow): OrganisationDto {
    return toView(OrganisationDto, row);
  }
}

/** A person behind a body, by name. */
export class PersonViewDto {
  relation: (typeof PERSON_RELATIONS)[number];
  name: string;
  /** First and last day, where they are known. */
  since?: PlainDate;
  until?: PlainDate;
}

/** A body that holds, manages or founded another one. */
export class HoldingViewDto {
  organisation: Uuid;
  name: string;
  relation: (typeof HOLDING_RELATIONS)[number];
  /** First and last day, where they are known. */
  since?: PlainDate;
  until?: PlainDate;
}

/** A body with the persons and bodies behind it. */
export class OrganisationDetailDto extends OrganisationDto {
  /** Bodies that hold, manage or founded it; null for those who may not see them. */
  holdings: HoldingViewDto[] | null;
  /** Persons behind it, by name; null for those who may not see them. */
  persons: PersonViewDto[] | null;

  static ofDetail(
    this: void,
    row: OrganisationRow & { holdings: HoldingViewDto[] | null; persons: PersonViewDto[] | null },
  ) {
    return {
      ...OrganisationDto.fromRow(row),
      holdings: row.holdings,
      persons: row.persons,
    } satisfies OrganisationDetailDto;
  }
}

/** A page of bodies. */
export class OrganisationListDto {
  items: OrganisationDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}

export interface OrganisationRow extends Omit<StoredRow<Organisation>, 'kind' | 'categories'> {
  kind: (typeof ORGANISATION_KINDS)[number] | null;
  categories: CategoryCode[];
  external_ids: ExternalId[];
  fiscal_level: FiscalLevel | null;
}
