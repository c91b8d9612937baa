import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, Matches } from 'class-validator';
import { ObservationSettings } from './observation-settings.js';
import { IsProviders, ToProviders, type ProviderSetting } from './provider-setting.js';
import { Env, ToBool } from './setting.js';

/** An origin as browsers spell it: no path, no slash at its end, never `*` nor `null`. */
const ORIGIN = /^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/;

const toNames = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? (value === 'none' ? [] : value.split(',').map((part) => part.trim())) : value;

/** How people sign in. */
export abstract class SignInSettings extends ObservationSettings {
  @Env(
    'SECOND_FACTOR_ROLES',
    'roles, separated by commas, whose holders do nothing before they have shown a second factor, or `none`; by default those of docs/accounts.md in production, none elsewhere',
  )
  @IsOptional()
  @Transform(toNames)
  @Matches(/^[a-z_]{1,40}$/, { each: true, message: 'must be names of roles, separated by commas, or none' })
  secondFactorRoles?: string[];

  @Env(
    'SEPARATE_ADMINISTRATORS',
    'true: `admin` gives accounts alone, and leaves operation to `system_admin`, the audit to `auditor`; by default true in production, false elsewhere',
  )
  @IsOptional()
  @ToBool()
  @IsBoolean()
  separateAdministrators?: boolean;

  @Env(
    'CORS_ORIGINS',
    'origins, separated by commas, whose pages may call the API from a browser, each exactly as browsers send it (`https://host[:port]`), or `none`; no wildcard, and never with cookies',
    { default: 'none' },
  )
  @Transform(toNames)
  @Matches(ORIGIN, { each: true, message: 'must be origins, `https://host[:port]`, separated by commas, or none' })
  corsOrigins: string[];

  @Env(
    'OIDC_PROVIDERS',
    'JSON list of OpenID Connect providers by which people sign in: `name`, `issuer`, `clientId`, `clientSecret`, `redirectUri`, `label` (`en`, `zh`), `secondFactor` (`acr`, `amr`: what counts as one)',
    { default: '[]', secret: true },
  )
  @ToProviders()
  @IsProviders()
  oidcProviders: ProviderSetting[];
}
