import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { LeasedReactors } from './leased-reactors.js';
import { ReactorSharing } from './reactor-sharing.js';
import { Reactors } from './reactors.js';

@Module({ imports: [DiscoveryModule], providers: [Reactors, ReactorSharing, LeasedReactors] })
export class ReactorsModule {}
