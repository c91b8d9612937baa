import { createHash } from 'node:crypto';
import { createRandom } from '../../src/watch/statistics/random.js';

/** Words of the field that everybody who writes a bid uses. */
const WORDS =
  '服务 老年人 社区 专业 社工 计划 方案 开展 活动 小组 个案 定期 回访 质量 管理 制度 人员 培训 督导 需求 评估 档案 保障 安全 应急 预案 志愿者 资源 链接 家庭 支持 健康 助餐 助浴 陪伴 心理 疏导 入户 走访 记录 满意度 目标 成效 团队 经验 机构 街道 合作 流程 标准 考核 反馈 改进 时间 安排 每月 每周 重点 对象 困难 独居 关怀'.split(
    ' ',
  );
/** Sentences that are in every bid. */
const PHRASES = [
  '我单位具有独立承担民事责任的能力',
  '具有良好的商业信誉和健全的财务会计制度',
  '具有履行合同所必需的设备和专业技术能力',
  '有依法缴纳税收和社会保障资金的良好记录',
  '参加政府采购活动前三年内在经营活动中没有重大违法记录',
  '建立健全服务质量管理体系和投诉处理机制',
  '坚持以人为本助人自助的社会工作理念',
];

/** A source of texts that is the same for the same seed. */
export function honestWriter(seed: string) {
  const random = createRandom(createHash('sha256').update(seed).digest('hex'));
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  /** So many characters or a few more, with a stock phrase now and then. */
  const write = (characters: number): string => {
    let text = '';
    while (text.length < characters)
      text += random() < 0.02 ? `${pick(PHRASES)}，` : pick(WORDS) + (random() < 0.15 ? '，' : '');
    return text;
  };
  return {
    write,
    /** A bid: all of the tender's document, or a part of it, between words of its own. */
    bid: (document: string, own: number): string => {
      const from = Math.floor((random() * document.length) / 3);
      const to = document.length - Math.floor((random() * document.length) / 3);
      return `${write(own / 2)}\n${document.slice(from, to)}\n${write(own / 2)}`;
    },
  };
}
