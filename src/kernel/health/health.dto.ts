import { ApiProperty } from '@nestjs/swagger';

/** The process runs. */
export class LiveDto {
  status: 'live';
}

/** Whether the service can take requests, part by part. */
export class ReadyDto {
  status: 'ready' | 'not_ready';
  /** By the name of the part; with figures of its own. */
  @ApiProperty({
    type: 'object',
    additionalProperties: {
      type: 'object',
      properties: { ok: { type: 'boolean' } },
      required: ['ok'],
      additionalProperties: true,
    },
  })
  checks: Record<string, { ok: boolean }>;
}
