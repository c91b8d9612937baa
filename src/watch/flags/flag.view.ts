import type { Scope } from '../../kernel/access/scope.js';
import { linkAllowedActions, type AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import type { Language } from '../../kernel/errors/texts.js';
import { type FlagAskDto, FlagDto, type FlagEventDto, type LabelledDto } from './flag.dto.js';
import { flagSubject } from './flag.subject.js';
import type { IndicatorId } from '../rules/registry.js';
import { toView } from '../../kernel/http/view.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { Flag } from './flag.entity.js';

export interface FlagRow extends Omit<StoredRow<Flag>, 'created_at' | 'updated_at' | 'indicator' | 'basis'> {
  indicator: IndicatorId;
  root_label: string | null;
  basis: object;
  /** The caller oversees it; otherwise the caller was asked. */
  overseen: boolean;
  count: number;
  first: LabelledDto[];
  assessments: string[];
  history: FlagEventDto[];
  asked: (FlagAskDto & { mine: boolean })[];
}

const instant = (at: string | Date): string => new Date(at).toISOString();

/**
 * A flag as the caller may see it. A body that was asked sees what is about itself and what it said, not who works the
 * case or what others said of it.
 */
export function toFlagView(row: FlagRow, scope: Scope, lang: Language): FlagDto {
  const own = new Set(row.asked.filter((ask) => ask.mine).map((ask) => ask.organisation));
  const asked = row.overseen ? row.asked : row.asked.filter((ask) => ask.mine);
  const history = row.overseen
    ? row.history
    : row.history.filter((event) => event.organisation !== null && own.has(event.organisation));
  return toView(FlagDto, row, {
    rootCause: { type: row.root_type, id: row.root_id, label: row.root_label },
    subjects: { count: row.count, first: row.first },
    title: row.title[lang],
    explanation: row.explanation[lang],
    limitation: row.limitation[lang],
    programme: row.programme_id,
    assignee: row.overseen ? row.assignee : null,
    dueOn: row.overseen ? row.due_on : (asked[0]?.dueOn ?? null),
    asked: asked.map(({ organisation, name, askedAt, dueOn, answeredAt }) => ({
      organisation,
      name,
      askedAt: instant(askedAt),
      dueOn,
      answeredAt: answeredAt === null ? null : instant(answeredAt),
    })),
    openedAt: instant(row.opened_at),
    history: history.map((event) => ({ ...event, at: instant(event.at) })),
    allowedActions: linkFlagActions(row, scope, own.size > 0),
  });
}

/** What the table allows, less what is only for who oversees the flag, or for who was asked. */
const linkFlagActions = ({ id, state, overseen }: FlagRow, scope: Scope, asked: boolean): AllowedActionDto[] =>
  linkAllowedActions(flagSubject, state, { id }, scope).filter(({ action }) =>
    action === 'respond' ? asked : overseen,
  );
