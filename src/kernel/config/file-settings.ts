import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { PaceSettings } from './pace-settings.js';
import { Env, ToInt } from './setting.js';

/** Files that come in: where they lie, how large they are, and who looks at them. */
export abstract class FileSettings extends PaceSettings {
  @Env('DOCUMENTS_DIR', 'folder of uploaded documents; default `DATA_DIR/documents`')
  @IsOptional()
  @IsString()
  documentsDir?: string;

  @Env('DOCUMENT_MAX_BYTES', 'largest uploaded document, in bytes', { default: '52428800' })
  @ToInt()
  @IsInt()
  @Min(1)
  documentMaxBytes: number;

  @Env(
    'REGISTRATION_DOCUMENTS_MAX_BYTES',
    'what the documents of all registrations that nobody has decided may take of the disk, in bytes; then 503 `registration_documents_full`',
    { default: '10737418240' },
  )
  @ToInt()
  @IsInt()
  @Min(1)
  registrationDocumentsMaxBytes: number;

  @Env(
    'ANTIVIRUS',
    'a daemon that speaks the protocol of clamd: `unix:/path` or `tcp:host:port`; `none`: none is asked',
    {
      default: 'none',
    },
  )
  @Matches(/^(none|unix:\/.{1,100}|tcp:[^\s/]{1,200}:\d{1,5})$/, {
    message: 'must be none, unix:/path or tcp:host:port',
  })
  antivirus: string;

  @Env(
    'ANTIVIRUS_AWAY',
    'while the daemon does not answer an upload is `refuse`d or `hold`: kept, and used by nobody before it was checked',
    {
      default: 'refuse',
    },
  )
  @IsIn(['refuse', 'hold'])
  antivirusAway: 'refuse' | 'hold';

  @Env('IMPORT_MAX_BYTES', 'largest uploaded import file, in bytes', { default: '536870912' })
  @ToInt()
  @IsInt()
  @Min(1)
  importMaxBytes: number;

  @Env('IMPORT_IDLE_SECONDS', 'a request ends when nothing of its body, a file or JSON, has come for so long', {
    default: '30',
  })
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(300)
  importIdleSeconds: number;
}
