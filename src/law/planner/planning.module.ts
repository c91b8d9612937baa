import { Module } from '@nestjs/common';
import { PlanningController } from './planning.controller.js';
import { PlanningService } from './planning.service.js';

/** Windows and the backward planner, over HTTP. The figures themselves are pure functions of `rules`. */
@Module({ controllers: [PlanningController], providers: [PlanningService] })
export class PlanningModule {}
