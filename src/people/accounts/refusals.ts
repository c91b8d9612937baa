import { refusal, type ProblemSpec } from '../../kernel/errors/refusal.js';

/** Accounts, sessions, keys and registrations. */
export const ACCOUNTS_REFUSALS = {
  wrong_credentials: refusal(401, 'Login or password is wrong', '登录名或密码错误'),
  invalid_refresh_token: refusal(401, 'The refresh token is not valid', '刷新令牌无效'),
  refresh_token_reused: refusal(
    401,
    'The refresh token came twice; its session has ended',
    '刷新令牌被重复使用，会话已终止',
  ),
  invalid_setup_code: refusal(
    401,
    'The one-time code is unknown, used or expired',
    '一次性设置码不存在、已使用或已过期',
  ),
  holder_only: refusal(403, 'Only the holder of the key may do this', '只有密钥持有人可以执行此操作'),
  login_taken: refusal(409, 'This login is taken', '该登录名已被占用'),
  credit_code_registered: refusal(
    409,
    'A body with this credit code has accounts already',
    '该统一社会信用代码的组织已有账号',
  ),
  wrong_password: refusal(422, 'The current password is wrong', '当前密码错误'),
  own_account: refusal(422, 'Not on your own account', '不能对自己的账号执行此操作'),
  last_admin: refusal(422, 'The last administrator stays', '必须保留最后一名管理员'),
  seats_conflict: refusal(422, 'One person may not hold these seats', '同一人不得兼任这些席位'),
  scope_not_held: refusal(422, 'A key can do no more than its holder', '密钥权限不得超出其持有人的权限'),
} as const satisfies Record<string, ProblemSpec>;
