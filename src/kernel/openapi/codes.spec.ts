import { describe, expect, it } from '@jest/globals';
import { byStatus, codeNames, listOperationCodes, codeTexts, type Traits } from './codes.js';

const read: Traits = { permission: 'public', inApi: true, jsonBody: false, ofRecord: false, paged: false, ifMatch: null, idempotencyKey: null };

describe('the refusals of an operation', () => {
  it('of a public read are those of every route of the API and its own', () => {
    expect(listOperationCodes(['not_found'], read)).toEqual(['invalid_token', 'not_found', 'throttled', 'validation_failed']);
  });

  it('follow from the permission', () => {
    const named = listOperationCodes([], { ...read, permission: 'tender.record' });
    expect(named).toEqual(expect.arrayContaining(['not_signed_in', 'not_permitted']));
    expect(listOperationCodes([], { ...read, permission: 'signed_in' })).not.toContain('not_permitted');
  });

  it('follow from body and headers, each once', () => {
    const all = listOperationCodes(['stale_version'], {
      permission: 'tender.record',
      inApi: true,
      jsonBody: true,
      ofRecord: false,
      paged: false,
      ifMatch: 'required',
      idempotencyKey: 'required',
    });
    expect(new Set(all).size).toBe(all.length);
    for (const code of ['malformed_json', 'if_match_required', 'stale_version', 'idempotency_key_required', 'key_reused'])
      expect(all).toContain(code);
  });

  it('of one record include not_found, of a list by pages bad_cursor', () => {
    expect(listOperationCodes([], { ...read, ofRecord: true })).toContain('not_found');
    expect(listOperationCodes([], { ...read, paged: true })).toContain('bad_cursor');
    expect(listOperationCodes([], read)).not.toEqual(expect.arrayContaining(['not_found', 'bad_cursor']));
  });

  it('outside the API are its own alone', () => {
    expect(listOperationCodes(['route_not_found'], { ...read, inApi: false })).toEqual(['route_not_found']);
  });

  it('stand by status, with their texts', () => {
    const grouped = byStatus(['throttled', 'not_found', 'route_not_found']);
    expect(grouped).toEqual([
      [404, ['not_found', 'route_not_found']],
      [429, ['throttled']],
    ]);
    expect(codeTexts(['throttled'], 'en')).toBe('`throttled`: Too many requests');
    expect(codeTexts(['throttled'], 'zh')).toMatch(/^`throttled`: [\u4e00-\u9fff]/);
    expect(codeNames(['not_found', 'throttled'])).toBe('`not_found`, `throttled`');
  });
});
