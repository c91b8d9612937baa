import { ExternalIdDto } from '../../../kernel/http/lists/external-id.dto.js';
import { listHeldPermissions } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { AllowedActionDto, linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { LineEndDto } from './line-ending.dto.js';
import type { ServiceLineRow } from './service-line-row.queries.js';
import { AssumptionDto, LINE_STATES } from './service-line.dto.js';
import { serviceLineSubject } from './service-line.subject.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { CategoryCode, TargetGroupCode } from '../../../law/code-lists/code-lists.js';
import { toView } from '../../../kernel/http/view.js';

/** A place by its name. */
export class PlaceDto {
  id: Uuid;
  name: string;
}

/** A service residents receive: place × category × target group, lasting across projects. */
export class ServiceLineDto {
  id: Uuid;
  version: number;
  dataset: string;
  name: string;
  category: CategoryCode;
  targetGroup: TargetGroupCode | null;
  region: string | null;
  /** The body that answers for it. */
  responsible: Uuid | null;
  communities: PlaceDto[];
  since: PlainDate;
  until: PlainDate | null;
  /** Nothing is known after this day; null in a dataset that goes on. */
  knownUntil: PlainDate | null;
  assumption: AssumptionDto | null;
  /** `ended` once it is decided; what was recorded is from the day after `until`. */
  state: (typeof LINE_STATES)[number];
  /** Null where nobody has proposed to end it. */
  end: LineEndDto | null;
  externalIds: ExternalIdDto[];
  allowedActions: AllowedActionDto[];
  createdAt: Instant;
  updatedAt: Instant;

  static fromRow(this: void, row: ServiceLineRow, caller: Scope): ServiceLineDto {
    return toView(ServiceLineDto, row, {
      responsible: row.responsible_id,
      allowedActions: linkAllowedActions(
        serviceLineSubject,
        row.state,
        { id: row.id },
        { permissions: listHeldPermissions(caller, [row.responsible_id]) },
      ),
    });
  }
}

/** A page of service lines. */
export class ServiceLineListDto {
  items: ServiceLineDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}
