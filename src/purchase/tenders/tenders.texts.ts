import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const tendersTexts: OperationTexts = {
  tags: {
    tenders: {
      en: 'Purchases: recorded from elsewhere, or conducted here from the draft to the end of each lot',
      zh: '采购项目：登记他处开展的采购，或在此从草案办理到各采购包结束',
    },
    notices: { en: 'What was published of purchases', zh: '采购公告与公示' },
  },
  operations: {
    recordTender: '登记他处开展的采购项目',
    listTenders: '查询已公开的采购项目及本机构的采购项目',
    getTender: '查看采购项目及其采购包、事实、矛盾与缺失',
    changeTender: '修改已登记采购项目除事实以外的信息（RFC 7396），其合同与公告随之更新；或修改草案',
    putTender: '按其他系统的编号新建或修改采购项目；重复提交结果相同',
    recordTenderFacts: '登记采购项目的事实及其来源；全部登记或全部不登记',
    listDeadlines: '查询采购项目的法定期限、依据及状态',
    setTenderServiceLines: '指明采购项目服务的全部服务线；其合同的服务线随之更新',
    copyTender: '以本机构以往的采购项目为底稿起草新的采购项目，并重新安排日期',
    setTenderLots: '设定草案的全部采购包',
    setTenderTerms: '设定草案采购包以外的采购文件内容（RFC 7396）',
    setTenderCriteria: '设定草案的全部评审标准',
    planTender: '安排草案各环节的日期（RFC 7396）',
    recordOpinion: '记录社会公众、供应商或法律顾问对草案的意见',
    mandateAgent: '委托代理机构，或终止委托',
    listClarifications: '查询对采购文件的询问及公开答复；不显示提问人',
    askQuestion: '就已发出的采购文件提出询问',
    answerQuestion: '公开答复询问',
    listDocumentRequests: '查询采购文件获取情况：开启前各机构仅可见本机构的记录',
    requestDocuments: '获取采购文件',
    getNoticeText: '生成可粘贴至官方网站的中文公告文本；规则要求而未掌握的内容留空',
    getNotice: '预览中文公告，并列出规则要求而无记录的内容',
    recordNoticeAddress: '登记公告在官方网站的地址',
    searchNotices: '检索已发布的公告；不含任何预警',
  },
};
