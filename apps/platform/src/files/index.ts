/** What other slices may use of this one. */
export { AgentFilesService } from './agent-files.service.js';
export { refusalOf } from './changes/file-changes.js';
export { FilesModule } from './files.module.js';
export { digestOf, isThere, RecordedFiles } from './recorded-files.js';
