import { declareRowKind, instantContent } from '../../../kernel/audit/row-kinds.js';

/** Rows of a table whose id is a UUID. */
const byId = { id: (row: string) => `${row}.id::text`, match: 't.id = ANY ($1::uuid[])' };
/** Rows that a hash of a secret names. */
const byHash = {
  id: (row: string) => `encode(${row}.hash, 'hex')`,
  match: `t.hash = ANY (ARRAY(SELECT decode(h, 'hex') FROM unnest($1::text[]) h))`,
};
const hex = (column: string): string => `encode(${column}, 'hex')`;
/** SQL: the account first, then the body, the role, and the rest of the content. */
const content = (...parts: string[]): string => `jsonb_build_array(${parts.join(', ')})::text`;

/** The same with the mark of the account that the row bears, where it bears one. */
const markedContent = (row: string, ...parts: string[]): string =>
  `(jsonb_build_array(${parts.join(', ')}) || CASE WHEN ${row}.mark IS NULL THEN '[]' ELSE jsonb_build_array(${row}.mark) END)::text`;

/** That the account may act at all. Whatever acts for it needs this beside its own row. */
export const ACCOUNT = declareRowKind({
  ...{ name: 'account', aggregate: 'user', table: 'app_user', ...byId },
  content: (u) => content(`${u}.id`, `${u}.login`, `${u}.state`),
  acts: "t.state = 'active'",
});

export const PASSWORD = declareRowKind({
  ...{ name: 'password', aggregate: 'user', table: 'app_user', ...byId },
  content: (u) => content(`${u}.id`, `${u}.login`, `${u}.password_hash`, `${u}.password_key`),
  acts: 't.password_hash IS NOT NULL',
});

export const SEAT = declareRowKind({
  ...{ name: 'seat', aggregate: 'user', table: 'seat', ...byId },
  content: (s) =>
    content(
      ...[`${s}.user_id`, `${s}.organisation_id`, `${s}.role`],
      ...[instantContent(`${s}.outside_since`), instantContent(`${s}.in_force_at`)],
    ),
  acts: 'true',
});

/** That a body has, or had, a manager: bound to the body, which knows it though the row is taken away. */
export const MANAGER = declareRowKind({
  ...{ name: 'manager', aggregate: 'organisation', table: 'seat', ...byId },
  content: (s) => content(`${s}.user_id`, `${s}.organisation_id`, `${s}.role`),
  acts: "t.role = 'agency_manager'",
});

/** The same of everybody else who sits in a body. */
export const SITTER = declareRowKind({ ...MANAGER, name: 'sitter', acts: "t.role <> 'agency_manager'" });

/** What a seat of a role is to its body. */
export const toSittingKind = (role: string) => (role === 'agency_manager' ? MANAGER : SITTER);

/**
 * The marks that sessions and keys of an account must bear: a new one ends all that were there before, also those whose rows
 * nobody found just then.
 */
export const MARKS = declareRowKind({
  ...{ name: 'marks', aggregate: 'user', table: 'app_user', ...byId },
  content: (u) => content(`${u}.id`, `${u}.session_mark`, `${u}.key_mark`),
  acts: 'num_nonnulls(t.session_mark, t.key_mark) > 0',
});

export const SETUP_CODE = declareRowKind({
  ...{ name: 'setup_code', aggregate: 'user', table: 'setup_code', ...byHash },
  content: (c) =>
    content(
      ...[`${c}.user_id`, hex(`${c}.hash`), hex(`${c}.second_hash`), `${c}.given_to`],
      ...[instantContent(`${c}.valid_from`), instantContent(`${c}.expires_at`)],
    ),
  acts: 't.used_at IS NULL',
});

/** Who was shown a code that was used: the account may be in that hand for as long as it is there. */
export const USED_CODE = declareRowKind({
  ...{ name: 'used_code', aggregate: 'user', table: 'setup_code', ...byHash },
  content: (c) => content(`${c}.user_id`, hex(`${c}.hash`), `${c}.given_to`, instantContent(`${c}.used_at`)),
  acts: 't.used_at IS NOT NULL',
});

/** A code of the account is mailed where the row says. */
export const CODE_MAIL = declareRowKind({
  ...{ name: 'code_mail', aggregate: 'user', table: 'code_mail', ...byId },
  content: (m) => content(`${m}.user_id`, `${m}.asked_by`, hex(`${m}.sealed`)),
  acts: 't.sealed IS NOT NULL',
});

export const SESSION = declareRowKind({
  ...{ name: 'session', aggregate: 'session', table: 'session', ...byId },
  content: (s) => markedContent(s, `${s}.user_id`, `${s}.id`, instantContent(`${s}.expires_at`), `${s}.second_factor`),
  acts: 't.ended_at IS NULL',
});

export const REFRESH_TOKEN = declareRowKind({
  ...{ name: 'refresh_token', aggregate: 'session', table: 'refresh_token', ...byHash },
  content: (r) => content(`${r}.session_id`, hex(`${r}.hash`), instantContent(`${r}.issued_at`)),
  acts: 't.used_at IS NULL',
});

/** The same with the system that a key speaks for, where it speaks for one. */
const withSystem = (key: string, bound: string): string =>
  `(${bound}::jsonb || CASE WHEN ${key}.system IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('system', ${key}.system)) END)::text`;

export const API_KEY = declareRowKind({
  ...{ name: 'api_key', aggregate: 'api_key', table: 'api_key', ...byId },
  content: (k) =>
    withSystem(
      k,
      markedContent(
        k,
        ...[`${k}.holder_id`, `${k}.organisation_id`, `to_jsonb(${k}.scopes)`, hex(`${k}.hash`)],
        instantContent(`${k}.expires_at`),
      ),
    ),
  acts: "t.state = 'active'",
});

export const SECOND_FACTOR = declareRowKind({
  ...{ name: 'second_factor', aggregate: 'user', table: 'second_factor', ...byId },
  content: (f) => content(`${f}.user_id`, hex(`${f}.secret`), instantContent(`${f}.confirmed_at`), `${f}.last_step`),
  acts: 'true',
});

export const RECOVERY_CODE = declareRowKind({
  ...{ name: 'recovery_code', aggregate: 'user', table: 'recovery_code', ...byId },
  content: (c) => content(`${c}.user_id`, hex(`${c}.hash`)),
  acts: 't.used_at IS NULL',
});

export const IDENTITY_LINK = declareRowKind({
  ...{ name: 'identity_link', aggregate: 'user', table: 'identity_link', ...byId },
  content: (l) => content(`${l}.user_id`, `${l}.provider`, hex(`${l}.subject`)),
  acts: 'true',
});

export const CALENDAR_KEY = declareRowKind({
  ...{ name: 'calendar_key', aggregate: 'user', table: 'calendar_key', ...byId },
  content: (k) => content(`${k}.user_id`, hex(`${k}.hash`)),
  acts: 'true',
});

/** Whoever has the claim code is shown the setup code of the account that the registration led to. */
export const REGISTRATION_CLAIM = declareRowKind({
  ...{ name: 'claim', aggregate: 'registration', table: 'registration', ...byId },
  content: (r) =>
    content(`${r}.user_id`, `${r}.organisation_id`, hex(`${r}.claim_hash`), instantContent(`${r}.claim_expires_at`)),
  acts: 't.claim_hash IS NOT NULL',
});

/** The code of the account that a registration leads to is mailed there. */
export const REGISTRATION_MAILBOX = declareRowKind({
  ...{ name: 'mailbox', aggregate: 'registration', table: 'registration', ...byId },
  content: (r) => content(`${r}.credit_code`, hex(`${r}.mail_sealed`)),
  acts: 't.mail_sealed IS NOT NULL',
});

/** What a key may see is sent there. Also once it ended, so that no older row acts again. */
export const WEBHOOK_PLACE = declareRowKind({
  ...{ name: 'endpoint', aggregate: 'webhook_endpoint', table: 'webhook_endpoint', ...byId },
  content: (w) => content(`${w}.api_key_id`, hex(`${w}.sealed`)),
  acts: 'true',
});

/** The same with what a body is corrected to, and who agreed to it. */
const withCorrection = (request: string, bound: string): string =>
  `(${bound}::jsonb || CASE WHEN ${request}.correction IS NULL THEN '[]' ELSE jsonb_build_array(${request}.correction, ${request}.ground,
    ${request}.state, ${request}.answered_by, ${instantContent(`${request}.in_force_at`)}) END)::text`;

/** What waits to be agreed to: who agrees gives what this row says. What a body is corrected to, also until that is done. */
export const ACCOUNT_REQUEST = declareRowKind({
  ...{ name: 'request', aggregate: 'account_request', table: 'account_request', ...byId },
  content: (r) =>
    withCorrection(
      r,
      content(
        ...[`${r}.user_id`, `${r}.organisation_id`, `${r}.role`, `${r}.decides`, `${r}.asked_by`],
        ...[hex(`${r}.code_hash`), `to_jsonb(${r}.bodies)`],
      ),
    ),
  acts: "t.state = 'asked' OR (t.state = 'agreed' AND t.correction IS NOT NULL AND t.applied_at IS NULL)",
});
