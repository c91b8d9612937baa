import { IsInt, Max, Min } from 'class-validator';
import { DeliverySettings } from './delivery-settings.js';
import { Env, ToInt } from './setting.js';

/** How long a request waits for what others hold before it is told to come again. Together they stay well below five seconds: what a busy process takes to read a request comes on top. */
export abstract class WaitSettings extends DeliverySettings {
  @Env('TURN_WAIT_MS', 'longest wait of a request for its turn to write, in milliseconds; then 503 `busy`', {
    default: '2000',
  })
  @ToInt()
  @IsInt()
  @Min(100)
  @Max(60_000)
  turnWaitMs: number;

  @Env(
    'LOCK_WAIT_MS',
    'longest wait of a request for a row that another session holds, in milliseconds; then 503 `busy`',
    {
      default: '1200',
    },
  )
  @ToInt()
  @IsInt()
  @Min(100)
  @Max(60_000)
  lockWaitMs: number;

  @Env('POOL_WAIT_MS', 'longest wait for a connection to the database, in milliseconds; then 503 `busy`', {
    default: '4000',
  })
  @ToInt()
  @IsInt()
  @Min(100)
  @Max(60_000)
  poolWaitMs: number;

  @Env(
    'DRAIN_SECONDS',
    'how long a process that was told to stop answers on, not ready, so that whoever sends it requests sees it; with a proxy that asks for health: longer than it asks',
    { default: '0' },
  )
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(25)
  drainSeconds: number;
}
