import { Module } from '@nestjs/common';

/** The jobs: relay, screening, sweeps. Runs beside the API in one process, or alone in any number of processes. */
@Module({})
export class WorkerModule {}
