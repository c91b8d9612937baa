import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { CATEGORIES, findCategory, CODE_LISTS, CONTINUOUS_CATEGORIES, getCodeLabel } from './code-lists.js';
import { IsBudgetLevel, IsCategory, IsMethod, IsNoticeKind, IsTargetGroup } from './is-code.js';

describe('code lists', () => {
  it.each(Object.entries(CODE_LISTS))('%s: one label in each language for every code', (_, items) => {
    expect(new Set(items.map((item) => item.code)).size).toBe(items.length);
    expect(items.every((item) => item.label.zh !== '' && item.label.en !== '')).toBe(true);
  });

  it('categories carry the labels of the study’s table 1', () => {
    expect(CATEGORIES.slice(0, 8).map((category) => category.label.zh)).toEqual([
      '社区老人居家养老服务',
      '社区社会工作服务',
      '社会组织孵化基地运营服务',
      '社会组织登记管理辅助服务',
      '社会组织人员培训服务',
      '社会组织等级评估服务',
      '购买服务评估验收服务',
      '国贫县社会工作服务',
    ]);
    expect(findCategory('ELDERLY_HOME_CARE')?.catalogueCode).toBe('C05010400');
    expect(findCategory('nothing')).toBeNull();
  });

  it('services to residents are meant to go on, support of organisations and evaluation are not', () => {
    expect(CONTINUOUS_CATEGORIES).toEqual([
      'ELDERLY_HOME_CARE',
      'COMMUNITY_SOCIAL_WORK',
      'POVERTY_COUNTY_SOCIAL_WORK',
      'SOCIAL_WORK_STATION',
      'CHILD_PROTECTION',
      'DISABILITY',
    ]);
    expect(CATEGORIES.filter((category) => category.publicService === false).map((category) => category.code)).toEqual([
      'ORG_INCUBATION',
      'ORG_REGISTRATION_SUPPORT',
      'ORG_STAFF_TRAINING',
      'ORG_GRADE_ASSESSMENT',
      'EVALUATION_ACCEPTANCE',
    ]);
    expect(findCategory('OTHER')).toMatchObject({ publicService: null, continuous: null });
  });

  it('a label falls back to its code', () => {
    expect(getCodeLabel('methods', 'OPEN_TENDER')).toEqual({ zh: '公开招标', en: 'Open tender' });
    expect(getCodeLabel('methods', 'AUCTION')).toEqual({ zh: 'AUCTION', en: 'AUCTION' });
  });

  it('validators accept their own list only', () => {
    class Body {
      @IsCategory()
      category: unknown;
      @IsTargetGroup()
      group: unknown;
      @IsMethod()
      method: unknown;
      @IsBudgetLevel()
      level: unknown;
      @IsNoticeKind()
      kind: unknown;
    }
    const good = { category: 'DISABILITY', group: 'ELDERLY', method: 'OTHER', level: 'central', kind: 'result' };
    expect(validateSync(Object.assign(new Body(), good))).toEqual([]);
    const bad = { category: 'disability', group: 'DISABILITY', method: '', level: 1, kind: null };
    expect(validateSync(Object.assign(new Body(), bad)).map((error) => error.property)).toEqual([
      'category',
      'group',
      'method',
      'level',
      'kind',
    ]);
  });
});
