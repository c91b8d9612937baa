import { Body, Controller, Post } from '@nestjs/common';
import { NoteDto } from './note.dto.js';

/** The smallest controller, for the test of the harness itself. */
@Controller('notes')
export class NoteController {
  @Post()
  add(@Body() note: NoteDto): NoteDto {
    return note;
  }
}
