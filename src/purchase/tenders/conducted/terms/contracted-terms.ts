import { Injectable } from '@nestjs/common';
import type { Reader } from '../../../../kernel/database/reader.js';
import type { ServiceTerms } from './service-terms.rules.js';

/** What the contracts of a tender say as far as it is published, by the fact that says that they were signed. */
export type ContractedTermsOf = (reader: Reader, tender: string) => Promise<ReadonlyMap<string, ServiceTerms>>;

/** Whose words a notice of a contract prints: those of the contract, which are known to a room that comes after this one. */
@Injectable()
export class ContractedTerms {
  private termsOf: ContractedTermsOf | null = null;

  contribute(terms: ContractedTermsOf): void {
    if (this.termsOf !== null) throw new Error('The words of contracts are spoken for twice');
    this.termsOf = terms;
  }

  async loadContractedTerms(reader: Reader, tender: string): Promise<ReadonlyMap<string, ServiceTerms>> {
    return (await this.termsOf?.(reader, tender)) ?? new Map<string, ServiceTerms>();
  }
}
