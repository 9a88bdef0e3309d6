import { Global, Module } from '@nestjs/common';
import { FilesModule } from '../files/index.js';
import { FirstFiles, ProvisioningModule } from '../provisioning/index.js';
import { TemplateSource } from '../workspaces/index.js';
import { FirstStarts } from './first-files/first-starts.js';
import { ImportTemplateHandler } from './import-template.command.js';
import { ImportedTemplates } from './imported-templates.js';
import { OrganisationImport } from './organisation/organisation-import.js';
import { OrganisationTemplates } from './organisation/organisation-templates.js';
import { TemplateFiles } from './first-files/template-files.js';
import { TemplateFolders } from './template-folders.js';
import { TemplatesController } from './templates.controller.js';
import { WorkspaceTemplates } from './workspace-templates.js';

/** Global, because the creation of workspaces and the launch of agents ask it for templates. */
@Global()
@Module({
  imports: [FilesModule, ProvisioningModule],
  controllers: [TemplatesController],
  providers: [
    FirstStarts,
    ImportedTemplates,
    ImportTemplateHandler,
    OrganisationImport,
    OrganisationTemplates,
    { provide: FirstFiles, useClass: TemplateFiles },
    TemplateFolders,
    WorkspaceTemplates,
    { provide: TemplateSource, useExisting: WorkspaceTemplates },
  ],
  exports: [FirstFiles, TemplateSource],
})
export class TemplatesModule {}
