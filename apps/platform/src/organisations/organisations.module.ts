import { Module } from '@nestjs/common';
import { ChangeOrganisationHandler } from './change-organisation.command.js';
import { OrganisationFounder } from './organisation-founder.js';
import { OrganisationsController } from './organisations.controller.js';

@Module({ controllers: [OrganisationsController], providers: [OrganisationFounder, ChangeOrganisationHandler] })
export class OrganisationsModule {}
