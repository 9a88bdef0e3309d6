import { Module } from '@nestjs/common';
import { AgentFilesService } from './agent-files.service.js';
import { FileChanges } from './changes/file-changes.js';
import { InterruptedChanges } from './changes/interrupted-changes.reactor.js';
import { OpenFileChanges } from './changes/open-file-changes.js';
import { FilesController } from './files.controller.js';
import { TransfersController } from './transfers/transfers.controller.js';

@Module({
  controllers: [FilesController, TransfersController],
  providers: [AgentFilesService, FileChanges, InterruptedChanges, OpenFileChanges],
  exports: [AgentFilesService],
})
export class FilesModule {}
