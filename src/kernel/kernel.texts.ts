import type { OperationTexts } from './openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const kernelTexts: OperationTexts = {
  tags: {
    documents: { en: 'Uploaded files', zh: '上传的文件' },
    history: { en: 'What happened to one object', zh: '单个对象的变更经过' },
    changes: { en: 'What changed, in order, loss-free', zh: '按次序、无遗漏的变更流' },
    audit: { en: 'Who changed what, sealed and verifiable', zh: '可核验的审计记录' },
    jobs: { en: 'Background jobs whose attempts ran out', zh: '重试次数用尽的后台任务' },
    operation: { en: 'Whether the service is in order', zh: '服务运行状况' },
  },
  operations: {
    uploadDocument: '上传文件；重复上传同一文件为同一份',
    getDocument: '查看文件信息',
    downloadDocument: '下载文件内容',
    listHistory: '查看某一对象的变更经过',
    listChanges: '查询某一位置之后的变更（可用 `wait` 长轮询）',
    listAuditEntries: '查询何人于何时因何更改了什么',
    verifyAudit: '核验审计记录是否与写入时一致：有无篡改、插入、缺失或截尾',
    listFailedJobs: '查询重试次数用尽的任务',
    retryFailedJob: '将失败的任务放回队列',
    live: '进程存活',
    ready: '数据库、队列与发件箱是否正常',
    metrics: 'Prometheus 指标：限本机访问或凭令牌',
  },
};
