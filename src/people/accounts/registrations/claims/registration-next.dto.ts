import { ApiProperty } from '@nestjs/swagger';

const NEXT_STEPS = ['decide', 'correct', 'take_setup_code', 'sign_in', 'apply_anew'] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** What comes next of an application, and who does it. */
export class RegistrationNextDto {
  @ApiProperty({ enum: ['administrator', 'applicant'] })
  by: 'administrator' | 'applicant';
  @ApiProperty({ enum: NEXT_STEPS })
  step: NextStep;
  title: string;
  /** Where the applicant takes it, by POST; null: an administrator does. */
  @ApiProperty({ type: String, format: 'uri-reference', nullable: true })
  href: string | null;
}
