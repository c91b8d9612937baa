import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { barSubject } from '../organisations/bars/bar.subject.js';
import { mergeSubject } from '../organisations/merges/merge.subject.js';
import { guardSecondPerson } from './second-person.js';

/** Steps of two persons upon bodies, whose rooms know no accounts. */
@Injectable()
export class SecondPersonGuards implements OnModuleInit {
  constructor(private readonly engine: ActionEngine) {}

  onModuleInit(): void {
    this.engine.contribute(barSubject, {
      proposer_decides: guardSecondPerson(({ root }) => Promise.resolve([root.proposed_by])),
    });
    this.engine.contribute(mergeSubject, {
      proposer_decides: guardSecondPerson(({ root }) => Promise.resolve([root.proposed_by])),
    });
  }
}
