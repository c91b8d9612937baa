import { GUARD_PROBLEMS } from './guard-codes.js';
import type { Text } from './texts.js';

export interface ProblemSpec {
  status: number;
  title: Text;
}

/** Every refusal this system can give. The code never changes; `openapi/problems.md` is generated from this table. */
export const PROBLEMS = {
  ...GUARD_PROBLEMS,
  // 400
  malformed_json: { status: 400, title: { en: 'The body is not JSON', zh: '请求体不是有效的 JSON' } },
  malformed_url: {
    status: 400,
    title: { en: 'The address is not encoded UTF-8', zh: '请求地址不是有效的 UTF-8 编码' },
  },
  malformed_text: {
    status: 400,
    title: { en: 'The body holds text that is not valid Unicode', zh: '请求体含有无效的 Unicode 文本' },
  },
  too_deep: { status: 400, title: { en: 'The body is nested too deeply', zh: '请求体嵌套过深' } },
  validation_failed: { status: 400, title: { en: 'The request is not valid', zh: '请求内容不合要求' } },
  bad_cursor: { status: 400, title: { en: 'The cursor is not one of ours', zh: '游标无效' } },
  idempotency_key_required: {
    status: 400,
    title: { en: 'This route needs an Idempotency-Key', zh: '此操作需要 Idempotency-Key' },
  },
  bad_idempotency_key: {
    status: 400,
    title: {
      en: 'The Idempotency-Key is not 1 to 200 visible characters',
      zh: 'Idempotency-Key 应为 1 至 200 个可见字符',
    },
  },
  bad_if_match: {
    status: 400,
    title: { en: 'If-Match is not one quoted version', zh: 'If-Match 应为一个带引号的版本号' },
  },
  // 401, 403
  not_signed_in: { status: 401, title: { en: 'Sign in first', zh: '请先登录' } },
  invalid_token: { status: 401, title: { en: 'The token is not valid', zh: '令牌无效' } },
  wrong_credentials: { status: 401, title: { en: 'Login or password is wrong', zh: '登录名或密码错误' } },
  invalid_refresh_token: { status: 401, title: { en: 'The refresh token is not valid', zh: '刷新令牌无效' } },
  refresh_token_reused: {
    status: 401,
    title: { en: 'The refresh token came twice; its session has ended', zh: '刷新令牌被重复使用，会话已终止' },
  },
  invalid_setup_code: {
    status: 401,
    title: { en: 'The one-time code is unknown, used or expired', zh: '一次性设置码不存在、已使用或已过期' },
  },
  holder_only: {
    status: 403,
    title: { en: 'Only the holder of the key may do this', zh: '只有密钥持有人可以执行此操作' },
  },
  not_permitted: { status: 403, title: { en: 'Your role does not permit this', zh: '您的角色无此权限' } },
  // 404
  not_found: {
    status: 404,
    title: { en: 'There is nothing here that you may see', zh: '不存在，或不在您的可见范围内' },
  },
  route_not_found: { status: 404, title: { en: 'There is no such route', zh: '没有这个接口' } },
  // 408, 409, 412, 428
  upload_stalled: {
    status: 408,
    title: { en: 'Nothing of the upload has come for too long', zh: '上传长时间没有新数据，已终止' },
  },
  conflict: { status: 409, title: { en: 'This contradicts what is stored', zh: '与已有记录冲突' } },
  wrong_state: { status: 409, title: { en: 'The state does not allow this', zh: '当前状态不允许此操作' } },
  login_taken: { status: 409, title: { en: 'This login is taken', zh: '该登录名已被占用' } },
  credit_code_registered: {
    status: 409,
    title: { en: 'A body with this credit code has accounts already', zh: '该统一社会信用代码的组织已有账号' },
  },
  key_in_progress: {
    status: 409,
    title: { en: 'A request with this key is still running', zh: '使用同一键的请求仍在处理中' },
  },
  stale_version: { status: 412, title: { en: 'It has changed since you read it', zh: '自您读取后已被修改' } },
  if_match_required: { status: 428, title: { en: 'A change needs If-Match', zh: '修改需要 If-Match' } },
  // 413, 415, 422, 429
  payload_too_large: { status: 413, title: { en: 'The body is too large', zh: '请求体过大' } },
  unsupported_media_type: {
    status: 415,
    title: { en: 'This route does not take that content type', zh: '此接口不支持该内容类型' },
  },
  key_reused: {
    status: 422,
    title: { en: 'This key was used with another body', zh: '此键已用于另一请求内容' },
  },
  wrong_password: { status: 422, title: { en: 'The current password is wrong', zh: '当前密码错误' } },
  own_account: { status: 422, title: { en: 'Not on your own account', zh: '不能对自己的账号执行此操作' } },
  last_admin: { status: 422, title: { en: 'The last administrator stays', zh: '必须保留最后一名管理员' } },
  seats_conflict: { status: 422, title: { en: 'One person may not hold these seats', zh: '同一人不得兼任这些席位' } },
  scope_not_held: {
    status: 422,
    title: { en: 'A key can do no more than its holder', zh: '密钥权限不得超出其持有人的权限' },
  },
  throttled: { status: 429, title: { en: 'Too many requests', zh: '请求过于频繁' } },
  fact_contradiction: {
    status: 409,
    title: { en: 'The fact contradicts one that is stored', zh: '该事实与已有事实相矛盾' },
  },
  fact_not_replaceable: {
    status: 422,
    title: {
      en: 'Only a fact in force, of the same kind and object, can be corrected',
      zh: '只能更正同一对象、同一种类且仍有效的事实',
    },
  },
  lot_unknown: { status: 422, title: { en: 'The tender has no such lot', zh: '该采购项目没有这个包（标段）' } },
  end_before_start: { status: 422, title: { en: 'The end lies before the start', zh: '结束日期早于开始日期' } },
  dataset_mismatch: {
    status: 422,
    title: { en: 'The objects belong to different datasets', zh: '所引用的对象不属于同一数据集' },
  },
  budget_exceeded: {
    status: 422,
    title: { en: 'The programme would be committed to more than its budget', zh: '计划的成交总额将超过其预算' },
  },
  dated_in_future: {
    status: 422,
    title: { en: 'What is recorded has happened; this day has not come', zh: '录入的应是已发生的事实；该日期尚未到来' },
  },
  notice_backdated: {
    status: 422,
    title: { en: 'No notice stands anywhere before its publication here', zh: '公告发布日期不得早于本系统的发布日期' },
  },
  conducted_here: {
    status: 422,
    title: { en: 'Facts are recorded of purchases conducted elsewhere', zh: '只有在外部执行的采购才能录入事实' },
  },
  external_id_taken: {
    status: 409,
    title: { en: 'The external id belongs to another object', zh: '该外部编号已属于另一对象' },
  },
  import_name_taken: {
    status: 409,
    title: { en: 'Somebody else imports under this name', zh: '该导入名称已由他方使用' },
  },
  method_not_plannable: {
    status: 422,
    title: { en: 'The law states no periods for this method', zh: '法律未对该采购方式规定可推算的期限' },
  },
  assignee_not_eligible: {
    status: 422,
    title: { en: 'The assignee does not work flags of this region', zh: '被指派人不负责该区域的预警' },
  },
  organisation_not_concerned: {
    status: 422,
    title: { en: 'The flag is not about this body', zh: '该预警与此机构无关' },
  },
  // 500, 503
  internal_error: { status: 500, title: { en: 'Something went wrong on our side', zh: '系统内部错误' } },
  not_ready: { status: 503, title: { en: 'The service is not ready', zh: '服务尚未就绪' } },
} as const satisfies Record<string, ProblemSpec>;

export type ProblemCode = keyof typeof PROBLEMS;
