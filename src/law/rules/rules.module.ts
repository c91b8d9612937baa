import { Module } from '@nestjs/common';
import { CodeListsController } from '../code-lists/code-lists.controller.js';
import { RuleEnforcement } from './enforcement.js';
import { RulesController } from './rules.controller.js';
import { ThresholdsController } from './thresholds.controller.js';
import { ThresholdsService } from './thresholds.service.js';

/** Law as data: rules, code lists, thresholds. The arithmetic beside them is pure and needs no module. */
@Module({
  controllers: [RulesController, CodeListsController, ThresholdsController],
  providers: [ThresholdsService, RuleEnforcement],
  exports: [ThresholdsService],
})
export class RulesModule {}
