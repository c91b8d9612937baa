import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import { OptionalId, TextUpTo } from '../../../kernel/http/validation/fields.js';

class ForBodyDto {
  /** For which of the caller's bodies; needed only where there are several. */
  @OptionalId()
  organisation?: string;
}

/** A question about the documents. Who asked is told to nobody. */
export class NewQuestionDto extends ForBodyDto {
  @TextUpTo(5000)
  question: string;
}

/** The answer to a question about the documents. */
export class AnswerDto {
  /** Published to everybody, with the question. */
  @TextUpTo(10_000)
  answer: string;
  /**
   * Whether it may affect how a bid is prepared: then the law's time has to be left until the deadline. That it does not is
   * not believed of an answer that speaks of changing what bids are prepared by.
   */
  @IsBoolean()
  affectsPreparation: boolean;
}

/** Which body takes the documents. */
export class NewDocumentRequestDto extends ForBodyDto {}

/** A question about the documents, with its answer. */
export class ClarificationDto {
  id: Uuid;
  question: string;
  askedAt: Instant;
  /** Null while it waits. */
  answer: string | null;
  answeredAt: Instant | null;
  affectsPreparation: boolean | null;
  /** The caller's own body asked it. */
  own: boolean;
}

/** The questions about the documents of a tender; always one page. */
export class ClarificationListDto {
  items: ClarificationDto[];
  @ApiProperty({ type: String, nullable: true })
  next: null;
}

/** That a body took the documents of a tender. */
export class DocumentRequestDto {
  id: Uuid;
  organisation: Uuid;
  name: string;
  requestedAt: Instant;
}

/** Who took the documents of a tender; always one page. */
export class DocumentRequestListDto {
  items: DocumentRequestDto[];
  @ApiProperty({ type: String, nullable: true })
  next: null;
}
