import { Module } from '@nestjs/common';
import { OrganisationFounder } from './organisation-founder.js';
import { OrganisationsController } from './organisations.controller.js';

@Module({ controllers: [OrganisationsController], providers: [OrganisationFounder] })
export class OrganisationsModule {}
