import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { IsPartialDate } from '../../kernel/clock/is-date.js';
import type { Language } from '../../kernel/errors/texts.js';
import { OptionalField, OptionalId, Part, Parts } from '../../kernel/http/validation/fields.js';
import { MissingRuleDto } from '../../law/planner/backward.dto.js';
import { PLANNED_EVENTS, type PlannedEvent } from '../../law/planner/planner-types.js';
import { CONFIDENCES, type Confidence } from '../../law/rules/rule-types.js';
import { NewLotDto, NewTenderDto } from '../../purchase/tenders/reads/tender.dto.js';
import { EvidenceDto, FindingDto, toFindingDto } from '../runs/assessment.dto.js';
import type { Assessment, SubjectType } from '../runs/assessment-types.js';
import type { Preview } from './preview.rules.js';
import type { Suggestion } from './suggestions.rules.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { INDICATOR_IDS } from '../rules/registry.js';
import { describeEffect, type ReservationEffect } from './reservations.js';

/** A lot of a draft: without a number it is counted in its order, without a window or lines of its own it has those of the draft. */
export class DraftLotDto extends PartialType(NewLotDto) {}

/** A tender that is not there yet: what `POST /tenders` takes, every field optional. */
export class DraftTenderDto extends PartialType(OmitType(NewTenderDto, ['lots'])) {
  @Parts(() => DraftLotDto, { max: 500, presence: 'optional' })
  lots?: DraftLotDto[];

  /** Day on which the documents are to be issued. */
  @OptionalField(IsPartialDate())
  plannedIssue?: string | null;
}

/** Exactly one of the two. */
export class PreviewRequestDto {
  @Part(() => DraftTenderDto, 'optional')
  tender?: DraftTenderDto;

  /** A tender that is stored; its notice's day counts as the day of issue. */
  @OptionalId()
  tenderId?: string;
}

/** What a finding of a preview is about. */
export class PreviewSubjectDto {
  /** `tender`, or `service_line` for what is said of a line. */
  type: SubjectType;
  id: string;
}

/** What an indicator would say of a draft. */
export class PreviewFindingDto extends FindingDto {
  subject: PreviewSubjectDto;
  /** Where lots differ in what the indicator reads: the number of the lot, or of the first of those, that gives this answer. */
  lot: number | null;
  declare evidence: EvidenceDto[];

  static fromAssessment(this: void, found: Assessment, lang: Language): PreviewFindingDto {
    return {
      ...toFindingDto(found, lang),
      subject: { type: found.subject.type, id: found.subject.id },
      lot: found.lot ?? null,
    };
  }
}

/** The document and article of a rule. */
export class CitedRuleDto {
  document: string;
  article: string;
  @ApiProperty({ enum: CONFIDENCES })
  confidence: Confidence;
}

/** A day that would follow from the planned issue. */
export class PreviewDeadlineDto {
  @ApiProperty({ enum: PLANNED_EVENTS })
  event: PlannedEvent;
  date: PlainDate;
  rule: string;
  basis: CitedRuleDto;
  /** `earliest`: a minimum period ends here; `latest`: a maximum does, if every step before took its own. */
  bound: 'earliest' | 'latest';
}

/** First and last day of a term. */
export class TermWindowDto {
  start: PlainDate;
  end: PlainDate;
}

/** A change after which the same rules no longer trigger; each was tried. */
export class SuggestionDto {
  change: 'window.end' | 'term' | 'plannedIssue';
  /** A day; of `term` a length, `P1Y` to `P3Y`. */
  to: string;
  @ApiProperty({ enum: INDICATOR_IDS, isArray: true })
  clears: string[];
  /** Of `term`: the window it means. */
  window?: TermWindowDto;
  /** Of `term`: the rule that allows it. */
  rule?: string | null;
  /** Under which conditions it does. */
  conditions?: string | null;
  basis?: CitedRuleDto | null;
  /** Where the windows of lots differ: the number of the lot, or of the first of those, whose window it is. */
  lot?: number;

  static fromSuggestion(this: void, { conditions, ...suggestion }: Suggestion, lang: Language): SuggestionDto {
    return { ...suggestion, ...(conditions !== undefined && { conditions: conditions?.[lang] ?? null }) };
  }
}

/** What a draft brings about by itself. */
export class PreviewEffectDto {
  lot: number;
  /** Agencies that a lot keeps from bidding which is reserved for small and medium enterprises. */
  kind: 'reserved_excludes';
  /** Registered agencies of the category and the province that cannot bid. */
  agencies: number;
  /** All that are registered there. */
  registered: number;
  text: string;

  static fromReservation(this: void, effect: ReservationEffect, lang: Language): PreviewEffectDto {
    return { ...effect, kind: 'reserved_excludes', text: describeEffect(effect)[lang] };
  }
}

/** What the rules would say of a draft. */
export class PreviewDto {
  assessments: PreviewFindingDto[];
  /** What follows from the planned day of issue. */
  deadlines: PreviewDeadlineDto[];
  certainty: 'known' | 'uncertain';
  missingYears: number[];
  missingRules: MissingRuleDto[];
  suggestions: SuggestionDto[];
  /** What follows for others from what its documents say; it suggests nothing. */
  effects: PreviewEffectDto[];

  static fromPreview(preview: Preview, reservations: readonly ReservationEffect[], lang: Language): PreviewDto {
    return {
      assessments: preview.assessments.map((found) => PreviewFindingDto.fromAssessment(found, lang)),
      deadlines: preview.deadlines,
      certainty: preview.certainty,
      missingYears: preview.missingYears,
      missingRules: preview.missingRules,
      suggestions: preview.suggestions.map((suggestion) => SuggestionDto.fromSuggestion(suggestion, lang)),
      effects: reservations.map((effect) => PreviewEffectDto.fromReservation(effect, lang)),
    };
  }
}
