/** What the report calls things by. Its language is that of the law it answers to. */
export const METHODS: Record<string, string> = { OPEN_TENDER: '公开招标', COMPETITIVE_CONSULTATION: '竞争性磋商' };
export const PRICING: Record<string, string> = { fixed: '固定价格', competitive: '竞争报价' };
export const KINDS: Record<string, string> = { expert: '评审专家', buyer_representative: '采购人代表' };
export const CRITERIA: Record<string, string> = {
  price: '价格',
  professional: '技术（服务）',
  business: '商务',
  performance: '业绩',
};
export const STAGES: Record<string, string> = {
  qualification: '资格审查',
  conformity: '符合性审查',
  price: '报价合理性',
  consultation: '磋商',
};
export const GROUNDS: Record<string, string> = {
  bond_missing: '未按要求提交保证金',
  unsigned: '未按要求签署、盖章',
  unqualified: '不具备资格条件',
  above_ceiling: '报价超过预算或最高限价',
  terms_unacceptable: '含有采购人不能接受的附加条件',
  collusion: '串通投标',
  documents: '采购文件规定的其他无效情形',
  price_unexplained: '不能证明报价合理性',
  no_response: '未重新提交响应文件',
  no_final_offer: '未提交最后报价',
  unreadable: '最后报价无法读取',
};
export const REPLACED: Record<string, string> = {
  recusal: '回避',
  absence: '缺席',
  health: '健康原因',
  special: '其他特殊原因',
};
export const CORRECTIONS: Record<string, string> = {
  sum_error: '分值汇总计算错误',
  out_of_range: '分项评分超出评分标准范围',
  objective_differs: '客观评审因素评分不一致',
  extreme: '评分畸高、畸低',
};
export const TRIGGERS: Record<string, string> = {
  'LOWPRICE-AVG-50': '低于平均报价的 50%（采购文件提高比例的，从其规定）',
  'LOWPRICE-2ND-50': '低于次低报价的 50%',
  'LOWPRICE-CEIL-45': '低于最高限价的 45%',
};

/** The word for a code; the code itself where there is none. */
export const named = (names: Record<string, string>, code: string | null): string =>
  code === null ? '' : (names[code] ?? code);
