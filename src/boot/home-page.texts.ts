import type { Text } from '../kernel/errors/texts.js';

/** One entry of a list of links: where it leads, and what the reader finds there. */
interface Link {
  href: string;
  name: Text;
  what: Text;
}

/** The words of the page at `/`. */
export const HOME = {
  summary: {
    en: 'Follows one government-purchased social service from need to tender, contract, implementation, evaluation and what comes next.',
    zh: '跟踪政府购买的每一项社会服务：从需求、采购、合同、实施、评估，到项目结束后的接续。',
  },
  questions: [
    { en: 'Is the window long enough to serve anyone?', zh: '服务期够不够真正服务到人？' },
    { en: 'Was the competition real?', zh: '竞争是否真实？' },
    { en: 'Does the service outlive the project?', zh: '项目结束后，服务还在不在？' },
  ],
  server: {
    en: 'This address is a REST API: people work with it through a program that calls it.',
    zh: '本地址提供的是 REST API，各方通过调用它的业务系统或程序办理业务。',
  },
  documentation: { en: 'Read the documentation of the API', zh: '查看接口文档' },
  moreHeading: { en: 'Also on this server', zh: '本服务器还提供' },
  publicHeading: { en: 'Public data, without an account', zh: '无需登录即可查看的数据' },
  accountsHeading: { en: 'Accounts', zh: '账号' },
  accounts: {
    en: 'An administrator creates accounts. A social-work agency applies for one with its unified social credit code (operation “register” of the documentation).',
    zh: '账号由系统管理员开通。社会工作服务机构凭统一社会信用代码申请（见接口文档中的 register）。',
  },
  demonstration: {
    en: 'This server does not run in production mode. What “npm start” loads is invented, reconstructed from a study, or real notices with the names replaced. Its first start prints one account per role with a password in the terminal.',
    zh: '本服务器未以生产模式运行。npm start 载入的数据为虚构、根据研究重建，或已替换机构名称的真实公告；首次启动时，终端列出各角色的账号和密码。',
  },
  otherLanguage: { en: '中文', zh: 'English' },
} as const satisfies Record<string, Text | readonly Text[]>;

export const MORE_LINKS: readonly Link[] = [
  {
    href: '/openapi.json',
    name: { en: 'OpenAPI document', zh: 'OpenAPI 文件' },
    what: { en: 'to generate a client from', zh: '用于生成客户端代码' },
  },
  {
    href: '/s',
    name: { en: 'Survey page for residents', zh: '居民问卷页面' },
    what: { en: 'for whoever holds a slip with a code', zh: '凭纸条上的作答码填写' },
  },
  {
    href: '/health/ready',
    name: { en: 'State of this server', zh: '运行状态' },
    what: { en: 'database, queue and outbox', zh: '数据库、任务队列与待发事件' },
  },
];

export const PUBLIC_LINKS: readonly Link[] = [
  {
    href: '/api/v1/notices?limit=10',
    name: { en: 'Notices', zh: '采购公告' },
    what: { en: 'intents, tenders, results, contracts', zh: '意向公开、采购、结果与合同公告' },
  },
  {
    href: '/api/v1/service-lines?limit=10',
    name: { en: 'Service lines', zh: '服务线' },
    what: { en: 'what residents of a place receive, year after year', zh: '一个地方的居民多年得到的服务' },
  },
  {
    href: '/api/v1/risk/indicators',
    name: { en: 'Indicators', zh: '预警指标' },
    what: { en: 'what is looked for, and the limits of each rule', zh: '查什么、依据什么、有何局限' },
  },
  {
    href: '/api/v1/rules?limit=200',
    name: { en: 'Rules of law', zh: '法规条款' },
    what: { en: 'periods and limits, each with its article', zh: '期限与限额，逐条注明出处' },
  },
];
