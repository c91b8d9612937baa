import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Lang, Public } from '../../kernel/access/decorators.js';
import { Settings } from '../../kernel/config/settings.js';
import type { Language } from '../../kernel/errors/texts.js';
import { Operation } from '../../kernel/http/operation.js';
import { PersonalDataRegisterDto, RegisterEntryDto } from './register.dto.js';
import { REGISTER } from './register.js';

@ApiTags('personal-data')
@Controller('personal-data/register')
export class RegisterController {
  constructor(private readonly settings: Settings) {}

  @Get()
  @Public()
  @Operation('getPersonalDataRegister', {
    en: 'What is kept about people, why, how long, and who sees it',
    zh: '查看个人信息处理清单：种类、目的、保存期限与可见范围',
  })
  show(@Lang() language: Language): PersonalDataRegisterDto {
    const days = this.settings.personalDataDays;
    return { items: REGISTER.map((entry) => RegisterEntryDto.fromEntry(entry, language, days)) };
  }
}
