import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const surveysTexts: OperationTexts = {
  tags: {
    surveys: { en: 'Surveys of recipients', zh: '服务对象问卷' },
    'survey-answers': { en: 'Where residents answer, by a one-time code', zh: '居民凭一次性代码作答' },
  },
  operations: {
    createSurvey: '编制面向合同服务对象的问卷',
    listSurveys: '查询本机构及其合同的问卷',
    getSurvey: '查看问卷',
    changeSurvey: '修改尚未开放的问卷（RFC 7396）',
    listSurveySample: '查看抽样总体与被抽中的服务对象',
    getSurveyResults: '查看已结束问卷的结果',
    printSurveySlips: '打印尚无代码的问卷单',
    askSurveyQuestions: '凭一次性代码查看题目，以及所属服务线由谁服务、何时服务',
    answerSurvey: '凭一次性代码作答',
    surveyPage: '居民作答页面',
  },
};
