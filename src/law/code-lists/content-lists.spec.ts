import { describe, expect, it } from '@jest/globals';
import { CODE_LISTS, contentLabel, listRecordContents } from './code-lists.js';
import { CONTENT_LISTS, CONTENTS, listStandardContents } from './content-lists.js';

describe('what is done for whom', () => {
  it('has a list for each service that residents receive and that says what it is', () => {
    expect(Object.keys(CONTENT_LISTS).sort()).toEqual(
      ['CHILD_PROTECTION', 'COMMUNITY_SOCIAL_WORK', 'DISABILITY', 'ELDERLY_HOME_CARE', 'POVERTY_COUNTY_SOCIAL_WORK', 'SOCIAL_WORK_STATION'], // prettier-ignore
    );
    for (const list of Object.values(CONTENT_LISTS)) expect(CODE_LISTS).toHaveProperty([list ?? '']);
    expect(listRecordContents('CHILD_PROTECTION').has('GUARDIANSHIP_ASSESSMENT')).toBe(true);
    expect(listRecordContents('CHILD_PROTECTION').has('DAY_CARE')).toBe(false);
    expect(listRecordContents('ORG_INCUBATION').size).toBe(0);
  });

  it('has one meaning for each code, whatever its list', () => {
    const codes = Object.values(CONTENTS).flatMap((list) => list.map(({ code }) => code));
    expect(new Set(codes).size).toBe(codes.length);
    expect(contentLabel('DAY_CARE')).toEqual({ zh: '日间照料', en: 'Day care' });
  });

  it('is professional by a published standard alone', () => {
    expect(listStandardContents('ELDERLY_HOME_CARE')).toHaveLength(13);
    expect(listStandardContents('COMMUNITY_SOCIAL_WORK')).toEqual([]);
  });
});
