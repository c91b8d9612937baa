import { refusal, type ProblemSpec } from './refusal.js';

/** Refusals of every request, whatever it is about. */
const REFUSALS = {
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
  not_permitted: refusal(403, 'Your role does not permit this', '您的角色无此权限'),
  // 404
  not_found: refusal(404, 'There is nothing here that you may see', '不存在，或不在您的可见范围内'),
  route_not_found: refusal(404, 'There is no such route', '没有这个接口'),
  // 408, 409, 412, 428
  conflict: refusal(409, 'This contradicts what is stored', '与已有记录冲突'),
  wrong_state: refusal(409, 'The state does not allow this', '当前状态不允许此操作'),
  key_in_progress: refusal(409, 'A request with this key is still running', '使用同一键的请求仍在处理中'),
  stale_version: refusal(412, 'It has changed since you read it', '自您读取后已被修改'),
  if_match_required: refusal(428, 'A change needs If-Match', '修改需要 If-Match'),
  // 413, 415, 422, 429
  payload_too_large: refusal(413, 'The body is too large', '请求体过大'),
  unsupported_media_type: refusal(415, 'This route does not take that content type', '此接口不支持该内容类型'),
  key_reused: refusal(422, 'This key was used with another body', '此键已用于另一请求内容'),
  throttled: refusal(429, 'Too many requests', '请求过于频繁'),
  dataset_mismatch: refusal(422, 'The objects belong to different datasets', '所引用的对象不属于同一数据集'),
  external_id_taken: refusal(409, 'The external id belongs to another object', '该外部编号已属于另一对象'),
  // 500, 503
  internal_error: refusal(500, 'Something went wrong on our side', '系统内部错误'),
  not_ready: refusal(503, 'The service is not ready', '服务尚未就绪'),
  // files
  zip_bomb: refusal(422, 'The file unfolds to far more than it is', '文件解压后异常庞大'),
  file_not_examined: refusal(422, 'The file could not be examined within the limits', '文件无法在限制内完成检查'),
} as const satisfies Record<string, ProblemSpec>;

/** The codes of refusals; `boot/refusals.ts` adds those of the rooms (`refusals.ts`). A code never changes. */
export interface RefusalCodes {
  kernel: keyof typeof REFUSALS;
}
export type ProblemCode = RefusalCodes[keyof RefusalCodes];

const catalogue: Record<string, ProblemSpec> = { ...REFUSALS };

/** Every refusal of this product. */
export const PROBLEMS = catalogue as Readonly<Record<ProblemCode, ProblemSpec>>;

/** Takes the refusals of a room into the catalogue. 422: a rule refuses, and the fact it names would change it. */
export function declareRefusals(refusals: Readonly<Record<string, ProblemSpec>>): void {
  for (const [code, spec] of Object.entries(refusals)) {
    if (code in catalogue) throw new Error(`Refusal ${code} is declared twice`);
    catalogue[code] = spec;
  }
}
