import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';

class ForBodyDto {
  /** For which of the caller's bodies; needed only where there are several. */
  @IsOptional()
  @IsUUID()
  organisation?: string;
}

/** A question about the documents. Who asked is told to nobody. */
export class NewQuestionDto extends ForBodyDto {
  @IsString()
  @IsVisible()
  @MaxLength(5000)
  question: string;
}

export class AnswerDto {
  /** Published to everybody, with the question. */
  @IsString()
  @IsVisible()
  @MaxLength(10_000)
  answer: string;
  /**
   * Whether it may affect how a bid is prepared: then the law's time has to be left until the deadline. That it does not is
   * not believed of an answer that speaks of changing what bids are prepared by.
   */
  @IsBoolean()
  affectsPreparation: boolean;
}

export class NewDocumentRequestDto extends ForBodyDto {}

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
export class ClarificationListDto {
  items: ClarificationDto[];
  @ApiProperty({ type: String, nullable: true })
  next: null;
}

export class DocumentRequestDto {
  id: Uuid;
  organisation: Uuid;
  name: string;
  requestedAt: Instant;
}
export class DocumentRequestListDto {
  items: DocumentRequestDto[];
  @ApiProperty({ type: String, nullable: true })
  next: null;
}
