import { IsOptional, Matches } from 'class-validator';
import { Transform } from 'class-transformer';

/** What `docs/settings.md` says of one setting. */
export interface SettingDoc {
  property: string;
  env: string;
  doc: string;
  default: string;
  secret: boolean;
}

const documented: SettingDoc[] = [];

export const settingDocs = (): readonly SettingDoc[] => documented;

/** Binds a property to an environment variable. A secret may also be given as a file: `NAME_FILE`. */
export function Env(env: string, doc: string, options: { default?: string; secret?: boolean } = {}): PropertyDecorator {
  return (_target, property) => {
    documented.push({ property: String(property), env, doc, default: options.default ?? '', secret: !!options.secret });
  };
}

export const ToInt = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
  );
export const ToBool = () =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

/** The address of a PostgreSQL database, where one is given. */
export const IsPostgresUrl = (): PropertyDecorator => (target, name) => {
  IsOptional()(target, name);
  Matches(/^postgres(ql)?:\/\//, { message: 'must start with postgres:// or postgresql://' })(target, name);
};
