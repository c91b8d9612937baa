import { Injectable } from '@nestjs/common';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { TextKind } from './notice-text.rules.js';
import type { ConductedTender } from '../conducted/conducted-tender.js';

/** Where a notice of a tender conducted here stands officially, and since when; of which of its lots, null: of all. */
export interface OfficialNotice {
  tender: ConductedTender;
  kind: TextKind;
  lots: readonly (number | null)[];
  url: string;
  publishedOn: PlainDate;
}
export type NoticeStep = (tx: Tx, notice: OfficialNotice) => Promise<void>;

/** Steps that other modules take then: what they keep of a publication moves to its official day. */
@Injectable()
export class NoticeSteps {
  private readonly steps: NoticeStep[] = [];

  contribute(step: NoticeStep): void {
    this.steps.push(step);
  }

  async runRecordingSteps(tx: Tx, notice: OfficialNotice): Promise<void> {
    for (const step of this.steps) await step(tx, notice);
  }
}
