import { IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class NoteDto {
  /** What is noted. */
  @IsString()
  @MaxLength(20)
  text: string;

  @IsOptional()
  @Min(1)
  @Max(5)
  stars?: number;
}
