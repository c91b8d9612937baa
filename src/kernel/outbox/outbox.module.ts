import {
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { JobQueues } from '../queue/jobs/job-queues.js';
import { ChangeStates } from './states/change-states.js';
import { ChangesController } from './changes.controller.js';
import { ChangesService } from './changes.service.js';
import { Feed } from './feed.js';
import { Nudge } from './nudge.js';
import { Relay, type RelayOptions } from './relay.js';

export interface OutboxModuleOptions extends RelayOptions {
  /** Serves `/changes`. */
  http: boolean;
  /** Whether this process stands for the relay; at least one process must. */
  relays: boolean;
}

/** Starts the relay after the queues are ready to take jobs. */
@Injectable()
class RelayBoot implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly relay: Relay) {}
  onApplicationBootstrap(): void {
    this.relay.start();
  }
  beforeApplicationShutdown(): Promise<void> {
    return this.relay.stop();
  }
}

/** The outbox: what commits reaches the feed and the queues. */
@Module({})
export class OutboxModule {
  static forRoot(options: OutboxModuleOptions): DynamicModule {
    return {
      module: OutboxModule,
      global: true,
      controllers: options.http ? [ChangesController] : [],
      providers: [
        Nudge,
        Feed,
        ChangeStates,
        ChangesService,
        {
          provide: Relay,
          useFactory: (queues: JobQueues, nudge: Nudge) => new Relay(options, queues, nudge),
          inject: [JobQueues, Nudge],
        },
        ...(options.relays ? [RelayBoot] : []),
      ],
      exports: [Nudge, Feed, Relay, ChangeStates],
    };
  }
}
