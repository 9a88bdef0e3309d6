import { Global, Module } from '@nestjs/common';
import { OrgGraphs } from './org-graphs.js';

/** The organisation graphs of this process, which every slice may read. */
@Global()
@Module({ providers: [OrgGraphs], exports: [OrgGraphs] })
export class GraphModule {}
