import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../kernel/access/principal.js';
import { JobRegistry } from '../../kernel/queue/jobs/job-registry.js';
import { Assessor } from './assessor.service.js';
import {
  assessDue,
  assessHub,
  assessMarket,
  assessSubject,
  assessTouched,
  runRisk,
  screenMarkets,
} from './risk-jobs.js';
import { Reassessment } from './reassessment.js';

/** Gives the jobs their work. Ids only come in; everything else is read anew. */
@Injectable()
export class RiskHandlers implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly assessor: Assessor,
    private readonly runs: Reassessment,
  ) {}

  onModuleInit(): void {
    this.registry.handle(assessTouched, (tx, roots) => this.assessor.assessRoots(tx, roots));
    this.registry.handle(assessSubject, (tx, subjects) => this.assessor.some(tx, subjects, assessSubject));
    this.registry.handle(assessHub, (tx, subjects) => this.assessor.some(tx, subjects, assessHub));
    this.registry.handle(assessMarket, (tx, subject) => this.assessor.one(tx, subject, assessMarket));
    this.registry.handle(assessDue, async () => {
      await this.assessor.due();
    });
    this.registry.handle(screenMarkets, async () => {
      await this.runs.request(SYSTEM, { kind: 'screen', dataset: null });
    });
    this.registry.handle(runRisk, ({ id }) => this.runs.perform(id));
  }
}
