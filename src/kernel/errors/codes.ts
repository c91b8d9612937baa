import { GUARD_PROBLEMS } from './guard-codes.js';
import { refusal, type ProblemSpec } from './refusal.js';

/** Every refusal this system can give. The code never changes; `openapi/problems.md` is generated from this table. */
export const PROBLEMS = {
  ...GUARD_PROBLEMS,
  // 400
  malformed_json: refusal(400, 'The body is not JSON', '请求体不是有效的 JSON'),
  malformed_url: refusal(400, 'The address is not encoded UTF-8', '请求地址不是有效的 UTF-8 编码'),
  malformed_text: refusal(400, 'The body holds text that is not valid Unicode', '请求体含有无效的 Unicode 文本'),
  too_deep: refusal(400, 'The body is nested too deeply', '请求体嵌套过深'),
  validation_failed: refusal(400, 'The request is not valid', '请求内容不合要求'),
  bad_cursor: refusal(400, 'The cursor is not one of ours', '游标无效'),
  idempotency_key_required: refusal(400, 'This route needs an Idempotency-Key', '此操作需要 Idempotency-Key'),
  bad_idempotency_key: refusal(
    400,
    'The Idempotency-Key is not 1 to 200 visible characters',
    'Idempotency-Key 应为 1 至 200 个可见字符',
  ),
  bad_if_match: refusal(400, 'If-Match is not one quoted version', 'If-Match 应为一个带引号的版本号'),
  // 401, 403
  not_signed_in: refusal(401, 'Sign in first', '请先登录'),
  invalid_token: refusal(401, 'The token is not valid', '令牌无效'),
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
  not_permitted: refusal(403, 'Your role does not permit this', '您的角色无此权限'),
  // 404
  not_found: refusal(404, 'There is nothing here that you may see', '不存在，或不在您的可见范围内'),
  route_not_found: refusal(404, 'There is no such route', '没有这个接口'),
  // 408, 409, 412, 428
  upload_stalled: refusal(408, 'Nothing of the upload has come for too long', '上传长时间没有新数据，已终止'),
  conflict: refusal(409, 'This contradicts what is stored', '与已有记录冲突'),
  wrong_state: refusal(409, 'The state does not allow this', '当前状态不允许此操作'),
  login_taken: refusal(409, 'This login is taken', '该登录名已被占用'),
  credit_code_registered: refusal(
    409,
    'A body with this credit code has accounts already',
    '该统一社会信用代码的组织已有账号',
  ),
  key_in_progress: refusal(409, 'A request with this key is still running', '使用同一键的请求仍在处理中'),
  stale_version: refusal(412, 'It has changed since you read it', '自您读取后已被修改'),
  if_match_required: refusal(428, 'A change needs If-Match', '修改需要 If-Match'),
  // 413, 415, 422, 429
  payload_too_large: refusal(413, 'The body is too large', '请求体过大'),
  unsupported_media_type: refusal(415, 'This route does not take that content type', '此接口不支持该内容类型'),
  key_reused: refusal(422, 'This key was used with another body', '此键已用于另一请求内容'),
  wrong_password: refusal(422, 'The current password is wrong', '当前密码错误'),
  own_account: refusal(422, 'Not on your own account', '不能对自己的账号执行此操作'),
  last_admin: refusal(422, 'The last administrator stays', '必须保留最后一名管理员'),
  seats_conflict: refusal(422, 'One person may not hold these seats', '同一人不得兼任这些席位'),
  scope_not_held: refusal(422, 'A key can do no more than its holder', '密钥权限不得超出其持有人的权限'),
  throttled: refusal(429, 'Too many requests', '请求过于频繁'),
  fact_contradiction: refusal(409, 'The fact contradicts one that is stored', '该事实与已有事实相矛盾'),
  fact_not_replaceable: refusal(
    422,
    'Only a fact in force, of the same kind and object, can be corrected',
    '只能更正同一对象、同一种类且仍有效的事实',
  ),
  lot_unknown: refusal(422, 'The tender has no such lot', '该采购项目没有这个包（标段）'),
  end_before_start: refusal(422, 'The end lies before the start', '结束日期早于开始日期'),
  dataset_mismatch: refusal(422, 'The objects belong to different datasets', '所引用的对象不属于同一数据集'),
  budget_exceeded: refusal(
    422,
    'The programme would be committed to more than its budget',
    '计划的成交总额将超过其预算',
  ),
  dated_in_future: refusal(
    422,
    'What is recorded has happened; this day has not come',
    '录入的应是已发生的事实；该日期尚未到来',
  ),
  notice_backdated: refusal(
    422,
    'No notice stands anywhere before its publication here',
    '公告发布日期不得早于本系统的发布日期',
  ),
  conducted_here: refusal(
    422,
    'Facts are recorded of purchases conducted elsewhere',
    '只有在外部执行的采购才能录入事实',
  ),
  external_id_taken: refusal(409, 'The external id belongs to another object', '该外部编号已属于另一对象'),
  import_name_taken: refusal(409, 'Somebody else imports under this name', '该导入名称已由他方使用'),
  method_not_plannable: refusal(422, 'The law states no periods for this method', '法律未对该采购方式规定可推算的期限'),
  assignee_not_eligible: refusal(422, 'The assignee does not work flags of this region', '被指派人不负责该区域的预警'),
  organisation_not_concerned: refusal(422, 'The flag is not about this body', '该预警与此机构无关'),
  // 500, 503
  internal_error: refusal(500, 'Something went wrong on our side', '系统内部错误'),
  not_ready: refusal(503, 'The service is not ready', '服务尚未就绪'),
} as const satisfies Record<string, ProblemSpec>;

export type ProblemCode = keyof typeof PROBLEMS;
