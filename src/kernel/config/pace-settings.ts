import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { Env, ToBool, ToInt } from './setting.js';

/** How often callers may ask, and how often the service does by itself. */
export abstract class PaceSettings {
  @Env('THROTTLE', '`false` switches the throttle of ordinary routes off (load tests); sign-in stays throttled', {
    default: 'true',
  })
  @ToBool()
  @IsBoolean()
  throttle: boolean;

  @Env('THROTTLE_READS_PER_SECOND', 'public reads of one address per second', { default: '100' })
  @ToInt()
  @IsInt()
  @Min(50)
  throttleReadsPerSecond: number;

  @Env('THROTTLE_WRITES_PER_MINUTE', 'public writes of one address per minute', { default: '30' })
  @ToInt()
  @IsInt()
  @Min(1)
  throttleWritesPerMinute: number;

  @Env(
    'THROTTLE_SIGN_INS_PER_MINUTE',
    'requests to sign in to one login from one address per minute, and to all logins from there twenty times as many',
    {
      default: '30',
    },
  )
  @ToInt()
  @IsInt()
  @Min(1)
  throttleSignInsPerMinute: number;

  @Env('THROTTLE_REFRESHES_PER_MINUTE', 'refreshes of tokens from one address per minute', { default: '300' })
  @ToInt()
  @IsInt()
  @Min(1)
  throttleRefreshesPerMinute: number;

  @Env('THROTTLE_ANSWERS_PER_MINUTE', 'requests of residents to ask and answer from one address per minute', {
    default: '300',
  })
  @ToInt()
  @IsInt()
  @Min(1)
  throttleAnswersPerMinute: number;

  @Env(
    'SWEEP_MAX_SECONDS',
    'longest pause between two runs of a sweep that has a period; shorter than an hour in tests',
    {
      default: '3600',
    },
  )
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(3600)
  sweepMaxSeconds: number;

  @Env('SCHEDULE_CHECK_SECONDS', 'how often a worker compares the schedules in the queue’s store with the database', {
    default: '15',
  })
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(60)
  scheduleCheckSeconds: number;
}
