import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { OpenDataSettings } from './open-data-settings.js';
import { Env, ToInt } from './setting.js';

/** An address without a name, password or fragment in it. */
const ADDRESS = /^https?:\/\/[^\s/?#@]+(\/[^\s#@]*)?$/;

/** What whoever looks after the service sees of it, and who else is told. */
export abstract class ObservationSettings extends OpenDataSettings {
  @Env(
    'ANCHOR_WITNESS_URL',
    'address outside to which the audit’s anchors are posted as well, `https://…` in production; left out: none',
  )
  @IsOptional()
  @Matches(ADDRESS, { message: 'must be an http or https address without a user' })
  anchorWitnessUrl?: string;

  @Env('ANCHOR_WITNESS_TOKEN', 'bearer token that the witness asks for', { secret: true })
  @IsOptional()
  @Matches(/^[\x21-\x7e]{16,}$/, { message: 'must be at least 16 characters without a space' })
  anchorWitnessToken?: string;

  @Env(
    'SLOW_STATEMENT_MS',
    'a statement that takes longer is logged with its text, never its parameters, and the id of its request; 0: none',
    { default: '1000' },
  )
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(600_000)
  slowStatementMs: number;

  @Env(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'where traces are sent, as OTLP in JSON to `/v1/traces` below this address; left out: nothing is traced',
  )
  @IsOptional()
  @IsString()
  @Matches(ADDRESS, { message: 'must be an http or https address without a user' })
  tracesEndpoint?: string;
}
